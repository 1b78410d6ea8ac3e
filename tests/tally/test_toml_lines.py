"""The lines on which the keys of a TOML text stand."""

import re
import tomllib

import pytest

from tally.toml_lines import key_lines, line_of


def lines_of_a_plain_text(text):
    """The same for a text whose every key and header fills one line of its own."""
    found, counts, table = {}, {}, ()
    for number, line in enumerate(text.splitlines(), start=1):
        if array := re.match(r"\[\[(\w+)\]\]", line):
            name = array.group(1)
            counts[name] = counts.get(name, -1) + 1
            table = (name, counts[name])
            found.setdefault((name,), number)
            found[table] = number
        elif header := re.match(r"\[([\w.]+)\]", line):
            table = tuple(header.group(1).split("."))
            found[table] = number
        elif key := re.match(r"(\w+)\s*=", line):
            found[(*table, key.group(1))] = number
    return found


def paths(value, path=()):
    """Every path of a document, inline tables left out."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*path, key)
        tables = isinstance(inner, list) and inner and isinstance(inner[0], dict)
        if tables or (isinstance(inner, dict) and key != "minimum"):
            yield from paths(inner, (*path, key))


def test_every_key_of_the_example_has_its_line(example):
    found = key_lines(example)

    assert found == lines_of_a_plain_text(example)
    without = {path for path in paths(tomllib.loads(example)) if line_of(found, path) == 0}
    assert without == {("measures",)}, "only a table that has no header of its own stands nowhere"


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 9),
        (("assumed",), 18),
        (("forms",), 20),
        (("forms", 0, "due"), 29),
        (("forms", 1), 31),
        (("forms", 1, "layout"), 34),
        (("groups", 2, "pooled"), 50),
        (("panels", 0, "minimum"), 56),
        (("measures", "satisfaction"), 58),
        (("measures", "dissatisfied", "grades"), 66),
        (("rules", 0, "when"), 74),
        (("rules", 2, "verdict"), 94),
        (("validity", "blank_ballot"), 98),
        (("keying", "numbering"), 111),
    ],
)
def test_some_lines_of_the_example_counted_by_hand(example, path, line):
    assert key_lines(example)[path] == line


def test_a_place_without_a_line_has_that_of_what_is_around_it(example):
    found = key_lines(example)

    assert line_of(found, ("panels", 0, "minimum", "staff", "at_least")) == 56
    assert line_of(found, ("rules", 1, "form")) == 80
    assert line_of(found, ("rules", 9, "form")) == 69
    assert line_of(found, ("language2",)) == 0


def last_key(text):
    """The line of the key `last`, in a text that is valid TOML."""
    assert tomllib.loads(text)["last"] == 1
    return key_lines(text)[("last",)]


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("", 1),
        ("\n\n", 3),
        ("# a = [\n", 2),
        ('a = "]" # [ " \'\n', 2),
        ('a = "[["\n', 2),
        ("a = '[{'\n", 2),
        (r'a = "a \" [ b"' + "\n", 2),
        (r"a = 'c:\'" + "\n", 2),
        (r'a = "\\"' + "\n", 2),
        ("a = [\n  1, # ]\n  2,\n]\n", 5),
        ("a = [\n  ']',\n  [1],\n]\n", 5),
        ("a = { b = [1,\n2] }\n", 3),
        ('a = """\nlast = 2\n"""\n', 4),
        ("a = '''\nlast = 2\n'''\n", 4),
        ('a = """one " two "" three"""\n', 2),
        ('a = """\\\n  x\n"""\n', 4),
        (r'a = """\""" [ """' + "\n", 2),
        ("a = '''it's [ ''\n'''\n", 3),
        ('"a # b" = 1\n', 2),
        ("'a ] b' = 1\n", 2),
        ("a.b . c = 1\n", 2),
        ("a = 1\r\n\r\n", 3),
        # a string may end with quotes of its own before the three that close it
        ('a = """said "so""""\n', 2),
        ('a = """""two"""""\n', 2),
        ("a = '''it''''\n", 2),
    ],
)
def test_strings_arrays_and_comments_do_not_lead_astray(before, line):
    assert last_key(before + "last = 1\n") == line


def test_keys_are_found_by_their_parts_however_they_are_written():
    text = 'a.b = 1\n"c d" = 2\n[e."f.g"]\nh = 3\n[[i]]\n[i.j]\nk = 4\n[[i]]\n[[i.l]]\nm = 5\n'

    found = key_lines(text)

    assert found[("a", "b")] == 1
    assert found[("c d",)] == 2
    assert found[("e", "f.g", "h")] == 4
    assert found[("i",)] == 5
    assert found[("i", 0, "j", "k")] == 7
    assert found[("i", 1)] == 8
    assert found[("i", 1, "l", 0, "m")] == 10


def test_a_last_line_without_its_end_counts():
    assert key_lines("a = 1\nb = 2") == {("a",): 1, ("b",): 2}
    assert key_lines("") == {}
