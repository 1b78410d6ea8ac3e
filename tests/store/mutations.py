"""Ways in which a file can go wrong: bytes, pieces, records, values of another kind, other things than files.

Everything is drawn from a random generator that is handed in, so that a seed gives the same cases again.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

HUGE = "1" + "0" * 5000
"""A number of more digits than Python turns into one."""

NONSENSE = {
    "empty": b"",
    "a line end": b"\n",
    "NUL": b"\0",
    "4,096 NULs": b"\0" * 4096,
    "not UTF-8": b"\xff\xfe\xff",
    "GBK": "评议".encode("gbk"),
    "brackets": b"[" * 100_000,
    "braces": b'{"a":' * 100_000,
    "brackets that close": b"[" * 100_000 + b"]" * 100_000,
    "a deep value": b'{"cover":' + b"[" * 600 + b"]" * 600 + b"}",
    "a huge number": HUGE.encode(),
    "a field with a huge number": b'{"name":' + HUGE.encode() + b"}",
    "NaN": b"NaN",
    "a field with NaN": b'{"name":NaN}',
    "infinite": b'{"n":1e999}',
    "null": b"null",
    "true": b"true",
    "a list": b"[]",
    "a text": b'"x"',
    "a surrogate": b'{"name":"\\ud800"}',
    "a name twice": b'{"name":"wang","name":"zhao"}',
    "half a pair of quotes": b'{"name":"wang',
    "a record cut off": b'{"name"',
    "two records": b'{"name":"wang"}{"name":"wang"}',
    "ELF": b"\x7fELF\x02\x01\x01" + b"\0" * 57,
    "a BOM alone": b"\xef\xbb\xbf",
    "UTF-16": '{"name":"wang"}'.encode("utf-16"),
    "quotes": b'"' * 999,
    "a long line": b"a" * 200_000,
    "many lines": b"a,b,c\n" * 20_000,
    "escapes": b"\x1b]0;x\x07\x1b[2J",
}
"""Whole files that are none of the program's, whatever stands in their place."""

VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, 2, -1, 3.5, 1e300, 10**18, -(10**18), 10**400, "", " ", "x", "1", "-1", "wang", "chen",
    "olga", "nobody", "../../etc/passwd", "\0", "\x1b[2J", "\u202e", "字" * 50, "a" * 5000, "0" * 64, "{x}", [], [1],
    ["m1"], ["m1", "m1"], [[]], {}, {"a": 1}, [1, 1], [9, 9], "2026-99-99", "void", "absent", "yes", "opinion", "9" * 9,
)  # fmt: skip
"""Values to stand where another was."""

CELLS = (
    "", " ", "0", "-1", "1", "01", "999999999", "9" * 30, HUGE, "1.5", "NaN", "٣", "²", "m1", "b1", "zz", "org", "member",
    "organization", "x", "=1+1", "'", "{x}", "\u202e", "\x1b[2J", "a" * 300, "字", "m12", "m99", "1 1", '"', '"a,b"', "a\nb",
    "\0",
)  # fmt: skip
"""Cells for a table."""

TOML_VALUES = (
    '""', '" "', '"x"', "0", "-1", "1.5", "nan", "inf", "true", "[]", "[[]]", "{}", '["a"]', '["a", "a"]', "[1, 1]",
    "[5]", "2026-13-01", "2026-01-01", '"60%"', '"satisfaction < 60%"', '"satisfaction < 1/0"', HUGE, "0x" + "f" * 40,
    '"""', "'", "[" * 3000, '{x = {y = "z"}}', '"\\ud800"', '"\\u0000"', '"{x}"', '["{x}", "{}"]',
)  # fmt: skip
"""Values for a line of a scheme."""


def of_bytes(draw: Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """One to three bytes or pieces changed, cut off, doubled, exchanged, or taken from another file."""
    now = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 3))):
        at = draw.randrange(len(now) + 1)
        to = min(len(now), at + draw.choice((1, 1, 2, 8, 40, 200)))
        match draw.randrange(9):
            case 0 if now:
                now[at % len(now)] ^= 1 << draw.randrange(8)
            case 1 if now:
                now[at % len(now)] = draw.choice(b'0123456789"{}[],:\n\0 -x_\xff')
            case 2:
                del now[at:to]
            case 3:
                now[at:at] = now[at:to]
            case 4:
                now[at:at] = draw.choice(
                    (b"\0", b"\xff", b'"', b"{", b"[", b"}", b"1", b",", b"\r\n", b"NaN", HUGE.encode())
                )
            case 5:
                del now[at:]
            case 6 if others:
                other = draw.choice(others)
                begin = draw.randrange(len(other) + 1)
                now[at:to] = other[begin : begin + draw.choice((1, 8, 40, 200))]
            case 7:
                digits = [place for place, byte in enumerate(now) if 48 <= byte <= 57]
                if digits:
                    now[draw.choice(digits)] = draw.choice(b"0123456789")
            case _:
                lines = bytes(now).splitlines(keepends=True)
                if len(lines) > 1:
                    one, two = draw.randrange(len(lines)), draw.randrange(len(lines))
                    lines[one], lines[two] = lines[two], lines[one]
                    now = bytearray(b"".join(lines))
    return bytes(now)


def of_json(draw: Random, value: Any) -> Any:
    """A JSON value with a few of its inner values exchanged, left out, added, doubled or renamed."""
    value = json.loads(json.dumps(value))
    for _ in range(draw.choice((1, 1, 1, 2))):
        holders = [one for one in _inside(value) if isinstance(one, dict | list) and one]
        if not holders:
            return _value(draw)
        holder = draw.choice(holders)
        if isinstance(holder, dict):
            _change_object(draw, holder)
        else:
            _change_list(draw, holder)
    return value


def _change_object(draw: Random, holder: dict[str, Any]) -> None:
    name = draw.choice(sorted(holder))
    match draw.randrange(6):
        case 0:
            del holder[name]
        case 1:
            holder[draw.choice(("x", "kind", "link", "n", "void", "words", "pace", "1", "0", "_default"))] = (
                _value(draw)
            )
        case 2:
            other = draw.choice(sorted(holder))
            holder[name], holder[other] = holder[other], holder[name]
        case 3 if isinstance(holder[name], int | float):
            holder[name] += draw.choice((-1, 1, 0.5, 1000, 10**9))
        case _:
            holder[name] = _value(draw)


def _change_list(draw: Random, holder: list[Any]) -> None:
    at = draw.randrange(len(holder))
    match draw.randrange(4):
        case 0:
            del holder[at]
        case 1:
            holder.insert(at, copy.deepcopy(holder[at]))
        case 2:
            draw.shuffle(holder)
        case _:
            holder[at] = _value(draw)


def _value(draw: Random) -> Any:
    return copy.deepcopy(draw.choice(VALUES))


def _inside(value: Any) -> list[Any]:
    found = [value]
    for one in found:
        found += one.values() if isinstance(one, dict) else one if isinstance(one, list) else []
    return found


def json_bytes(draw: Random, value: Any) -> bytes:
    """A value as JSON; now and then with what only a hostile writer writes."""
    text = json.dumps(value, ensure_ascii=draw.random() < 0.1, separators=(",", ":"))
    if draw.random() < 0.08:
        text = _hostile(draw, text)
    return text.encode("utf-8", errors="surrogatepass")


def _hostile(draw: Random, text: str) -> str:
    places = [at for at, character in enumerate(text) if character == ":"]
    if not places:
        return text
    at = draw.choice(places) + 1
    end = min((place for place in (text.find(",", at), text.find("}", at)) if place >= 0), default=len(text))
    instead = draw.choice(("NaN", "Infinity", "1e999", HUGE, '"\\ud800"', '"\\u0000"', "[" * 400 + "]" * 400,
                           "[" * 900 + "]" * 900, '{"a":1,"a":2}', "01", "1,", "'x'"))  # fmt: skip
    return text[:at] + instead + text[end:]


def of_csv(draw: Random, content: bytes) -> bytes:
    """A table with cells, columns or lines changed."""
    lines = [line.split(",") for line in content.decode("utf-8-sig").splitlines()]
    for _ in range(draw.choice((1, 1, 2))):
        at = draw.randrange(len(lines)) if lines else 0
        match draw.randrange(8):
            case 0 if lines:
                del lines[at]
            case 1 if lines:
                lines.insert(draw.randrange(len(lines) + 1), list(lines[at]))
            case 2 if lines:
                column = draw.randrange(len(lines[0]) or 1)
                for line in lines:
                    del line[column : column + 1]
            case 3 if lines and len(lines[0]) > 1:
                column = draw.randrange(len(lines[0]) - 1)
                for line in lines:
                    line[column : column + 2] = line[column : column + 2][::-1]
            case 4 if lines:
                lines[at] += [draw.choice(CELLS)]
            case _ if lines:
                cell = draw.randrange(len(lines[at]) or 1)
                lines[at][cell : cell + 1] = [draw.choice(CELLS)]
    text = draw.choice(("\n", "\r\n", "\r\n", "\r")).join(",".join(line) for line in lines)
    return draw.choice((b"", b"\xef\xbb\xbf")) + text.encode()


def of_toml(draw: Random, content: bytes) -> bytes:
    """A scheme with values exchanged, lines left out, doubled or moved."""
    lines = content.decode().split("\n")
    for _ in range(draw.choice((1, 1, 2))):
        at = draw.randrange(len(lines))
        match draw.randrange(7):
            case 0:
                del lines[at : at + draw.choice((1, 1, 5))]
            case 1:
                lines.insert(at, draw.choice(lines))
            case 2:
                other = draw.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines.insert(
                    at,
                    draw.choice(
                        (
                            "x = 1",
                            "[x]",
                            "[[forms]]",
                            "[measures.x]",
                            "[roles]",
                            'title = "x"',
                            "a." * 500 + "a = 1",
                            "[" + "a." * 500 + "a]",
                        )
                    ),
                )
            case _:
                keyed = [place for place, line in enumerate(lines) if " = " in line]
                if keyed:
                    at = draw.choice(keyed)
                    lines[at] = lines[at].partition(" = ")[0] + " = " + draw.choice(TOML_VALUES)
        lines = lines or [""]
    return "\n".join(lines).encode()


def _folder(path: Path) -> None:
    path.mkdir()


def _full_folder(path: Path) -> None:
    path.mkdir()
    (path / "x").write_text("x")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _dangling(path: Path) -> None:
    path.symlink_to("nothing-of-this-name")


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _too_long(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate((1 << 26) + 1)


THINGS: dict[str, Callable[[Path], None]] = {
    "a folder": _folder,
    "a folder with a file": _full_folder,
    "a pipe": _pipe,
    "a link to itself": _loop,
    "a link to nothing": _dangling,
    "a link to /dev/zero": _endless,
    "64 MB and a byte": _too_long,
}
"""What can stand in a file's place that is no plain file, or one that nobody would read."""
