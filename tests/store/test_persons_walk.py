"""A walk through batches' lives by people who may do anything, and try: nobody ever is both.

Several people, each under several spellings of a name; no roles, so that only the persons keep them
apart; sessions and review screens left open and used late; claims and passes renamed, moved and removed
in between. After every step the people whose work counts are held apart, and every step that was let
through is one of the table's.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from small_appraisal import make_small

from store.access import find_batch
from store.appraisal import open_appraisal
from store.batch_register import read_register
from store.board import board_of, read_board, seals_of
from store.claims import claims_on, read_claims
from store.keying_session import begin_keying
from store.layout import read_tag
from store.ledger import last_number, read_ledger
from store.organizing import correct_batch, withdraw_batch
from store.person import same_name
from store.reconciling import batch_counts, say_settled
from store.returning import return_pass
from store.review_files import ReviewFiles, has_reviewed
from store.ruling import open_review, take_back
from store.ruling import rule as give_ruling
from store.sealing import reopen, seal
from store.status import ProgressReader, progress
from store.taking_in import take_in
from store.tallying import tally_again
from store.verification import verify_appraisal
from tally.appraisal_tally import tally_appraisal
from tally.batch_life import LIFE, Action
from tally.readings import Pass, Reading
from tally.rulings import ProposedRuling
from tally.said import Refused

PEOPLE = ("wang", "WANG", "\uff57\uff41\uff4e\uff47", "zhao", "Zhao", "chen", "dong")
BATCHES = ("B1", "B2")

people = st.sampled_from(PEOPLE)
batches = st.sampled_from(BATCHES)
marks = st.sampled_from(("11", "12", "2-", "x4"))


class Walk(RuleBasedStateMachine):
    """One appraisal, and everything that people do to it."""

    @initialize()
    def make(self) -> None:
        self.folder = Path(tempfile.mkdtemp()) / "walk"
        make_small(self.folder, rows=2, batches=tuple((batch, 2) for batch in BATCHES))
        self.sessions = []
        self.screens = []
        self.tampered = False
        self.reader = ProgressReader(self.by("olga"))

    def teardown(self) -> None:
        for session in self.sessions:
            session.close()
        shutil.rmtree(self.folder.parent)

    def by(self, name):
        return open_appraisal(self.folder, name)

    def states(self):
        return {one.batch: one.state for one in progress(self.by("olga"))}

    def tried(self, action, call, *arguments, batch=None, **more):
        """Do something that may be refused; what is let through has to be a move of the table."""
        before = self.states()
        try:
            result = call(*arguments, **more)
        except Refused:
            return None
        for one, now in self.states().items():
            if self.tampered or (now is before[one] and one != batch):
                continue
            assert now in LIFE[action].moves[before[one]], (action, one, before[one], now)
        return result

    # ---- clerks ----

    @rule(who=people, batch=batches, second=st.booleans())
    def begin(self, who, batch, second):
        def anew():
            # One session of a person on a batch at a time: the hold sees to that.
            return begin_keying(self.by(who), batch, second=second)

        session = self.tried(Action.KEY, anew, batch=batch)
        if session is not None:
            self.sessions.append(session)

    @precondition(lambda self: self.sessions)
    @rule(data=st.data(), number=st.sampled_from((1, 2)), read=marks)
    def save(self, data, number, read):
        session = data.draw(st.sampled_from(self.sessions))
        self.tried(Action.KEY, session.save, number, Reading(read), batch=session.cover.id)

    @precondition(lambda self: self.sessions)
    @rule(data=st.data())
    def hand_in(self, data):
        session = data.draw(st.sampled_from(self.sessions))
        if len(session.keyed) == 2 or data.draw(st.booleans()):
            self.tried(Action.KEY, session.hand_in, 2, batch=session.cover.id)

    @precondition(lambda self: self.sessions)
    @rule(data=st.data())
    def leave(self, data):
        session = data.draw(st.sampled_from(self.sessions))
        self.sessions.remove(session)
        session.close()

    @rule(who=people, batch=batches, second=st.booleans(), reads=st.tuples(marks, marks))
    def whole_pass(self, who, batch, second, reads):
        def keyed():
            with begin_keying(self.by(who), batch, second=second) as session:
                session.import_whole([(at, Reading(read)) for at, read in enumerate(reads, start=1)])

        self.tried(Action.KEY, keyed, batch=batch)

    # ---- reviewers ----

    @rule(who=people, batch=st.sampled_from((*BATCHES, None)))
    def take(self, who, batch):
        def taken():
            for one in take_in(self.by(who), batch):
                say_settled(self.by(who), find_batch(self.by(who), one.tag.batch).cover)

        self.tried(Action.TAKE_IN, taken, batch=batch if batch and self.waits(batch) else None)

    def waits(self, batch):
        return self.states()[batch].value in ("keying", "handed-in")

    @rule(who=people, batch=batches)
    def open_screen(self, who, batch):
        screen = self.tried(Action.RULE, open_review, self.by(who), batch)
        if screen is not None:
            self.screens.append((who, batch, screen))

    @precondition(lambda self: self.screens)
    @rule(data=st.data(), back=st.booleans())
    def rule_on_it(self, data, back):
        who, batch, screen = data.draw(st.sampled_from(self.screens))
        if not screen.questions:
            return
        question = data.draw(st.sampled_from(sorted(screen.questions.values(), key=lambda one: one.place)))
        if back:
            self.tried(
                Action.RULE, take_back, self.by(who), batch, question.ballot, question.place, screen.attempts
            )
            return
        reading = data.draw(st.sampled_from((question.first or "absent", question.second or "absent")))
        proposed = [ProposedRuling(question.ballot, question.place, reading, "erased")]
        self.tried(Action.RULE, give_ruling, self.by(who), batch, proposed, screen.attempts, batch=batch)

    @rule(who=people, batch=batches, which=st.sampled_from(Pass))
    def give_back(self, who, batch, which):
        self.tried(Action.RETURN, return_pass, self.by(who), batch, which, "wrong bundle", batch=batch)

    # ---- organizers ----

    @rule(who=people, collected=st.sampled_from(("2", "3")), batch=batches)
    def correct(self, who, collected, batch):
        self.tried(
            Action.CORRECT, correct_batch, self.by(who), batch, {"collected": collected}, "x", batch=batch
        )

    @rule(who=people)
    def withdraw(self, who):
        self.tried(Action.WITHDRAW, withdraw_batch, self.by(who), "B2", "x", batch="B2")

    @rule(who=people)
    def seal_it(self, who):
        self.tried(Action.SEAL, seal, self.by(who), incomplete=True, reason="x")

    @rule(who=people)
    def reopen_it(self, who):
        self.tried(Action.REOPEN, reopen, self.by(who), "x")

    # ---- files moved about ----

    @rule(data=st.data(), remove=st.booleans())
    def move_a_claim(self, data, remove):
        folder = self.folder / "claims"
        names = sorted(path.name for path in folder.iterdir())
        if not names:
            return
        self.tampered = True
        path = folder / data.draw(st.sampled_from(names))
        if remove:
            path.unlink()
            return
        batch, _, attempt = path.name.split(".")
        path.replace(folder / f"{batch}.{data.draw(st.sampled_from('12'))}.{attempt}")

    @rule(data=st.data(), copy=st.booleans())
    def move_a_pass(self, data, copy):
        files = sorted((self.folder / "entry").glob("*/*.json"))
        if not files:
            return
        self.tampered = True
        path = data.draw(st.sampled_from(files))
        to = self.folder / "entry" / data.draw(st.sampled_from(("wang", "zhao", "chen")))
        to.mkdir(exist_ok=True)
        batch = data.draw(st.sampled_from(BATCHES))
        name = data.draw(st.sampled_from((path.name, f"{batch}.1.1.json", f"{batch}.2.1.json", "aside")))
        if copy and to / name != path:
            shutil.copy(path, to / name)
        else:
            path.replace(to / name)

    # ---- what always holds ----

    @invariant()
    def nobody_is_both(self):
        clerks, reviewers = {}, {}
        for record in read_ledger(self.folder / "ledger"):
            if record["kind"] == "taken-in":
                tag = read_tag(record["tag"])
                clerks.setdefault((tag.batch, tag.number), set()).add(same_name(record["name"]))
                reviewers.setdefault(tag.batch, set()).add(same_name(record["by"]))
            elif record["kind"] == "ruled":
                reviewers.setdefault(record["file"].split(".")[0], set()).add(same_name(record["by"]))
        for batch in BATCHES:
            first, second = clerks.get((batch, 1), set()), clerks.get((batch, 2), set())
            assert not first & second, (batch, first, second)
            assert not (first | second) & reviewers.get(batch, set()), (batch, first, second, reviewers)

    @invariant()
    def what_is_read_by_name_is_what_listing_everything_says(self):
        olga = self.by("olga")
        assert self.reader.read() == progress(olga)
        board, review = read_board(olga), olga.layout.folder("review")
        assert (seals_of(olga).seals, seals_of(olga).reopenings) == (board.seals, board.reopenings)
        for batch in BATCHES:
            one = board_of(olga, batch)
            for kind in ("handed_in", "taken_in", "returned", "saved"):
                assert getattr(one, kind) == {tag for tag in getattr(board, kind) if tag.batch == batch}
            assert (batch in one.settled, one.sealed) == (batch in board.settled, board.sealed)
            reviewers = ReviewFiles(review).reviewers(batch)
            assert reviewers == {
                path.name.split(".")[1] for path in review.glob(f"{batch}.*.json") if path.name[0] != "."
            }
            assert {
                who for who in ("wang", "zhao", "chen", "dong") if has_reviewed(review, batch, who)
            } == reviewers
            if not self.tampered:
                assert claims_on(olga, batch) == tuple(
                    one for one in read_claims(olga) if one.tag.batch == batch
                )
        assert last_number(self.folder / "ledger") == len(read_ledger(self.folder / "ledger"))

    @invariant()
    def counting_at_once_is_counting_one_by_one(self):
        olga = self.by("olga")
        whole = tally_appraisal(olga.scheme, olga.subjects, olga.sheets, batch_counts(olga))
        at_once = tally_again(olga)
        assert at_once.results == whole.results and at_once.verdicts == whole.verdicts
        assert (at_once.open, at_once.batches) == (whole.open, whole.batches)

    @invariant()
    def without_tampering_everything_fits(self):
        if not self.tampered:
            assert verify_appraisal(self.by("olga")) == ()

    @invariant()
    def the_store_is_whole(self):
        olga = self.by("olga")
        assert read_register(olga.layout.folder("batches")).keys() == set(BATCHES)
        read_claims(olga)


Walk.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
test_nobody_ever_is_both = Walk.TestCase
