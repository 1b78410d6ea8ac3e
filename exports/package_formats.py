"""In which formats the tables of a package can be had besides text and CSV."""

from __future__ import annotations

MARKDOWN, XLSX = "markdown", "xlsx"
FORMATS = (MARKDOWN, XLSX)
