"""How many keys differences cost: rulings made through the real ruling machine, beside the two usual policies.

Re-keying: whoever settles a differing ballot types it whole. Rejecting: both entries of a differing ballot
are discarded and typed again by both, as where a whole form is refused.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from tally import slip_offers
from tally.comparison import compare
from tally.readings import PassReadings, Reading
from tally.rulings import ProposedRuling, Ruling, check_ruling
from tally.scheme import Form, Group, Keying, Kind, Layout, Scheme
from tally.settling import settle
from tui.ruling.keymap import meaning
from tui.ruling.machine import begin, press
from tui.ruling.pile import pile_of
from tui.ruling.state import EffectKind, Event, Mode, Press
from tui.screen.key import Key

_SPEC = importlib.util.spec_from_file_location(
    "simulated_bundles_for_keys", Path(__file__).resolve().parents[1] / "tally" / "simulated_bundles.py"
)
assert _SPEC is not None and _SPEC.loader is not None
bundles = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = bundles
_SPEC.loader.exec_module(bundles)

NUMBERS = range(1, bundles.BALLOTS + 1)
ROWS = bundles.ROWS
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
    """A reviewer before the real machine, with the paper in hand; keys are counted."""

    def __init__(self, bundle):
        self.paper = bundle.paper
        self.passes = tuple(
            PassReadings.of((number, Reading(marks)) for number, marks in one.items())
            for one in bundle.passes
        )
        self.comparison = compare(NUMBERS, ROWS, *self.passes, voids_reviewed=True)
        self.records = []
        self.keys = 0
        self.state = begin(self.pile(), ROWS, SCHEME.keying)

    def settlement(self):
        return settle(self.comparison, *self.passes, self.records, SCHEME)

    def pile(self):
        now = self.settlement()
        offers = slip_offers.offers(NUMBERS, *self.passes, self.comparison, now)
        return pile_of(
            NUMBERS, self.comparison, self.comparison, self.passes, now, self.records, offers, lambda _: True
        )

    def key(self, character):
        self.keys += 1
        self.step(meaning(Key("enter" if character == "\r" else character, character)))

    def step(self, asked):
        self.state, effects = press(self.state, asked)
        for effect in effects:
            assert effect.kind is EffectKind.RULE
            questions = self.pile().questions
            proposed = ProposedRuling(effect.ballot, effect.place, effect.reading, effect.reason)
            assert check_ruling(proposed, questions, ROWS, 4, SCHEME.keying) is None
            question = questions[effect.ballot, effect.place]
            self.records.append(
                Ruling(
                    len(self.records) + 1, effect.ballot, effect.place, effect.reading, effect.reason, "chen",
                    "", question.first, question.second,
                )
            )  # fmt: skip
            self.step(Press(Event.RECORDED, pile=self.pile()))

    def to_the_end(self):
        while self.state.mode is not Mode.DONE:
            match self.state.mode:
                case Mode.ROW:
                    code = self.paper[self.state.at.ballot][self.state.at.place - 1]
                    self.key(TYPED.get(code, code))
                case Mode.REASON:
                    self.key(ILLEGIBLE)
                case Mode.SHOWN:
                    self.key("\r")
                case other:
                    raise AssertionError(other)
        return self


@pytest.fixture(scope="module")
def ruled():
    return [(bundle, Reviewer(bundle).to_the_end()) for bundle in map(bundles.keyed, range(bundles.RUNS))]


def test_differences_cost_less_than_one_key_in_a_hundred(ruled):
    ours = sum(reviewer.keys for _, reviewer in ruled)
    differing = sum(reviewer.comparison.mismatched_ballots for _, reviewer in ruled)
    rekeyed = differing * (ROWS + 1)
    rejected = differing * (ROWS + 1) * 4  # two entries discarded, two typed
    print(f"\nall keys {ALL_KEYS}; differing ballots {differing}")
    for name, keys in (("ruling row by row", ours), ("re-keying", rekeyed), ("rejecting", rejected)):
        print(f"{name:20} {keys:6} keys {100 * keys / ALL_KEYS:6.2f} %")
    assert (ALL_KEYS, differing, ours) == (221_200, 659, 1352)
    assert ours * 100 < ALL_KEYS
    assert rekeyed * 100 > 3 * ALL_KEYS


def test_rulings_through_the_machine_leave_only_what_both_made(ruled):
    for bundle, reviewer in ruled:
        settled = reviewer.settlement()
        assert settled.is_settled
        wrong = {
            (ballot.number, row)
            for ballot in settled.settled
            for row, (code, true) in enumerate(
                zip(ballot.marks, bundle.paper[ballot.number], strict=True), start=1
            )
            if code != true
        }
        assert wrong == bundle.alike
