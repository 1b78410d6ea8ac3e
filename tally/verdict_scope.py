"""Which marks a verdict is taken over: the rows that decide, of the groups that count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tally.counted import Counted
from tally.counting import Accounting, MarkCounts, Pending, sum_accounting
from tally.said import Said
from tally.scheme import Decides, Form, Scheme


@dataclass(frozen=True, slots=True)
class Scope:
    """The marks that one verdict is taken over."""

    form: Form
    subject: str
    lines: tuple[int, ...]
    row: int | None
    item: str | None
    groups: tuple[str, ...]
    marks: MarkCounts
    pending: Pending
    accounting: Accounting
    basis: Said


def scopes_of(
    scheme: Scheme, counted: Counted, form: Form, subject: str, groups: tuple[str, ...]
) -> Iterator[Scope]:
    """The scopes of one subject on one form: one, or one for each row where every row decides for itself."""
    lines = counted.rows[form.id, subject]
    here = counted.groups[form.id, counted.owner[form.id, subject]]
    wanted = tuple(group for group in (groups or scheme.pooled_groups) if group in here)
    if groups:
        who = Said("{groups}", groups=", ".join(scheme.groups[group].label for group in groups))
    else:
        who = Said("all groups pooled")
    chosen: list[tuple[tuple[int, ...], int | None, str | None, Said]]
    if form.decides is Decides.EACH:
        chosen = [((line.row,), line.row, line.item, Said('row "{item}"', item=line.item)) for line in lines]
    elif form.decides is Decides.OVERALL:
        overall = [line for line in lines if line.overall]
        chosen = [((line.row,), None, line.item, Said('row "{item}"', item=line.item)) for line in overall]
    elif len(lines) == 1:
        chosen = [((lines[0].row,), None, None, Said('row "{item}"', item=lines[0].item))]
    else:
        chosen = [
            (tuple(line.row for line in lines), None, None, Said("all {rows} rows pooled", rows=len(lines)))
        ]
    for rows, row, item, what in chosen:
        together = counted.counts.summed(form.id, subject, rows, wanted)
        yield Scope(
            form,
            subject,
            rows,
            row,
            item,
            wanted,
            together.marks,
            together.pending,
            _accounting(counted, form.id, subject, wanted if groups else None),
            Said("{rows}; {groups}", rows=what, groups=who),
        )


def _accounting(counted: Counted, form: str, subject: str, groups: Sequence[str] | None) -> Accounting:
    owner = counted.owner[form, subject]
    if groups is None:
        return counted.accounting[form, owner, ""]
    return sum_accounting([counted.accounting[form, owner, group] for group in groups])
