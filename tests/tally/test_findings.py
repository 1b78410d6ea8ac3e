"""What a check finds, with its place, and how it becomes one refusal."""

import pytest

from tally.findings import Finding, Level, mistakes_as_refusal
from tally.said import Said


def finding(level: Level, line: int = 1, field: str = "title") -> Finding:
    return Finding(level, "scheme.toml", line, field, Said("wrong"))


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        (3, "title", "scheme.toml line 3, title: wrong"),
        (3, "", "scheme.toml line 3: wrong"),
        (0, "", "scheme.toml: wrong"),
    ],
)
def test_a_finding_says_its_file_and_its_line_and_its_field(line, field, words):
    assert str(finding(Level.MISTAKE, line, field).in_words()) == words


def test_what_was_found_is_translated_with_its_place():
    said = finding(Level.MISTAKE).in_words()

    assert said.text(lambda text: text.replace("wrong", "错")) == "scheme.toml line 1, title: 错"


def test_gaps_overlaps_and_notices_refuse_nothing():
    others = tuple(finding(level) for level in Level if level is not Level.MISTAKE)

    assert mistakes_as_refusal(()) is None
    assert mistakes_as_refusal(others) is None


def test_one_mistake_is_refused_in_its_own_words():
    refused = mistakes_as_refusal((finding(Level.GAP, 1), finding(Level.MISTAKE, 7)))

    assert str(refused) == "scheme.toml line 7, title: wrong"


def test_several_mistakes_are_refused_with_the_first_and_how_many_more():
    found = (
        finding(Level.MISTAKE, 2),
        finding(Level.NOTICE, 3),
        finding(Level.MISTAKE, 4),
        finding(Level.MISTAKE, 5),
    )

    assert str(mistakes_as_refusal(found)) == (
        "scheme.toml line 2, title: wrong (and 2 more; pingyi check lists them all)"
    )
