"""Sentences kept apart from their language."""

import pytest

from tally.said import Mistakes, Refused, Said


def backwards(template: str) -> str:
    """A language for tests: its words for the templates below."""
    return {
        "{who} keyed {what}": "<{what} by {who}>",
        "batch {id}": "#{id}",
        "; ": " / ",
        "a plain sentence": "a plain translation",
    }.get(template, template)


def test_a_sentence_fills_its_places_with_its_values():
    assert Said("{file} line {line}: damaged", file="a.csv", line=3).text() == "a.csv line 3: damaged"


def test_the_template_is_translated_before_the_values_are_filled_in():
    said = Said("{who} keyed {what}", who="wang", what="B1")

    assert said.text(backwards) == "<B1 by wang>"


def test_a_sentence_inside_a_sentence_is_translated_with_it():
    said = Said("{who} keyed {what}", who="wang", what=Said("batch {id}", id="B1"))

    assert said.text(backwards) == "<#B1 by wang>"
    assert said.text() == "wang keyed batch B1"


def test_several_values_are_joined_and_each_is_translated():
    said = Said("{who} keyed {what}", who="wang", what=(Said("batch {id}", id="B1"), "B2"))

    assert said.text() == "wang keyed batch B1; B2"
    assert said.text(backwards) == "<#B1 / B2 by wang>"


def test_a_text_out_of_a_file_is_not_translated_nor_taken_for_a_template():
    said = Said("batch {id}", id="a plain sentence {who}")

    assert said.text(backwards) == "#a plain sentence {who}"


def test_a_sentence_without_values_is_translated_and_its_doubled_braces_are_single():
    assert Said("a plain sentence").text(backwards) == "a plain translation"
    assert Said("write {{ group = 10 }}").text() == "write { group = 10 }"
    assert Said("{what}: {{ }}", what="x").text() == "x: { }"


def test_text_and_representation_are_english():
    said = Said("batch {id}", id=1)

    assert str(said) == "batch 1"
    assert repr(said) == "Said('batch 1')"


def test_equal_sentences_have_the_same_template_and_the_same_values():
    assert Said("batch {id}", id="B1") == Said("batch {id}", id="B1")
    assert hash(Said("batch {id}", id="B1")) == hash(Said("batch {id}", id="B1"))
    assert Said("batch {id}", id="B1") != Said("batch {id}", id="B2")
    assert Said("batch {id}", id="B1") != Said("{id} batch", id="B1")
    assert Said("batch B1") != "batch B1"


def test_the_values_of_a_sentence_cannot_be_changed_afterwards():
    said = Said("batch {id}", id="B1")

    with pytest.raises(TypeError):
        said.values["id"] = "B2"


def test_a_refusal_keeps_its_sentence_and_prints_it_in_english():
    refusal = Refused(Said("batch {id}", id="B1"))

    assert str(refusal) == "batch B1"
    assert refusal.said.text(backwards) == "#B1"


def test_mistakes_are_one_refusal_that_holds_every_one():
    one, two = Said("batch {id}", id="B1"), Said("batch {id}", id="B2")

    with pytest.raises(Refused) as caught:
        raise Mistakes(one, (one, two))

    assert caught.value.said == one
    assert caught.value.every == (one, two)
