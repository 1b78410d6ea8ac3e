"""The encoding of a package's CSV files: UTF-8 with BOM, or GB 18030 for programs that know no other.

Digest and recount are always of the UTF-8 form, so a package says the same in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from exports.spreadsheet import BOM
from tally.said import Refused, Said

UTF_8 = "utf-8"
GB18030 = "gb18030"
ENCODINGS = (UTF_8, GB18030)


def written(name: str, content: bytes, encoding: str) -> bytes:
    """A CSV file, given in UTF-8 with BOM, as it is written in `encoding`.

    Raises Refused, naming the character and its file and line, where one would not survive. A spreadsheet that
    opens such a file by a double click reads it as GBK (code page 936), which lacks the characters that GB 18030
    writes in four bytes: so they are refused as well.
    """
    if encoding == UTF_8:
        return content
    text = content.removeprefix(BOM).decode()
    lost = next((at for at, character in enumerate(text) if character > "\x7f" and _is_lost(character)), None)
    if lost is None:
        return text.encode(GB18030)
    line = text.count("\n", 0, lost) + 1
    raise Refused(
        Said('{file} line {line}: "{character}" (U+{code}) would not survive in GB 18030 as spreadsheets read it; '
             "export in UTF-8, which Excel and WPS open as well", file=name, line=line, character=text[lost],
             code=f"{ord(text[lost]):04X}")
    )  # fmt: skip


@lru_cache(maxsize=65536)
def _is_lost(character: str) -> bool:
    try:
        return len(character.encode(GB18030)) > 2
    except UnicodeEncodeError:
        return True


def decoded(files: Mapping[str, bytes], encoding: str) -> dict[str, bytes]:
    """The files with every CSV in UTF-8 with BOM again. Raises Refused where one is not in `encoding`."""
    if encoding == UTF_8:
        return dict(files)
    if encoding != GB18030:
        raise Refused(Said('unknown encoding "{encoding}" of the CSV files', encoding=encoding[:20]))
    found = dict(files)
    for name, content in files.items():
        if name.endswith(".csv"):
            try:
                found[name] = BOM + content.decode(GB18030).encode()
            except UnicodeDecodeError:
                raise Refused(
                    Said("{file} is not in {encoding}, as the package says", file=name, encoding=encoding)
                ) from None
    return found
