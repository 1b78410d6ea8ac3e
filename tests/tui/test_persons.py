"""Persons, not roles: nobody is both clerks of a batch, or reviews what they keyed, by any route."""

from __future__ import annotations

import pytest

ROLES = """
[roles]
organizers = ["olga"]
clerks = ["wang", "zhao", "sun"]
reviewers = ["chen", "dong"]
"""
PASS = "ballot,row1\n1,1\n2,2\n"


@pytest.fixture
def place(appraisal):
    return appraisal(grades=4, rows=1, batches=(("B1", 2),))


def hand_in(place, who, batch="B1", text=PASS):
    return place.ok("import", "--batch", batch, place.write(f"{who}.csv", text), who=who)


@pytest.mark.parametrize("again", ["wang", "WANG", " wang ", "wang"])
def test_one_person_cannot_key_both_passes_however_the_name_is_written(place, again):
    hand_in(place, "wang")
    said = place.refused("import", "--batch", "B1", place.write("b.csv", PASS), who=again)
    assert "handed in" in said
    said = place.refused("import", place.write("B1.csv", PASS).parent, who=again)


def test_a_returned_pass_does_not_open_the_other_one_to_its_clerk(place):
    hand_in(place, "wang")
    place.ok("return", "--batch", "B1", "--pass", "first", "--reason", "wrong bundle", who="chen")
    hand_in(place, "sun")
    said = place.refused("import", "--batch", "B1", place.write("b.csv", PASS), who="wang")
    assert "first pass" in said
    hand_in(place, "zhao")


def test_a_clerk_of_the_batch_cannot_take_it_in_rule_return_or_look(place):
    hand_in(place, "wang")
    hand_in(place, "zhao", text="ballot,row1\n1,1\n2,3\n")
    rulings = place.write("r.csv", "ballot,row,reading\n2,1,2\n")
    for who in ("wang", "zhao"):
        assert "you keyed a pass" in place.refused("take-in", "--batch", "B1", who=who)
        for command in (("differences",), ("tally",), ("export",), ("verify",)):
            assert "until every batch is in custody" in place.refused(*command, who=who)
        assert "you keyed" in place.refused(
            "return", "--batch", "B1", "--pass", "first", "--reason", "x", who=who
        )
    assert place("take-in", who="wang").status == 1, "of all batches: none that wang may take in"
    place.ok("take-in", who="chen")
    for who in ("wang", "zhao"):
        assert "another person" in place.refused("rule", "--batch", "B1", rulings, who=who)
    place.ok("rule", "--batch", "B1", rulings, who="chen")
    assert place("tally", who="wang").status == 0, "everything is in custody now"


def test_who_has_ruled_cannot_key_a_returned_pass(place):
    hand_in(place, "wang")
    hand_in(place, "zhao", text="ballot,row1\n1,1\n2,3\n")
    place.ok("take-in", who="chen")
    place.ok("rule", "--batch", "B1", place.write("r.csv", "ballot,row,reading\n2,1,2\n"), who="chen")
    place.ok("return", "--batch", "B1", "--pass", "second", "--reason", "ill", who="chen")
    assert "you have reviewed" in place.refused(
        "import", "--batch", "B1", place.write("b.csv", PASS), who="chen"
    )


def test_a_renamed_file_is_not_another_persons_pass(place):
    hand_in(place, "wang")
    entry = place.folder / "entry"
    (entry / "zhao").mkdir()
    content = (entry / "wang" / "B1.1.1.json").read_bytes()
    (entry / "zhao" / "B1.2.1.json").write_bytes(content)
    (place.folder / "claims" / "B1.2.1").write_text('{"name": "zhao", "at": "x"}')
    assert "belongs to another person or batch" in place.refused("take-in", "--batch", "B1", who="chen")


def test_a_link_in_the_place_of_a_pass_is_not_taken_in(place):
    hand_in(place, "wang")
    path = place.folder / "entry" / "wang" / "B1.1.1.json"
    path.rename(path.with_name("elsewhere.json"))
    path.symlink_to("elsewhere.json")
    assert "no plain file" in place.refused("take-in", "--batch", "B1", who="chen")


def test_who_stands_on_a_roster_neither_keys_nor_rules_on_it(appraisal):
    place = appraisal()
    scheme = place.folder / "scheme.toml"
    scheme.write_text(scheme.read_text().replace('layout = "single"\nkind = "organization"', 'layout = "roster"\nkind = "member"').replace(
        'kind = "organization"\nwhen', 'kind = "member"\nwhen'))  # fmt: skip
    place.ok(
        "subject", "add", "m1", "Zhang", "--kind", "member", "--in", "b1", "--login", "Zhang", who="olga"
    )
    place.ok(
        "batch",
        "add",
        "M1",
        "--form",
        "org",
        "--subject",
        "b1",
        "--group",
        "all",
        "--collected",
        1,
        who="olga",
    )
    text = place.write("m.csv", "ballot,row1\n1,1\n")
    assert "roster" in place.refused("import", "--batch", "M1", text, who="zhang")
    place.ok("import", "--batch", "M1", text, who="wang")
    place.ok("import", "--batch", "M1", text, who="zhao")
    assert "roster" in place.refused("take-in", "--batch", "M1", who="zhang")
    place.ok("take-in", who="chen")


@pytest.fixture
def with_roles(place):
    scheme = place.folder / "scheme.toml"
    scheme.write_text(scheme.read_text() + ROLES)
    return place


@pytest.mark.parametrize(
    ("words", "who"),
    [
        (
            ("batch", "add", "B2", "--form", "org", "--subject", "b1", "--group", "all", "--collected", "3"),
            "wang",
        ),
        (("subject", "add", "x", "X", "--kind", "organization"), "chen"),
        (("counts", "set", "--form", "org", "--subject", "b1", "--issued", "1", "--collected", "1"), "wang"),
        (("batch", "correct", "B1", "--collected", "3", "--reason", "x"), "chen"),
        (("batch", "withdraw", "B1", "--reason", "x"), "wang"),
        (("take-in",), "wang"),
        (("take-in",), "olga"),
        (("return", "--batch", "B1", "--pass", "first", "--reason", "x"), "olga"),
        (("differences",), "sun"),
        (("tally",), "wang"),
        (("export",), "nobody"),
        (("verify",), "wang"),
        (("seal", "--incomplete", "--reason", "x"), "chen"),
        (("rule", "--batch", "B1", "r.csv"), "olga"),
    ],
)
def test_a_person_in_the_wrong_role_is_refused(with_roles, words, who):
    assert "is not among them" in with_roles.refused(*words, who=who)


def test_names_of_clerks_are_shown_to_reviewers_and_organizers_only(with_roles):
    with_roles.ok("import", "--batch", "B1", with_roles.write("a.csv", PASS), who="wang")
    (shown,) = with_roles.ok("status", "--json", who="chen").json["batches"]
    assert shown["first"] == {"state": "handed-in", "keyed": 2, "by": "wang"}
    (shown,) = with_roles.ok("status", "--json", who="zhao").json["batches"]
    assert shown["first"] == {"state": "handed-in", "keyed": 2}


def test_nothing_of_an_open_batch_is_shown(place):
    hand_in(place, "wang")
    place.ok("take-in", who="chen")
    (batch,) = place.ok("differences", "--json", who="chen").json["batches"]
    assert batch["in_custody"] is False
    assert batch["differences"] == []
    tally = place("tally", "--json", who="chen").json
    assert all(result["valid"] == 0 and set(result["marks"].values()) == {0} for result in tally["results"])
