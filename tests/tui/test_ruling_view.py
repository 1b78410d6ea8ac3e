"""What stands on the ruling screen, in 80 cells and 24 lines, on a real appraisal without a terminal."""

from __future__ import annotations

import pytest

from store.appraisal import open_appraisal
from store.keying_session import begin_keying
from store.returning import return_pass
from store.ruling import begin_review
from store.sealing import seal
from store.taking_in import take_in
from tally import slip_finding, slip_offers
from tally.readings import Pass, Reading
from tally.rulings import accepted_slips
from tally.said import in_english
from tally.slips import Explanation, Move, Slip, SlipKind
from tui.language import LANGUAGES, translator
from tui.ruling.foot_lines import ACCEPTED, CORRECTING, HINTS
from tui.ruling.state import Mode
from tui.ruling.view import RulingView
from tui.screen.cells import line_width, width
from tui.screen.key import Key

NAMES = {"\r": "enter", "\x1b": "escape"}
PAPER = {1: "123", 2: "321", 3: "222", 4: "111", 5: "131"}
FIRST = PAPER | {1: "143", 2: "222", 3: "321"}
SECOND = {number: marks for number, marks in PAPER.items() if number != 5}
SECOND_VALUES = """
[keying]
third_value = "second-reviewer"
"""


def swap(which):
    return Slip(SlipKind.SWAPPED, which, (2, 3), moves=(Move(2, 0, 3), Move(3, 0, 2)))


SWAPPED = Explanation(SlipKind.SWAPPED, (swap(Pass.FIRST), swap(Pass.SECOND)), 4, 4, 0)


@pytest.fixture(autouse=True)
def explained(monkeypatch):
    """The finder of explanations is another test's subject: here it finds the swap while 2 and 3 differ."""

    def explain(numbers, first, second, comparison, **named):
        return (SWAPPED,) if {2, 3} <= {one.ballot for one in comparison.questions} else ()

    monkeypatch.setattr(slip_offers, "explain", explain)


class Reviewer:
    """Somebody before batch B1: five ballots of three rows."""

    def __init__(self, folder, who="chen"):
        self.folder, self.who = folder, who
        appraisal = open_appraisal(folder, who)
        self.view = RulingView(appraisal, begin_review(appraisal, "B1"), in_english, lambda: None)

    def __call__(self, keys, drawn=True):
        for key in keys:
            if drawn:
                self.view.drawn()
            self.turn = self.view.press(Key(NAMES.get(key, key), "" if key in NAMES else key))
        if drawn:
            self.view.drawn()
        return self.text

    @property
    def flat(self):
        """The text without its line breaks."""
        return " ".join(self.text.split())

    @property
    def text(self):
        drawn = self.view.lines(80, 24)
        assert len(drawn) <= 24
        assert all(line_width(line) <= 80 for line in drawn)
        return "\n".join("".join(span.text for span in line).rstrip() for line in drawn)

    @property
    def records(self):
        return begin_review(open_appraisal(self.folder, self.who), "B1").rulings

    def probes(self):
        return "".join(PAPER[one.ballot][one.row - 1] for one in self.view.state.case.offer.probes)


@pytest.fixture
def keyed(appraisal):
    """Keys both passes and takes them in: `keyed(first, second, more)`."""

    def make(first=FIRST, second=SECOND, more=""):
        folder = appraisal(rows=3, more=more, batches=(("B1", 5),)).folder
        for who, marks in (("wang", first), ("zhao", second)):
            with begin_keying(open_appraisal(folder, who), "B1") as session:
                session.import_whole([(number, Reading(one)) for number, one in marks.items()])
        take_in(open_appraisal(folder, "chen"))
        return folder

    return make


def test_the_sheets_place_in_the_pile_and_how_much_is_left(keyed):
    chen = Reviewer(keyed())
    text = chen.text
    assert "Ballot 1   sheet 1 of 5 in the pile" in text
    assert "0 of 6 settled, 6 left" in text
    text = chen("2")
    assert "[###.................] 1 of 6 settled, 5 left" in text
    assert "first pass  G4" in text
    assert "second pass G2" in text
    assert "the paper   G2" in text
    assert "-: take this back" in text


def test_an_explanation_from_words_to_what_it_settled_and_back(keyed):
    chen = Reviewer(keyed())
    text = chen("2 ")
    assert "Ballots 2 and 3 look swapped in one of the two passes." in text
    assert "It would settle 4 of the 4 differences there, and leave 0." in text
    assert "Take these sheets out: 2, 3." in text
    text = chen("\r")
    assert "Ballot 2  Row 1: item 1" in text
    text = chen(chen.probes())
    said = "The paper bears it out: it was the first pass. Enter accepts it. Places that it settles: 4"
    assert said in chen.flat
    assert "ballot 2: rows 1, 3" in text
    assert "ballot 3: rows 1, 3" in text
    text = chen("\r")
    assert "Accepted by chen, confirmed on the paper" in text
    assert "Places that it has settled: 4" in text
    assert "5 of 6 settled, 1 left" in text
    assert len(accepted_slips(chen.records)) == 1
    chen(" ")
    text = chen("--")
    assert "Accepted by chen" not in text
    assert "Accepted by chen" in chen("+"), "visited like a ruling"
    text = chen("*")
    assert "taken back" in text
    assert "Ballot 2 " in text
    assert "Enter or e: the explanation that was passed over" in text
    assert accepted_slips(chen.records) == ()


def test_another_reviewers_acceptance_is_seen_and_not_taken_back(keyed):
    folder = keyed()
    zhou = Reviewer(folder, "zhou")
    zhou("g2\r\r")
    zhou(zhou.probes() + "\r")
    chen = Reviewer(folder)
    text = chen("+")
    assert "Accepted by zhou" in text
    assert "ballot 2, row 1: G3" in text
    assert "you have not accepted this" in chen("*")
    assert len(accepted_slips(chen.records)) == 1


def test_many_places_are_shown_by_the_page(appraisal, monkeypatch):
    """Twenty sheets keyed one number late: both lists fit, and say how many there are."""
    monkeypatch.setattr(slip_offers, "explain", slip_finding.explain)
    place = appraisal(rows=8, batches=(("B1", 24),))
    paper = {at: f"{(at * 7919) % 65536:08o}".translate(str.maketrans("0567", "1234")) for at in range(1, 25)}
    late = {at: paper[at] for at in (1, 2, 23, 24)} | {at + 1: paper[at] for at in range(3, 22)}
    for who, marks in (("wang", paper), ("zhao", late)):
        with begin_keying(open_appraisal(place.folder, who), "B1") as session:
            session.import_whole([(number, Reading(one)) for number, one in sorted(marks.items())])
    take_in(open_appraisal(place.folder, "chen"))
    chen = Reviewer(place.folder)
    assert "keyed under the number after its own" in chen.flat
    chen("\r")
    for probe in chen.view.state.case.offer.probes:
        chen(paper[probe.ballot][probe.row - 1])
    assert "1 to 9 of 20 ballots" in chen.text
    assert "19 to 20 of 20 ballots" in chen("**")
    assert "this is the last one" in chen("*")
    assert "10 to 18 of 20 ballots" in chen("/")
    assert "1 to 9 of 20 ballots" in chen("\r")
    assert len(accepted_slips(chen.records)) == 1


def test_what_is_not_borne_out_is_said_without_a_reading(keyed):
    chen = Reviewer(keyed())
    chen("2 \r")
    text = chen("4" * len(chen.probes()))
    assert "The paper does not bear it out." in text
    assert "pass  G" not in text
    assert "Row 1" in chen("\r")


def test_a_sheet_that_one_pass_has_not(keyed):
    chen = Reviewer(keyed())
    assert "1 it is there: read all its rows" in chen("g5\r")
    assert "3 there is no such sheet" in chen.text
    assert "only the first pass has this ballot: the second clerk has probably missed the sheet" in chen.flat


def permuted(passes):
    return {number: marks.translate(str.maketrans("1234", "3412")) for number, marks in passes.items()}


def test_while_blind_no_line_depends_on_what_the_passes_read(keyed, tmp_path_factory):
    """Two appraisals that differ in every mark but not in where they differ look the same, key by key."""
    one = Reviewer(keyed())
    other_folder = tmp_path_factory.mktemp("other")
    folder = one.folder.rename(other_folder / "appraisal")
    one = Reviewer(folder)
    other = Reviewer(keyed(permuted(FIRST), permuted(SECOND)))
    walk = "*\x1b*2\rg4\rc2\r-g1.1\r-g2\r\r2--++g5\r1-1112--\x1b*0\x1bg4\rc1\r1-"
    modes = set()
    for key in walk:
        assert one(key) == other(key), key
        modes.add(one.view.state.mode)
    assert one.records == other.records == ()
    assert modes >= {Mode.ROW, Mode.OFFER, Mode.PROBE, Mode.WHOLE, Mode.BALLOT, Mode.LIST, Mode.NUMBER,
                     Mode.SHEET, Mode.WHICH_ROW, Mode.CORRECTION, Mode.REASON}  # fmt: skip
    one("g1\r2")
    other("g1\r4")
    assert one.text != other.text, "after the ruling both readings stand there"


def test_where_rulings_are_not_blind_a_second_reading_is(keyed):
    folder = keyed(more='[keying]\nrulings = "open"\nthird_value = "second-reviewer"\n')
    chen = Reviewer(folder)
    assert "first pass  G4" in chen.text
    chen("33")
    zhou = Reviewer(folder, "zhou")
    assert "first pass" not in zhou.text
    assert "G3" not in zhou.text.replace("3 G3", "")
    assert "you are the second" in zhou.text


def test_a_third_value_waits_and_both_are_told_where_two_differ(keyed):
    folder = keyed(more=SECOND_VALUES)
    chen = Reviewer(folder)
    assert "faint" in chen("3")
    assert "waits for a second reviewer" in chen("3")
    text = chen(" *")
    assert "1  Row 2: item 2" in text
    assert "waits for a second reviewer" in text
    zhou = Reviewer(folder, "zhou")
    assert "G3" not in zhou.text.replace("3 G3", "")
    text = zhou("13")
    assert "chen read it otherwise: look at the paper together" in text
    assert "zhou        G1" in text
    assert "chen        G3" in text
    again = Reviewer(folder, "chen")
    assert "places where two reviewers differ: 1" in again.text
    assert "zhou read it otherwise" in again("g1\r")


def test_a_correction_is_read_by_two(keyed):
    folder = keyed()
    chen = Reviewer(folder)
    assert "Both passes agree on this sheet" in chen("g4\r")
    assert "Which row does the paper read otherwise" in chen("c")
    text = chen("2\r")
    assert "recorded as a correction" in text
    assert "Row 2: item 2" in text
    assert "Why do both clerks read it otherwise?" in chen("4")
    text = chen("5")
    assert "first pass  G1" in text
    assert "waits for a second reviewer" in text
    zhou = Reviewer(folder, "zhou")
    text = zhou("g4\r")
    assert "you are the second" in text
    assert "first pass" not in text
    assert "Neither clerk keyed this. Why?" in zhou("4")
    assert "the paper   G4" in zhou("5")
    final = begin_review(open_appraisal(folder, "chen"), "B1").settlement.final(4, 2)
    assert final == "4"


def test_a_void_in_both_is_confirmed_with_a_reason_or_read_after_all(keyed):
    void = {number: marks for number, marks in PAPER.items() if number != 4}
    folder = keyed(void, void)
    for who in ("wang", "zhao"):
        return_pass(
            open_appraisal(folder, "chen"), "B1", Pass.FIRST if who == "wang" else Pass.SECOND, "again"
        )
    for who in ("wang", "zhao"):
        with begin_keying(open_appraisal(folder, who), "B1") as session:
            session.import_whole(
                [*((n, Reading(m)) for n, m in void.items()), (4, Reading("___", void=True))]
            )
    take_in(open_appraisal(folder, "chen"))
    chen = Reviewer(folder)
    assert "both clerks keyed the ballot as void; confirm it on the paper" in chen.text
    assert "there is no such sheet" not in chen.text, "both had it in hand"
    assert "Why is the sheet void?" in chen("2")
    chen("4")
    assert begin_review(open_appraisal(folder, "chen"), "B1").settlement.final(4, 0) == "void"
    chen("-1111\r")
    assert "1 erased" in chen.text
    chen("1")
    assert begin_review(open_appraisal(folder, "chen"), "B1").settlement.final(4, 0) == "111"


def sealed(folder):
    seal(open_appraisal(folder, "olga"), incomplete=True, reason="the end")


def given_back(folder):
    return_pass(open_appraisal(folder, "chen"), "B1", Pass.FIRST, "wrong bundle")


@pytest.mark.parametrize(("happens", "said"), [(sealed, "sealed"), (given_back, "not both passes")])
@pytest.mark.parametrize("keys", ["2", "g4.2\r35", "accept"])
def test_a_stale_screen_records_nothing_and_says_why(keyed, happens, said, keys):
    chen = Reviewer(keyed())
    if keys == "accept":
        chen("g2\r\r")
        chen(chen.probes())
        keys = "\r"
    else:
        chen(keys[:-1])
        keys = keys[-1]
    before = sorted(path.name for path in (chen.folder / "review").iterdir())
    happens(chen.folder)
    text = chen(keys)
    assert "!!" in text
    assert said in text
    assert chen.turn.bell
    assert sorted(path.name for path in (chen.folder / "review").iterdir()) == before


def test_an_explanation_that_another_reviewer_accepted_meanwhile_is_gone(keyed):
    folder = keyed()
    chen, zhou = Reviewer(folder), Reviewer(folder, "zhou")
    for one in (chen, zhou):
        one("g2\r\r")
        one(one.probes())
    zhou("\r")
    text = chen("\r")
    assert "do not suggest this any more" in text
    assert len(accepted_slips(chen.records)) == 1
    assert "Accepted by zhou" in text, "the sheet shows what stands on it now"


def test_a_question_mark_shows_all_keys_and_any_key_only_goes_back(keyed):
    chen = Reviewer(keyed())
    before = chen.text
    assert "Keys while ruling" in chen("?")
    assert chen("2") == before
    assert chen.records == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_keys_fits(language):
    translate = translator(language)
    for said in (*HINTS.values(), ACCEPTED, CORRECTING):
        assert width(said.text(translate)) < 80, said


def test_every_mode_says_its_keys():
    assert set(HINTS) == set(Mode) - {Mode.LEFT, Mode.RECORDING}
