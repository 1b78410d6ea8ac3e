"""The register of void ballots (废票登记表), signed by the scrutineer (监票人)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from exports.ascii_table import ascii_table
from exports.circumstances import BatchReport
from exports.plain_text import clean, wrap
from exports.reason_words import reason_in_words
from tally.clerk_errors import readings_told
from tally.comparison import WHOLE
from tally.readings import Pass
from tally.ruling_register import Fate, ruling_register
from tally.rulings import VOID
from tally.said import Said, Translate
from tally.scheme import Scheme
from tally.settling import BLANK_BALLOT

WIDTH = 100
_IN_PASSES = {
    (True, True): Said("both passes"),
    (True, False): Said("first pass only"),
    (False, True): Said("second pass only"),
    (False, False): Said("neither pass"),
}


def voids_list(
    scheme: Scheme, reports: Sequence[BatchReport], translate: Translate, set_aside: int = 0
) -> str:
    """Every void ballot: its reason, who confirmed it on the paper and when, which passes had it as void.

    At the foot how many there are of each reason. `set_aside` sheets were void at the box already and lie in no
    bundle.
    """

    def t(said: Said) -> str:
        return said.text(translate)

    rows: list[list[str]] = []
    reasons: Counter[str] = Counter()
    for report in reports:
        settlement = report.settlement
        if settlement is None:
            continue
        confirmed = _confirmed(scheme, report)
        keyed = [readings_told(settlement.comparison, which) for which in Pass]
        for ballot in settlement.settled:
            if not ballot.void:
                continue
            reason = t(reason_in_words(ballot.reason) if ballot.reason else Said("none asked for"))
            reasons[reason] += 1
            first, second = (passed.get(ballot.number) == VOID for passed in keyed)
            by_rule = ballot.reason == BLANK_BALLOT
            names, at = confirmed.get(ballot.number, ("-", "-"))
            rows.append(
                [
                    str(len(rows) + 1),
                    clean(scheme.groups[report.cover.group].label),
                    report.cover.id,
                    str(ballot.number),
                    reason,
                    t(Said("the scheme")) if by_rule else names,
                    "-" if by_rule else t(_IN_PASSES[first, second]),
                    "-" if by_rule else at,
                ]
            )
    head = [
        t(said)
        for said in (
            Said("no."), Said("group"), Said("batch"), Said("ballot"), Said("reason"), Said("confirmed by"),
            Said("void in"), Said("when"),
        )
    ]  # fmt: skip
    lines = [t(Said("Register of void ballots")), clean(scheme.title), ""]
    if rows:
        lines += ascii_table(head, rows, "rllrllll", [None, 14, 10, None, 20, 14, 10, 10])
        lines += ["", t(Said("Void ballots by reason"))]
        for reason, count in sorted(reasons.items()):
            lines += ["  " + one for one in wrap(f"{clean(reason)}: {count}", WIDTH - 2, "  ")]
        lines.append("  " + t(Said("together: {count}", count=len(rows))))
    else:
        lines.append(t(Said("no void ballots")))
    if set_aside:
        aside = Said(
            "set aside at the box, in no bundle and not listed here: {count} (see the count sheets)",
            count=set_aside,
        )
        lines += ["  " + one for one in wrap(t(aside), WIDTH - 2, "  ")]
    lines += ["", t(Said("Scrutineer (signature): ____________   Date: ____________"))]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _confirmed(scheme: Scheme, report: BatchReport) -> Mapping[int, tuple[str, str]]:
    """Who read on the paper that a ballot is void, and the day and minute, by number."""
    settlement = report.settlement
    if settlement is None:
        return {}
    register = ruling_register(
        report.rulings or settlement.answers.values(),
        settlement,
        voids_reviewed=scheme.keying.voids_reviewed,
    )
    return {
        one.ruling.ballot: (", ".join((one.ruling.by, *one.also_by)), one.at[:16].replace("T", " ") or "-")
        for one in register
        if one.fate is Fate.IN_FORCE and one.ruling.place == WHOLE and one.ruling.reading == VOID
    }
