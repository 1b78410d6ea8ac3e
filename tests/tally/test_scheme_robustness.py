"""Whatever stands in scheme.toml, reading it gives a scheme or says what is wrong; it never fails."""

import tomllib
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.findings import Level
from tally.scheme import Decides, FallsOn, Kind, Scheme
from tally.scheme_reader import read_scheme

words = st.sampled_from(
    ["", " ", "满意", "window", "staff", "visitors", "satisfaction", "head", "each", "overall", "issued"]
)
phrases = st.sampled_from(
    ["60%", "a < 1", "dissatisfied > 1/3", "satisfaction < 60% and dissatisfied > 50", "2026", "first", "{x}"]
)
scalars = st.one_of(
    words,
    phrases,
    st.text(max_size=5),
    st.integers(-2, 10),
    st.integers(),
    st.booleans(),
    st.floats(),
    st.just(date(2026, 12, 31)),
    st.just(datetime(2026, 12, 31, 9)),
    st.just(time(9)),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
    max_leaves=6,
)


def toml(value):
    """A value as TOML in one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + "".join(one if one.isalnum() else f"\\U{ord(one):08x}" for one in value) + '"'
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(key)} = {toml(inner)}" for key, inner in value.items()) + "}"
    return str(value)


def places(value, path=()):
    """Every path of a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*path, key)
        yield from places(one, (*path, key))


def hold(text):
    """Read a text: it is said in words what is wrong, or the scheme holds what every scheme does."""
    reading = read_scheme(text)
    for finding in reading.findings:
        assert str(finding.in_words())
    if reading.scheme is None:
        assert any(finding.level is Level.MISTAKE for finding in reading.findings)
    else:
        assert not any(finding.level is Level.MISTAKE for finding in reading.findings)
        hold_together(reading.scheme)


def hold_together(scheme: Scheme):
    """What every scheme can be relied on for."""
    assert 2 <= len(scheme.grades) <= 9
    assert scheme.forms
    assert scheme.groups
    for form in scheme.forms.values():
        assert form.item_labels
        assert form.decides is not Decides.OVERALL or form.overall
    for panel in scheme.panels.values():
        assert panel.form in scheme.forms
        assert {one.group for one in panel.minimum} <= set(scheme.groups)
    for measure in scheme.measures.values():
        assert measure.grades
        assert all(1 <= place <= len(scheme.grades) for place in measure.grades | measure.exclude)
        assert not measure.grades & measure.exclude
    for rule in scheme.rules:
        assert rule.kinds
        assert rule.when.comparisons
        assert set(rule.when.measures) <= set(scheme.measures)
        assert set(rule.groups) <= set(scheme.groups)
        assert rule.form is None or rule.form in scheme.forms
        assert rule.on is FallsOn.SUBJECT or rule.kinds == {Kind.ORGANIZATION}
    for rules in scheme.bands().values():
        assert len({rule.when.measures for rule in rules}) == 1


@settings(max_examples=400, deadline=None)
@given(choice=st.data())
def test_the_example_with_values_exchanged_and_keys_left_out(example, choice):
    document = tomllib.loads(example)
    for _ in range(choice.draw(st.integers(1, 3))):
        path = choice.draw(st.sampled_from(list(places(document))))
        around = document
        for part in path[:-1]:
            around = around[part]
        if choice.draw(st.booleans()):
            around[path[-1]] = choice.draw(values)
        else:
            del around[path[-1]]
    text = "\n".join(f"{key} = {toml(value)}" for key, value in document.items())

    tomllib.loads(text)
    hold(text)


@settings(max_examples=150, deadline=None)
@given(
    start=st.integers(0, 6000),
    length=st.integers(0, 40),
    instead=st.text("\"[]{}=\\#\n\r' a1.満", max_size=4),
)
def test_the_example_with_a_piece_torn_out_of_its_text(example, start, length, instead):
    start %= len(example)
    hold(example[:start] + instead + example[start + length :])


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text(text):
    hold(text)


@pytest.mark.parametrize(
    "text",
    ["title = " + "9" * 5000, "title = " + "[" * 5000],
    ids=["a number of 5,000 digits", "5,000 brackets"],
)
def test_a_value_that_the_parser_itself_cannot_take(text):
    hold(text)
