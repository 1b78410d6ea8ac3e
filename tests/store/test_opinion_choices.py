"""Opinions typed twice: who types blind, who may choose, what a choice leaves on the disk, and what opens it again."""

from __future__ import annotations

import json

import pytest
from small_appraisal import make_small

from store.appraisal import open_appraisal
from store.chain import chained, sha256
from store.compared_opinions import open_text_differences
from store.faults import Damaged
from store.kept_files import kept_digests
from store.keying_session import begin_keying
from store.opinion_choices import (
    ProposedChoice,
    choose_texts,
    review_opinions,
    reviews_of_opinions,
    take_back_choice,
)
from store.opinion_texts import opinion_work, opinions_by_subject, type_opinion
from store.reconciling import say_settled
from store.returning import return_pass
from store.sealing import seal
from store.taking_in import take_in
from store.verification import verify_appraisal
from tally.opinion_choices import Chosen
from tally.readings import Pass, Reading
from tally.said import Refused

ONE, TWO, PAPER = "菜价再降一点。", "菜价再降一些", "菜价再降低一点"
INLINE = '[keying]\nopinions = "inline"\n'


class Office:
    """A batch of three sheets, each with an opinion, keyed by wang and zhao and in custody; chen reviews."""

    def __init__(self, folder, more="", words=(("", "", ""), ("", "", ""))):
        self.folder = make_small(folder, batches=(("B1", 3),), more=more)
        for who, texts in zip(("wang", "zhao"), words, strict=True):
            with begin_keying(self.as_(who), "B1") as session:
                session.import_whole(
                    [(at, Reading("1", opinion=True, words=text)) for at, text in enumerate(texts, start=1)]
                )
        self.taken_in()

    def as_(self, who):
        return open_appraisal(self.folder, who)

    def taken_in(self):
        chen = self.as_("chen")
        for one in take_in(chen):
            say_settled(chen, self.cover())
            assert one.tag.batch == "B1"

    def cover(self):
        return opinion_work(self.as_("wang"), "B1").cover

    def types(self, who, **texts):
        for number, text in texts.items():
            type_opinion(self.as_(who), "B1", int(number[1:]), text)

    def review(self, who="chen"):
        return review_opinions(self.as_(who), "B1")

    def chooses(self, number, chosen, words="", who="chen"):
        return choose_texts(self.as_(who), self.review(who), [ProposedChoice(number, chosen, words)])

    def printed(self):
        return opinions_by_subject(self.as_("chen")).get("b1", ())

    def files(self):
        return {
            str(path): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and not path.name.endswith(".lock")
        }

    def refuses(self, told, act):
        before = self.files()
        with pytest.raises(Refused, match=told):
            act()
        assert self.files() == before


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "a")


@pytest.fixture
def differing(office):
    office.types("wang", n1=ONE, n2="好", n3="只有我")
    office.types("zhao", n1=TWO, n2="好。")
    return office


def records(path):
    (table,) = json.loads(path.read_text()).values()
    return list(table.values())


def rewrite(path, made):
    """The file with other records, their chain as it should be."""
    linked = chained("0" * 64, [{k: v for k, v in one.items() if k != "link"} for one in made])
    path.write_text(json.dumps({"_default": {str(at): one for at, one in enumerate(linked, start=1)}}))


# -- typing a second time


def test_a_text_is_typed_once_and_again_only_where_asked_for(office):
    office.types("wang", n1=ONE)
    zhao = office.as_("zhao")
    assert opinion_work(zhao, "B1").left == (2, 3)
    again = opinion_work(zhao, "B1", again=True)
    assert again.left == (1, 2, 3)
    assert again.typed == {}, "the first text is nowhere in the second person's work"
    office.types("zhao", n1=TWO)
    assert opinion_work(zhao, "B1", again=True).left == (2, 3)
    assert opinion_work(office.as_("chen"), "B1", again=True).left == (2, 3), "two have typed it"
    assert opinion_work(office.as_("chen"), "B1").typed == {}


def test_a_reviewer_can_be_the_second_person(office):
    office.types("wang", n1=ONE)
    office.types("chen", n1=TWO)
    (one,) = office.review().asked
    assert [text.by for text in one.texts] == ["wang", "chen"]


# -- what differs


def test_only_other_words_are_asked_about_and_each_ballot_prints_once(differing):
    review = differing.review()
    assert review.left == (1,)
    assert differing.printed() == tuple(sorted(("好", "只有我", f"{ONE} / {TWO}")))
    assert open_text_differences(differing.as_("olga")) == 1


def test_a_persons_own_correction_is_no_second_text(office):
    office.types("wang", n1=ONE)
    office.types("wang", n1=TWO)
    assert office.review().asked == ()
    assert office.printed() == (TWO,)


def test_inline_both_clerks_words_are_compared_and_a_text_left_out_is_no_difference(tmp_path):
    office = Office(tmp_path / "a", INLINE, (("好", ONE, ""), ("好!", TWO, "只有她")))
    assert office.review().left == (2,)
    assert [text.by for text in office.review().of(2).texts] == ["wang", "zhao"]
    office.chooses(2, Chosen.SECOND)
    assert office.printed() == tuple(sorted(("好", TWO, "只有她")))
    assert opinion_work(office.as_("chen"), "B1").left == ()


def test_inline_what_a_clerk_typed_apart_stands_for_what_they_keyed(tmp_path):
    office = Office(tmp_path / "a", INLINE, ((ONE, ONE, "好"), (TWO, TWO, "好")))
    office.types("zhao", n1=ONE)
    assert office.review().left == (2,)
    assert [text.words for text in office.review().of(2).texts] == [ONE, TWO]
    assert office.printed() == tuple(sorted((ONE, f"{ONE} / {TWO}", "好")))


# -- choosing


@pytest.mark.parametrize(
    ("chosen", "words", "stands"),
    [(Chosen.FIRST, "", ONE), (Chosen.SECOND, "", TWO), (Chosen.TYPED, f" {PAPER} ", PAPER)],
)
def test_a_choice_is_a_chained_record_with_both_texts_who_and_when(differing, chosen, words, stands):
    review = differing.chooses(1, chosen, words)
    assert review.left == ()
    assert stands in differing.printed()
    assert open_text_differences(differing.as_("olga")) == 0
    (record,) = records(differing.folder / "review" / "B1.chen.opinions.json")
    assert record["by"] == "chen"
    assert record["at"]
    assert (record["typists"], record["texts"]) == (["wang", "zhao"], [ONE, TWO])
    assert (record["chosen"], record["text"], record["attempts"]) == (chosen.value, stands, [1, 1])
    assert verify_appraisal(differing.as_("chen")) == ()
    for clerk in ("wang", "zhao"):
        assert len(records(differing.folder / "entry" / clerk / "B1.opinions.json")) >= 2


def test_taking_back_is_a_new_record_and_the_ballot_is_open_again(differing):
    differing.chooses(1, Chosen.FIRST)
    review = take_back_choice(differing.as_("chen"), differing.review(), 1)
    assert review.left == (1,)
    assert len(records(differing.folder / "review" / "B1.chen.opinions.json")) == 2
    differing.refuses(
        "chosen no text", lambda: take_back_choice(differing.as_("chen"), differing.review(), 1)
    )
    differing.chooses(1, Chosen.SECOND)
    assert TWO in differing.printed()


def test_one_reviewer_does_not_undo_anothers_choice_but_may_choose_anew(differing):
    differing.chooses(1, Chosen.FIRST)
    sun = differing.as_("sun")
    differing.refuses("chosen no text", lambda: take_back_choice(sun, differing.review("sun"), 1))
    differing.refuses("take that back first", lambda: differing.chooses(1, Chosen.SECOND))
    differing.chooses(1, Chosen.SECOND, who="sun")
    assert TWO in differing.printed()
    take_back_choice(sun, differing.review("sun"), 1)
    assert ONE in differing.printed()


@pytest.mark.parametrize(
    ("number", "chosen", "words", "told"),
    [
        (2, Chosen.FIRST, "", "not typed in different words"),
        (9, Chosen.FIRST, "", "not typed in different words"),
        (1, Chosen.TYPED, "  ", "empty"),
        (1, Chosen.TYPED, "a\x1b[2Jb", "control character"),
        (1, Chosen.TYPED, "a\u202eb", "direction"),
    ],
)
def test_a_choice_that_is_not_possible_is_refused_and_nothing_written(differing, number, chosen, words, told):
    differing.refuses(told, lambda: differing.chooses(number, chosen, words))


def test_choices_of_one_call_are_made_all_or_none(differing):
    review = differing.review()
    wanted = [ProposedChoice(1, Chosen.FIRST), ProposedChoice(2, Chosen.FIRST)]
    differing.refuses("different words", lambda: choose_texts(differing.as_("chen"), review, wanted))
    twice = [ProposedChoice(1, Chosen.FIRST), ProposedChoice(1, Chosen.SECOND)]
    differing.refuses("twice", lambda: choose_texts(differing.as_("chen"), review, twice))


def test_who_keyed_a_pass_neither_sees_nor_chooses(differing):
    for clerk in ("wang", "zhao"):
        differing.refuses("you keyed a pass", lambda clerk=clerk: differing.review(clerk))
        assert reviews_of_opinions(differing.as_(clerk)) == ()
        seen = differing.review()
        differing.refuses(
            "you keyed a pass",
            lambda clerk=clerk, seen=seen: choose_texts(
                differing.as_(clerk), seen, [ProposedChoice(1, Chosen.FIRST)]
            ),
        )


# -- what opens it again, or is refused


def test_a_text_typed_anew_opens_the_ballot_whatever_it_says(differing):
    differing.chooses(1, Chosen.TYPED, PAPER)
    differing.types("zhao", n1=ONE)
    assert differing.review().left == (1,)
    assert open_text_differences(differing.as_("olga")) == 1
    differing.chooses(1, Chosen.TYPED, PAPER)
    assert PAPER in differing.printed()


def test_a_screen_that_was_left_open_chooses_nothing(differing):
    seen = differing.review()
    differing.types("zhao", n1="菜价")
    act = [ProposedChoice(1, Chosen.SECOND)]
    differing.refuses("typed anew", lambda: choose_texts(differing.as_("chen"), seen, act))
    seen = differing.review()
    differing.chooses(1, Chosen.FIRST, who="sun")
    differing.refuses("settled meanwhile", lambda: choose_texts(differing.as_("chen"), seen, act))


def test_on_a_pass_given_back_a_choice_is_refused_and_an_old_one_counts_no_more(differing):
    seen = differing.review()
    differing.chooses(1, Chosen.TYPED, PAPER)
    return_pass(differing.as_("chen"), "B1", Pass.SECOND, "wrong bundle")
    act = [ProposedChoice(1, Chosen.FIRST)]
    differing.refuses("custody", lambda: choose_texts(differing.as_("chen"), seen, act))
    with begin_keying(differing.as_("li"), "B1") as session:
        session.import_whole([(at, Reading("1", opinion=True)) for at in (1, 2, 3)])
    differing.taken_in()
    differing.refuses("given back", lambda: choose_texts(differing.as_("chen"), seen, act))
    assert differing.review().left == (1,)
    assert PAPER not in differing.printed()


def test_in_a_sealed_appraisal_nothing_is_chosen_and_a_changed_choice_is_told(differing):
    seen = differing.chooses(1, Chosen.FIRST)
    seal(differing.as_("olga"))
    differing.refuses("sealed", lambda: take_back_choice(differing.as_("chen"), seen, 1))
    path = differing.folder / "review" / "B1.chen.opinions.json"
    assert kept_digests(differing.as_("chen").layout)["review/B1.chen.opinions.json"] == sha256(
        path.read_bytes()
    )
    (record,) = records(path)
    rewrite(path, [{**record, "chosen": "second", "text": TWO}])
    assert any("changed after" in str(said) for said in verify_appraisal(differing.as_("chen")))


# -- files that cannot be trusted


def test_a_choice_in_a_clerks_own_file_is_none(differing):
    differing.chooses(1, Chosen.SECOND)
    (record,) = records(differing.folder / "review" / "B1.chen.opinions.json")
    own = differing.folder / "entry" / "wang" / "B1.opinions.json"
    rewrite(own, [*records(own), {**record, "by": "wang", "number": 9, "chosen": "first", "text": ONE}])
    with pytest.raises(Damaged, match="holds no opinions"):
        differing.review()
    assert any("B1.opinions.json is damaged" in str(said) for said in verify_appraisal(differing.as_("chen")))


def test_a_choice_by_who_keyed_the_batch_is_refused_by_name(differing):
    differing.chooses(1, Chosen.SECOND)
    (record,) = records(differing.folder / "review" / "B1.chen.opinions.json")
    rewrite(differing.folder / "review" / "B1.wang.opinions.json", [{**record, "by": "wang"}])
    with pytest.raises(Damaged, match=r"B1\.wang\.opinions\.json"):
        differing.review()


@pytest.mark.parametrize(
    "wrong",
    [
        {"chosen": "third"},
        {"chosen": "first"},
        {"text": "另一句"},
        {"texts": [ONE]},
        {"typists": "wang"},
        {"attempts": [1]},
        {"number": 0},
        {"takes_back": 1},
        {"text": ""},
        {"by": "sun"},
    ],
    ids=str,
)
def test_a_record_that_does_not_fit_is_refused_by_name_and_verify_says_so(differing, wrong):
    differing.chooses(1, Chosen.SECOND)
    path = differing.folder / "review" / "B1.chen.opinions.json"
    (record,) = records(path)
    rewrite(path, [{**record, **wrong}])
    with pytest.raises(Damaged, match=r"B1\.chen\.opinions\.json"):
        differing.review()
    assert any("B1.chen.opinions.json" in str(said) for said in verify_appraisal(differing.as_("chen")))


def test_a_reviewers_texts_and_choices_share_a_file_and_neither_is_taken_for_the_other(office):
    office.types("wang", n1=ONE)
    office.types("chen", n1=TWO)
    office.chooses(1, Chosen.FIRST)
    office.types("chen", n2="好")
    assert len(records(office.folder / "review" / "B1.chen.opinions.json")) == 3
    assert office.printed() == tuple(sorted((ONE, "好")))
    assert office.review().of(1).choice.by == "chen"
