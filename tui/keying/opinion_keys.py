"""The opinion's line while the rows wait, for schemes that ask for its words at once (`inline`).

Every character typed is kept in the draft, as every mark is.
"""

from __future__ import annotations

from dataclasses import replace

from tui.keying.state import Effect, EffectKind, KeyingState, Mode, Outcome, Press
from tui.keying.steps import changed, refuse
from tui.writing.text import Text, erase_after, erase_before, insert, move


def text_key(state: KeyingState, key: Press) -> Outcome:
    """Type a character, or a paste as a whole; what may not stand in an opinion is refused."""
    words, why = insert(state.words, key.text)
    return refuse(state, why) if why else _with(state, words)


def back_key(state: KeyingState, key: Press) -> Outcome:
    """Backspace erases; `-` is a character."""
    return text_key(state, key) if key.text else _with(state, erase_before(state.words))


def edit_key(state: KeyingState, key: Press) -> Outcome:
    """Move in the line, or delete."""
    words = state.words
    match key.text:
        case "left":
            return _with(state, move(words, -1))
        case "right":
            return _with(state, move(words, 1))
        case "home":
            return _with(state, move(words, -len(words.written)))
        case "end":
            return _with(state, move(words, len(words.written)))
        case _:
            return _with(state, erase_after(words))


def done_key(state: KeyingState, key: Press) -> Outcome:
    """Back to the rows with what is typed."""
    written = state.words.written.strip()
    sheet = replace(state.sheet, words=written, opinion=bool(written))
    return changed(replace(state, mode=Mode.ROWS, words=Text()), sheet, state.cursor)


def leave_key(state: KeyingState, key: Press) -> Outcome:
    """Esc keeps the line and goes back; `q` is a character."""
    return text_key(state, key) if key.text else done_key(state, key)


def _with(state: KeyingState, words: Text) -> Outcome:
    now = replace(state, words=words)
    written = words.written.strip()
    draft = replace(now.sheet, words=written, opinion=bool(written))
    return now, (Effect(EffectKind.KEEP_DRAFT, draft.number, draft.reading(), now.cursor),)
