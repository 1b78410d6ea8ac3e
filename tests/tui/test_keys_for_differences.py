"""How many keys differences cost: rulings made through the real ruling machine, beside the two usual policies.

Re-keying: one person types a differing ballot whole from the paper. Rejecting: both entries of it are
discarded and typed again by both, as where a whole form is refused. Both are counted at their least: what is
typed again is right the first time, and nobody has to do it once more.
"""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tally import slip_offers
from tally.comparison import compare
from tally.readings import PassReadings, Reading
from tally.rulings import SLIP, ProposedRuling, Ruling, accepted_slips, check_ruling
from tally.scheme import Form, Group, Keying, Kind, Layout, Scheme
from tally.settling import settle
from tally.slip_probes import borne_out
from tally.slips import read_past_all
from tui.ruling.keymap import meaning
from tui.ruling.machine import begin, press
from tui.ruling.pile import pile_of
from tui.ruling.state import EffectKind, Event, Mode, Press
from tui.screen.key import Key

# By one process, so that what they share is made once.
pytestmark = pytest.mark.xdist_group("keys for differences")

_SPEC = importlib.util.spec_from_file_location(
    "simulated_bundles_for_keys", Path(__file__).resolve().parents[1] / "tally" / "simulated_bundles.py"
)
assert _SPEC is not None and _SPEC.loader is not None
bundles = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = bundles
_SPEC.loader.exec_module(bundles)

NUMBERS = range(1, bundles.BALLOTS + 1)
ROWS, GRADES = bundles.ROWS, bundles.GRADES
SUMMARY = 3
"""Two digits of the count of sheets, and Enter."""
ALL_KEYS = bundles.RUNS * 2 * (bundles.BALLOTS * (ROWS + 1) + SUMMARY)
ILLEGIBLE = "3"
TYPED = {"-": "0", "x": "."}
SCHEME = Scheme("t", "u", "2026", "en", ("A", "B", "C", "D"), (),
                {"org": Form("org", "org", Layout.SINGLE, Kind.ORGANIZATION, ("a",) * ROWS, None, False, None, None,
                             None)},
                {"all": Group("all", "All", True)}, {}, {}, (), keying=Keying())  # fmt: skip


class Reviewer:
    """A reviewer before the real machine, with the paper in hand; keys are counted.

    `explained`: whether explanations are offered. What is offered is read on the paper and, where borne out,
    accepted.
    """

    def __init__(self, paper, passes, *, explained=True):
        self.paper = paper
        self.as_keyed = tuple(
            PassReadings.of((number, Reading(marks)) for number, ones in one.items() for marks in ones)
            for one in passes
        )
        self.explained = explained
        self.records = []
        self.not_borne_out = 0
        self.keys = 0
        self.state = begin(self.pile(), GRADES, SCHEME.keying)

    @property
    def accepted(self):
        return [one.slip for one in accepted_slips(self.records)]

    def settlement(self, passes=None):
        passes = passes or read_past_all(self.accepted, *self.as_keyed)
        comparison = compare(NUMBERS, ROWS, *passes, voids_reviewed=True)
        return settle(comparison, *passes, self.records, SCHEME)

    def pile(self):
        passes = read_past_all(self.accepted, *self.as_keyed)
        now = self.settlement(passes)
        offers = slip_offers.offers(NUMBERS, *passes, now.comparison, now) if self.explained else ()
        as_keyed = compare(NUMBERS, ROWS, *self.as_keyed, voids_reviewed=True)
        return pile_of(NUMBERS, as_keyed, now.comparison, passes, now, self.records, offers, lambda _: True)

    @property
    def differing(self):
        """The ballots on which anything had to be read."""
        return {ballot for ballot, _ in self.state.pile.questions}

    def key(self, character):
        self.keys += 1
        self.step(meaning(Key("enter" if character == "\r" else character, character)))
        self.step(Press(Event.DRAWN))

    def step(self, asked):
        self.state, effects = press(self.state, asked)
        assert not self.state.alarm, self.state.message
        for effect in effects:
            self.records.append(self.recorded(effect))
            self.step(Press(Event.RECORDED, pile=self.pile()))

    def recorded(self, effect):
        """The record that the store would write, under the rules of the core."""
        pile = self.pile()
        record = Ruling(
            len(self.records) + 1, effect.ballot, effect.place, effect.reading, effect.reason, "chen", ""
        )
        if effect.kind is EffectKind.ACCEPT:
            [offer] = [one for one in pile.offers if effect.slip in one.explanation.slips]
            assert borne_out(offer.explanation, offer.probes, effect.paper) == effect.slip
            return replace(record, place=SLIP, slip=effect.slip, paper=effect.paper)
        assert effect.kind is EffectKind.RULE
        proposed = ProposedRuling(effect.ballot, effect.place, effect.reading, effect.reason)
        assert check_ruling(proposed, pile.questions, ROWS, GRADES, SCHEME.keying) is None
        question = pile.questions[effect.ballot, effect.place]
        return replace(record, first=question.first, second=question.second)

    def mark(self, ballot, row):
        code = self.paper[ballot][row - 1]
        self.key(TYPED.get(code, code))

    def to_the_end(self):
        self.step(Press(Event.DRAWN))
        while self.state.mode is not Mode.DONE:
            at = self.state.at
            match self.state.mode:
                case Mode.ROW:
                    self.mark(at.ballot, at.place)
                case Mode.WHOLE:
                    self.key("1")
                case Mode.BALLOT if len(self.state.reading) < ROWS:
                    self.mark(at.ballot, len(self.state.reading) + 1)
                case Mode.PROBE:
                    probe = self.state.case.offer.probes[len(self.state.case.read)]
                    self.mark(probe.ballot, probe.row)
                case Mode.REASON:
                    self.key(ILLEGIBLE)
                case Mode.NOT_BORNE_OUT:
                    self.not_borne_out += 1
                    self.key("\r")
                case Mode.SHOWN | Mode.BALLOT | Mode.OFFER | Mode.BORNE_OUT:
                    self.key("\r")
                case other:
                    raise AssertionError(other)
        return self

    def wrong(self):
        """Where a settled ballot reads otherwise than the paper, once every ballot is settled."""
        settled = self.settlement()
        assert [ballot.number for ballot in settled.settled] == list(NUMBERS)
        return {
            (ballot.number, row)
            for ballot in settled.settled
            for row, (code, true) in enumerate(
                zip(ballot.marks, self.paper[ballot.number], strict=True), start=1
            )
            if code != true
        }


@pytest.fixture(scope="module")
def ruled():
    found = []
    for bundle in map(bundles.keyed, range(bundles.RUNS)):
        passes = [{number: [marks] for number, marks in one.items()} for one in bundle.passes]
        found.append((bundle, Reviewer(bundle.paper, passes).to_the_end()))
    return found


def test_differences_cost_less_than_one_key_in_a_hundred(ruled):
    ours = sum(reviewer.keys for _, reviewer in ruled)
    differing = sum(len(reviewer.differing) for _, reviewer in ruled)
    rekeyed = differing * (ROWS + 1)
    rejected = differing * (ROWS + 1) * 4  # two entries discarded, two typed
    print(f"\nall keys {ALL_KEYS}; differing ballots {differing}")
    for name, keys in (("ruling row by row", ours), ("re-keying", rekeyed), ("rejecting", rejected)):
        print(f"{name:20} {keys:6} keys {100 * keys / ALL_KEYS:6.2f} %")
    assert (ALL_KEYS, differing, ours) == (221_200, 659, 1352)
    assert ours * 100 < ALL_KEYS
    assert rekeyed * 100 > 3 * ALL_KEYS


def test_a_difference_costs_one_mark_and_one_key_to_move_on(ruled):
    for bundle, reviewer in ruled:
        assert not any(one.reason for one in reviewer.records), "no seed has a third value"
        assert reviewer.keys == 2 * len(bundle.one_sided)


def test_rulings_through_the_machine_leave_only_what_both_made(ruled):
    for bundle, reviewer in ruled:
        assert reviewer.wrong() == bundle.alike


@pytest.fixture(scope="module")
def with_slips():
    """Every fourth bundle with slips in it, ruled with explanations and without."""
    found = []
    for seed in range(0, bundles.RUNS, 4):
        bundle, passes = bundles.slipped(seed)
        ways = [Reviewer(bundle.paper, passes, explained=one).to_the_end() for one in (True, False)]
        found.append((bundle, *ways))
    return found


def test_explanations_settle_slips_with_fewer_keys(ruled, with_slips):
    others = sum(reviewer.keys for seed, (_, reviewer) in enumerate(ruled) if seed % 4)
    explained = sum(reviewer.keys for _, reviewer, _ in with_slips)
    without = sum(reviewer.keys for _, _, reviewer in with_slips)
    kinds = Counter(slip.kind.value for _, reviewer, _ in with_slips for slip in reviewer.accepted)
    print(f"\nslips in {len(with_slips)} of {bundles.RUNS} bundles; accepted {dict(kinds)}")
    for name, keys in (("with explanations", explained), ("without", without)):
        here, all_ = (100 * one / ALL_KEYS for one in (keys * bundles.RUNS / len(with_slips), others + keys))
        print(f"{name:20} {keys:6} keys, {here:.2f} % in these bundles, {all_:.2f} % in all 200")
    assert kinds == {"swapped": 50, "misnumbered": 50, "row-shift": 37}
    assert not any(reviewer.not_borne_out for _, reviewer, _ in with_slips)
    assert (others, explained, without) == (1012, 1138, 3191)
    assert (others + explained) * 100 < ALL_KEYS < (others + without) * 100


def test_after_explanations_too_only_what_both_made_is_left(with_slips):
    for bundle, explained, without in with_slips:
        assert explained.wrong() == bundle.alike
        assert without.wrong() == bundle.alike
    assert sum(len(bundle.alike) for bundle, _, _ in with_slips) > 5
