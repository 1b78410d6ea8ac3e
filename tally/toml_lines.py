"""On which line of a TOML text a key stands, so that a mistake can be told with its place.

`tomllib` reads values without their places. This finds the lines of headers and keys in a text that
`tomllib` has already accepted, and nothing more; keys of an inline table have their statement's line.
"""

from __future__ import annotations

import re

Path = tuple[str | int, ...]

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = re.compile(rf"\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*")
_ONE = re.compile(_KEY)


def key_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of every table header and key of a valid TOML text, by its path.

    An element of an array of tables has its index in the path: `("forms", 0, "layout")`.
    """
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    position, line = 0, 1
    while position < len(text):
        start = position
        end, statement_lines = _statement_end(text, position)
        statement = text[start:end]
        stripped = statement.lstrip(" \t")
        if stripped.startswith("[["):
            base = _resolve(_parts(stripped[2:]), counts)
            counts[base] = counts.get(base, -1) + 1
            table = (*base, counts[base])
            lines.setdefault(base, line)
            lines[table] = line
        elif stripped.startswith("["):
            table = _resolve(_parts(stripped[1:]), counts)
            lines[table] = line
        elif stripped and stripped[0] not in "#\r\n":
            path = table
            for part in _parts(stripped):
                path = (*path, part)
                lines.setdefault(path, line)
        position = end
        line += statement_lines
    return lines


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of `path`, or of the nearest thing around it; 0 where nothing is known."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 0


def _parts(text: str) -> tuple[str, ...]:
    match = _DOTTED.match(text)
    if match is None:
        return ()
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in _ONE.findall(match.group(1)))


def _resolve(parts: tuple[str, ...], counts: dict[Path, int]) -> Path:
    """A header's path with the index of the newest element of each array of tables in it."""
    path: Path = ()
    for place, part in enumerate(parts):
        path = (*path, part)
        if path in counts and place < len(parts) - 1:
            path = (*path, counts[path])
    return path


def _statement_end(text: str, position: int) -> tuple[int, int]:
    """Where the statement that begins at `position` ends (after its line end), and its lines."""
    depth, lines = 0, 0
    while position < len(text):
        character = text[position]
        if character in "\"'":
            closing = character * 3 if text.startswith(character * 3, position) else character
            position += len(closing)
            while position < len(text) and not text.startswith(closing, position):
                if text[position] == "\\" and character == '"':
                    position += 1
                if position < len(text) and text[position] == "\n":
                    lines += 1
                position += 1
            position += len(closing)
            # Up to two more quotes may stand inside, right before the closing ones.
            for _ in range(2 if len(closing) == 3 else 0):
                position += text.startswith(character, position)
            continue
        if character == "#":
            while position < len(text) and text[position] != "\n":
                position += 1
            continue
        if character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
        elif character == "\n":
            lines += 1
            if depth <= 0:
                return position + 1, lines
        position += 1
    return position, lines + 1
