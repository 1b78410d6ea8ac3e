"""Drawing a sample check (抽样复查): which settled sheets are to be read again, recorded before any is."""

from __future__ import annotations

import re
from fractions import Fraction

from store.access import require
from store.appraisal import Appraisal
from store.board import read_board
from store.chain import Fields
from store.check_progress import CheckNow, check_of
from store.drawn_population import Population, population_covers, population_now
from store.ledger import extend_ledger
from store.reconciling import active_batches
from store.sample_draws import SAMPLED, Draw, check_id, latest_draws, read_draws
from tally.batch_life import Action
from tally.draw import parse_seed
from tally.residual_errors import RISK
from tally.said import Refused, Said
from tally.whole_numbers import parse_whole

MOST_RISK = Fraction(1, 5)
LEAST_RISK = Fraction(1, 1000)
_PERCENT = re.compile(r"(\d{1,2}(?:\.\d{1,3})?)\s*[%％]")


def draw_samples(
    appraisal: Appraisal,
    seed: str,
    *,
    form: str = "",
    subject: str = "",
    size: str = "",
    risk: str = "",
    again: bool = False,
    reason: str = "",
) -> tuple[CheckNow, ...]:
    """Draw one check for each form and subject that has batches, of those asked for; all are recorded, or none.

    `seed` is as people typed it, `size` a number of sheets or empty, `risk` as "5%" or empty. Raises Refused,
    and nothing is changed, for a population that is not settled or has no sheets, a seed, size or risk that
    is none, a seed that was used before, and a check of the same sheets that is not finished, but `again`.
    """
    require(appraisal, Action.LOOK)
    require(appraisal, Action.SAMPLE)
    digits = parse_seed(seed)
    if isinstance(digits, Said):
        raise Refused(digits)
    chance = parse_risk(risk) if risk else RISK
    if again and not reason.strip():
        raise Refused(Said("drawing again needs a reason: --again --reason ..."))
    folder = appraisal.layout.folder("ledger")
    draws = read_draws(folder)
    used = next((one for one in draws if one.seed == digits), None)
    if used is not None:
        raise Refused(
            Said("check {check} was drawn by this seed; throw the dice anew for another one", check=used.id)
        )
    populations = {
        one: _settled(appraisal, *one) for one in _wanted(appraisal, form.strip(), subject.strip())
    }
    sizes = {one: _size(size, one, population) for one, population in populations.items()}
    unfinished = [
        now
        for one in latest_draws(draws)
        if one.population in populations and not _is_over(now := check_of(appraisal, one))
    ]
    if unfinished and not again:
        raise Refused(
            Said(
                "check {check} of {form} {subject} is not finished (pingyi sample); go on with it, or draw again and "
                "say why: --again --reason ...; both are told then",
                check=unfinished[0].draw.id,
                form=unfinished[0].draw.form,
                subject=unfinished[0].draw.subject,
            )
        )
    why = {now.draw.population: reason.strip() for now in unfinished}
    made = [
        Draw(
            id=check_id(number),
            form=one[0],
            subject=one[1],
            seed=digits,
            risk=chance,
            size=sizes[one],
            strata={name: len(sheets) for name, sheets in population.strata.items()},
            batches=population.drawn_batches(),
            settled_sha256=population.digest,
            reason=why.get(one, ""),
            by="",
            at="",
        )
        for number, (one, population) in enumerate(populations.items(), start=len(draws) + 1)
    ]

    def once(ledger: list[Fields]) -> list[Fields]:
        if sum(record["kind"] == SAMPLED for record in ledger) != len(draws):
            raise Refused(Said("somebody else drew a sample just now; look at it first (pingyi sample)"))
        return [draw.record() for draw in made]

    extend_ledger(folder, once, appraisal.person.name)
    return tuple(check_of(appraisal, draw) for draw in read_draws(folder)[len(draws) :])


def parse_risk(text: str) -> Fraction:
    """A risk such as `5%`. Raises Refused for anything else, and for one that is no use."""
    match = _PERCENT.fullmatch(text.strip())
    risk = Fraction(match[1]) / 100 if match else None
    if risk is None or not LEAST_RISK <= risk <= MOST_RISK:
        raise Refused(
            Said('the risk is a percentage from 0.1% to 20%, such as 5%; "{text}" is none', text=text[:20])
        )
    return risk


def _is_over(now: CheckNow) -> bool:
    """Whether a check needs no reason to be drawn anew: it may stop, or the count has changed since."""
    return now.result.may_stop or now.result.changed is not None


def _wanted(appraisal: Appraisal, form: str, subject: str) -> list[tuple[str, str]]:
    there = list(dict.fromkeys((one.cover.form, one.cover.subject) for one in active_batches(appraisal)))
    if not there:
        raise Refused(Said("no batch is registered yet, so there is nothing to check: pingyi batch add"))
    for what, asked, place in ((Said("form"), form, 0), (Said("subject"), subject, 1)):
        known = list(dict.fromkeys(one[place] for one in there))
        if asked and asked not in known:
            raise Refused(
                Said(
                    'no batch has the {what} "{id}"; there are {known}',
                    what=what,
                    id=asked,
                    known=", ".join(known[:12]) + (", ..." if len(known) > 12 else ""),
                )
            )
    wanted = [one for one in there if form in ("", one[0]) and subject in ("", one[1])]
    if not wanted:
        raise Refused(
            Said('no batch has the form "{form}" and the subject "{subject}"', form=form, subject=subject)
        )
    return wanted


def _settled(appraisal: Appraisal, form: str, subject: str) -> Population:
    board = read_board(appraisal)
    covers = population_covers(appraisal, form, subject)
    for cover in covers:
        require(appraisal, Action.SAMPLE, cover, board=board)
    population = population_now(appraisal, board, covers)
    if not population.counted:
        raise Refused(
            Said("form {form}, subject {subject}: there is no sheet to check", form=form, subject=subject)
        )
    return population


def _size(text: str, of: tuple[str, str], population: Population) -> int | None:
    if not text.strip():
        return None
    size, sheets = parse_whole(text), len(population.counted)
    if size is None or not 1 <= size <= sheets:
        raise Refused(
            Said(
                'form {form}, subject {subject}: the size is from 1 to its {sheets} sheets, not "{size}"',
                form=of[0],
                subject=of[1],
                sheets=sheets,
                size=text[:20],
            )
        )
    return size
