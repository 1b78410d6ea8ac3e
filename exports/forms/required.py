"""A rater group's label with the number of raters that the panel of a subject asks for."""

from __future__ import annotations

from exports.forms.printing import Printing
from exports.plain_text import clean
from tally.panels import required_number
from tally.scheme import Form, Group
from tally.subjects import Subject


def with_required(printing: Printing, form: Form, owner: Subject | None, group: Group) -> str:
    """`党员代表(20)`; the label alone where the panel asks for no number, or the subject has none."""
    label = clean(group.label)
    panel = printing.subjects.panel_of(owner.id, form, printing.scheme) if owner else None
    for minimum in panel.minimum if panel else ():
        if minimum.group == group.id:
            return f"{label}({required_number(minimum, None)})"
    return label
