"""All papers of one printing."""

from __future__ import annotations

from exports.document import Document
from exports.forms.agenda import agenda
from exports.forms.ballot import ballots
from exports.forms.batch_cover import batch_covers
from exports.forms.blank_statistics import blank_statistics
from exports.forms.count_sheet import count_sheets
from exports.forms.handover_list import handover_list
from exports.forms.number_slips import number_slips
from exports.forms.printing import Printing
from tally.said import Translate


def every_form(printing: Printing, translate: Translate) -> dict[str, Document]:
    """Every document by its name, in the order in which the papers are used.

    Raises Refused where a bundle is of a form or group that the scheme has lost.
    """
    slips = number_slips(printing, translate)
    documents = (
        agenda(printing, translate),
        *ballots(printing, translate),
        count_sheets(printing, translate),
        *([slips] if slips else []),
        *batch_covers(printing, translate),
        *blank_statistics(printing, translate),
        handover_list(printing, translate),
    )
    return {document.name: document for document in documents}
