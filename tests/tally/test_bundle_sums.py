"""Sums over bundles are the same however the bundles are put into parts."""

from __future__ import annotations

import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

from tally.appraisal_tally import tally_appraisal, tally_sums
from tally.bundle_sums import BundleSums
from tally.counting import BatchCount

marks = st.lists(st.sampled_from(["11", "12", "4-", "x3", "--", "void"]), min_size=1, max_size=6)
bundles = st.lists(
    st.tuples(marks, st.sampled_from(["party", "masses"]), st.sampled_from([None, 3, 9]), st.booleans()),
    min_size=1,
    max_size=7,
)


@settings(max_examples=60, deadline=None)
@given(bundles, st.data())
def test_parts_put_together_are_the_whole(make, bundles, data):
    scheme = make.scheme(
        forms=(make.form(items=("one", "two")),),
        groups={"party": True, "masses": True},
        rules=(make.rule("low", "satisfaction < 60%"),),
    )
    batches = [
        BatchCount(
            make.cover(f"B{at}", collected=len(given_marks), group=group, issued=issued),
            None if waits else make.settled(given_marks, scheme),
        )
        for at, (given_marks, group, issued, waits) in enumerate(bundles)
    ]
    cut = data.draw(st.integers(0, len(batches)))
    one, two = BundleSums(scheme), BundleSums(scheme)
    for batch in batches[:cut]:
        one.add(batch)
    for batch in batches[cut:]:
        two.add(batch)
    one.merge(pickle.loads(pickle.dumps(two)))  # as another process sends them
    whole = tally_appraisal(scheme, make.subjects(), (), batches)
    parted = tally_sums(scheme, make.subjects(), (), one)
    assert parted.results == whole.results
    assert parted.verdicts == whole.verdicts
    assert (parted.open, parted.batches, parted.owner) == (whole.open, whole.batches, whole.owner)
