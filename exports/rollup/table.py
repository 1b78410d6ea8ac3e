"""The statistics table over units, a document a form."""

from __future__ import annotations

from exports.document import Document
from exports.rollup.form_table import FormTable
from exports.rollup.rolled_up import RolledUp
from exports.rollup.together_sheet import together_sheet
from exports.rollup.units_sheet import units_sheet
from tally.said import Translate


def units_document(rolled: RolledUp, form: str, check_code: str, translate: Translate) -> Document:
    """The tables of one form: a row a unit, then what all of them said. `check_code`: the 16 digits."""
    table = FormTable(rolled, form, check_code, translate)
    return Document(f"statistics-{form}", (units_sheet(table), together_sheet(table)))
