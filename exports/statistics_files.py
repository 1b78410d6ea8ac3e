"""The files of a package that anybody can make again out of its marks, accounting, scheme and circumstances."""

from __future__ import annotations

from collections.abc import Iterator

from exports.document import Document
from exports.how_counted import HowCounted
from exports.paged_text import paged_text
from exports.results_csv import results_csv
from exports.statistics.documents import (
    on_file_documents,
    published_documents,
    published_results,
    sent_up_documents,
)
from exports.statistics_csv import statistics_csv
from exports.verdict_document import undecided_document, verdicts_document
from exports.verdicts_csv import verdicts_csv
from tally.appraisal_tally import Tally
from tally.said import Translate
from tally.scheme import Kind

SENT_UP, ON_FILE, PUBLISHED = "sent-up", "on-file", "published"
"""The folders of the three documents that are never one (上报, 备案, 通报)."""


def statistics_documents(
    tally: Tally, how: HowCounted, code: str, translate: Translate
) -> Iterator[tuple[str, Document]]:
    """Every table and list of verdicts, with its folder. `code` is the check code of the package."""
    for folder, kind, documents in (
        (SENT_UP, Kind.ORGANIZATION, sent_up_documents(tally, how, code, translate)),
        (ON_FILE, Kind.MEMBER, on_file_documents(tally, how, code, translate)),
    ):
        if not documents:
            continue
        for document in documents:
            yield folder, document
        yield folder, verdicts_document(tally, how, code, translate, kind)
        yield folder, undecided_document(tally, how, code, translate, kind)
    for document in published_documents(tally, how, code, translate):
        yield PUBLISHED, document


def statistics_csvs(tally: Tally, how: HowCounted, translate: Translate) -> Iterator[tuple[str, bytes]]:
    """The results as CSV, by their names in the package, one made after the other."""
    yield "results.csv", results_csv(tally, translate)
    yield "statistics.csv", statistics_csv(tally, translate)
    yield "verdicts.csv", verdicts_csv(tally, how, translate)
    yield f"{PUBLISHED}/results.csv", published_results(tally, translate)


def statistics_files(tally: Tally, how: HowCounted, code: str, translate: Translate) -> dict[str, bytes]:
    """The documents as text, and the results as CSV, by their names in the package."""
    return {
        f"{folder}/{document.name}.txt": paged_text(document, translate).encode()
        for folder, document in statistics_documents(tally, how, code, translate)
    } | dict(statistics_csvs(tally, how, translate))
