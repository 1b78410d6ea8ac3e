"""The submission package: tables, statistics, the settled marks and their checksums.

The same state gives the same bytes, on any machine and in any locale: no clock, no locale, no order
of a folder comes in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import version

from exports import csv_encoding
from exports.account import account_document
from exports.accounting_csv import counts_csv, subjects_csv
from exports.check_code import check_code
from exports.check_sums import FILE as SUMS
from exports.check_sums import sums
from exports.circumstances import Circumstances
from exports.data_package import FILE as DESCRIPTOR
from exports.data_package import PackageFacts, data_package
from exports.document import Document
from exports.folded_files import FoldedFiles
from exports.gathering import Gathering
from exports.how_counted import FILE as CIRCUMSTANCES
from exports.how_counted import HowCounted, how_counted_json
from exports.opinions_document import OPINIONS, opinions_csv, opinions_document
from exports.package_formats import XLSX
from exports.package_printing import Both, Printing, Progress, one_after_the_other
from exports.sample_document import samples_document
from exports.scheme_text import without_roles
from exports.spreadsheet import csv_bytes
from exports.statistics_files import ON_FILE, SENT_UP, statistics_csvs, statistics_documents
from tally.appraisal_tally import Tally
from tally.said import Translate
from tally.scheme import Kind, Opinions


def package_files(
    tally: Tally,
    circumstances: Circumstances,
    gathering: Gathering,
    translate: Translate,
    *,
    formats: Sequence[str] = (),
    encoding: str = csv_encoding.UTF_8,
    progress: Progress | None = None,
    both: Both = one_after_the_other,
) -> FoldedFiles:
    """Every file of the package by its name.

    Raises Refused where a text does not survive in `encoding`, or where what writes a format is not installed.
    """
    how = gathering.how_counted(tally, circumstances)
    files = FoldedFiles()
    files["marks.csv"] = gathering.marks.csv()
    files["batches.csv"] = gathering.bundles.csv()
    files["scheme.toml"] = without_roles(circumstances.scheme_text).encode()
    files["subjects.csv"] = subjects_csv(circumstances.subjects_text)
    files["counts.csv"] = counts_csv(circumstances.counts_text)
    files[CIRCUMSTANCES] = how_counted_json(how)
    files["opinions.csv"] = csv_bytes(OPINIONS, opinions_csv(tally, gathering.opinions))
    code = check_code(files)
    documents = list(statistics_documents(tally, how, code, translate))
    reports = list(_reports(tally, circumstances, gathering, how, code, translate))
    printing = Printing(translate, formats)
    number = len(documents) + len(reports)

    def there() -> FoldedFiles:
        found = printing.of(reports)
        for name, content in statistics_csvs(tally, how, translate):
            found[name] = content
        return found

    # The reports and CSV files take about as long as the tables.
    for part in both(lambda: printing.of(documents, progress, number), there):
        files.take(part)
    if XLSX in formats:
        files.update(_workbooks(documents))
    return finished(files, package_facts(tally, circumstances.as_of, encoding), translate)


def package_facts(tally: Tally, as_of: str, encoding: str, kind: str = "appraisal") -> PackageFacts:
    """What the descriptor says of a package made by this version."""
    return PackageFacts(
        kind=kind,
        title=tally.scheme.title,
        as_of=as_of,
        version=version("pingyi"),
        grades=len(tally.scheme.grades),
        encoding=encoding,
    )


def finished(files: FoldedFiles, facts: PackageFacts, translate: Translate) -> FoldedFiles:
    """The files as they are written: CSV in the encoding that was asked for, the descriptor, the checksums."""
    for name in files:
        if name.endswith(".csv") and facts.encoding != csv_encoding.UTF_8:
            files[name] = csv_encoding.written(name, files[name], facts.encoding)
    files[DESCRIPTOR] = data_package(files, facts, translate)
    files[SUMS] = sums(files)
    return files


def _reports(
    tally: Tally,
    circumstances: Circumstances,
    gathering: Gathering,
    how: HowCounted,
    code: str,
    translate: Translate,
) -> Iterator[tuple[str, Document]]:
    """What takes more than the settled marks to make: covered by its digest alone."""
    double_entry, checks = gathering.double_entry, circumstances.checks
    yield "", account_document(tally, how, code, double_entry.figures(), translate, checks)
    if tally.scheme.keying.opinions is not Opinions.NONE:
        for kind in dict.fromkeys(form.kind for form in tally.scheme.forms.values()):
            folder = SENT_UP if kind is Kind.ORGANIZATION else ON_FILE
            yield folder, opinions_document(tally, how, gathering.opinions, translate, kind)
    yield SENT_UP, double_entry.summary(how)
    yield ON_FILE, double_entry.document(how)
    yield ON_FILE, gathering.rulings.document(how)
    yield ON_FILE, gathering.voids.document(how, tally.set_aside)
    yield ON_FILE, samples_document(tally, checks, how, translate)


def _workbooks(documents: Sequence[tuple[str, Document]]) -> dict[str, bytes]:
    """The statistics tables of each folder as one workbook."""
    from exports.workbook import workbook

    by_folder: dict[str, list[Document]] = {}
    for folder, document in documents:
        if document.name.startswith(("statistics-", "ranking-", "notice-")):
            by_folder.setdefault(folder, []).append(document)
    return {f"{folder}/statistics.xlsx": workbook(group) for folder, group in by_folder.items()}
