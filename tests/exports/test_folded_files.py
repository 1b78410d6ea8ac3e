"""Files that are held compressed are what they were, each under its name."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from exports.folded_files import FoldedFiles

contents = st.one_of(
    st.binary(max_size=50), st.builds(lambda one, n: one * n, st.binary(min_size=1), st.integers(0, 90_000))
)


@given(st.lists(st.tuples(st.sampled_from("abc"), contents), max_size=8), st.sampled_from("abc"))
def test_it_is_a_dict_of_files_in_the_order_of_their_names(given_files, gone):
    held, plain = FoldedFiles(), {}
    for name, content in given_files:
        held[name] = plain[name] = content
    assert dict(pickle.loads(pickle.dumps(held))) == plain
    assert list(held) == sorted(plain)
    other = FoldedFiles({"z": b"z" * 100_000})
    other.take(held)
    assert dict(other) == {**plain, "z": b"z" * 100_000}
    held.pop(gone, None)
    plain.pop(gone, None)
    assert (dict(held), len(held)) == (plain, len(plain))


def test_what_is_long_and_alike_takes_little_room():
    held = FoldedFiles({"results.csv": b"org,b1,1,2,3\r\n" * 100_000})
    assert len(pickle.dumps(held)) < 20_000
