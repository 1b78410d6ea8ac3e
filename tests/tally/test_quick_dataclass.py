"""A class of `tally.quick_dataclass` beside the same class of the standard library: nobody can tell them apart."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tally.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Quick:
    """One."""

    batch: str
    number: int = 1
    names: tuple[str, ...] = field(default_factory=tuple)
    count: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Count, once."""
        object.__setattr__(self, "count", len(self.names))

    @property
    def twice(self) -> int:
        """A property stays one."""
        return 2 * self.number


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Standard:
    """One."""

    batch: str
    number: int = 1
    names: tuple[str, ...] = field(default_factory=tuple)
    count: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Count, once."""
        object.__setattr__(self, "count", len(self.names))

    @property
    def twice(self) -> int:
        """A property stays one."""
        return 2 * self.number


@dataclass(frozen=True, slots=True)
class One:
    """A single field, which is not taken for a tuple of its letters."""

    only: str


VALUES = st.tuples(
    st.sampled_from("AB"), st.integers(0, 2), st.sampled_from([(), ("wang",), ("wang", "zhao")])
)
CALLS = VALUES.flatmap(lambda all_: st.integers(1, 3).map(lambda count: all_[:count]))


@given(CALLS, CALLS)
def test_it_compares_hashes_and_shows_as_the_standard_one(one, other):
    quick, standard = Quick(*one), Standard(*one)
    quick_other, standard_other = Quick(*other), Standard(*other)
    assert repr(quick) == repr(standard).replace("Standard", "Quick")
    assert hash(quick) == hash(standard)
    assert (quick == quick_other) == (standard == standard_other)
    assert (quick < quick_other) == (standard < standard_other)
    assert (quick >= quick_other) == (standard >= standard_other)
    assert dataclasses.astuple(quick) == dataclasses.astuple(standard)
    assert (quick.twice, quick.count) == (standard.twice, standard.count)


def test_it_is_called_as_the_standard_one():
    made = Quick(names=("wang",), batch="B1")
    assert (made.batch, made.number, made.names) == ("B1", 1, ("wang",))
    for wrong in (lambda made: made(), lambda made: made("B1", rows=2), lambda made: made("B1", 1, (), 4)):
        refusals = []
        for kind in (Quick, Standard):
            with pytest.raises(TypeError) as refusal:
                wrong(kind)
            refusals.append(str(refusal.value).replace("Standard", "Quick"))
        assert refusals[0] == refusals[1]


def test_another_class_with_the_same_values_is_not_equal():
    assert Quick("B1") != Standard("B1")
    assert One("B1") != "B1"
    with pytest.raises(TypeError):
        Quick("B1") < Standard("B1")  # noqa: B015


@pytest.mark.parametrize("kind", [Quick, Standard])
def test_it_refuses_to_change(kind):
    made = kind("B1")
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'number'"):
        made.number = 2
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'number'"):
        del made.number
    with pytest.raises((AttributeError, TypeError)):  # TypeError: a fault of the standard one
        made.other = 2
    assert made.number == 1
    assert not hasattr(made, "__dict__")


@pytest.mark.parametrize("made", [Quick("B1", 2, ("wang",)), One("B1")])
def test_it_is_copied_replaced_pickled_and_matched(made):
    back = pickle.loads(pickle.dumps(made))
    assert dataclasses.astuple(back) == dataclasses.astuple(made)
    assert copy.deepcopy(made) == copy.copy(made) == made
    assert replace(made) == made
    assert type(made).__match_args__ == tuple(one.name for one in fields(made) if one.init)
    match made:
        case One(only):
            assert only == "B1"
        case Quick(batch, number=2):
            assert batch == "B1"
        case _:
            pytest.fail("it does not match")


def test_the_text_of_one_field_is_its_own():
    assert repr(One("AB")) == "One(only='AB')"
    assert hash(One("AB")) == hash(("AB",))


def test_other_classes_are_left_to_the_standard_library():
    with pytest.raises(TypeError, match=r"dataclasses\.dataclass"):
        dataclass(frozen=False, slots=True)
