"""The draw of a sample check as a shell command, so that anybody can make it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tally.check_plan import in_pile_order
from tally.residual_check import Check


def draw_command(check: Check) -> str:
    """A shell command that gives every sheet of the check in the order of the draw, ticket first."""
    piles = in_pile_order((one.sheet for one in check.plan.order), batches_of(check))
    lists = "; ".join(
        f"for n in {' '.join(_ranges(numbers))}; do echo {batch} $n; done" for batch, numbers in piles.items()
    )
    return (
        f"{{ {lists}; }} | while read b n; do printf '%s %s %s\\n' "
        f"\"$(printf '%s' \"{check.seed},$b,$n\" | sha256sum | cut -d ' ' -f 1)\" $b $n; done | LC_ALL=C sort"
    )


def batches_of(check: Check) -> tuple[str, ...]:
    """The bundles of a check, by name."""
    return tuple(sorted({one.sheet.batch for one in check.plan.order}))


def command_lines(command: str, width: int) -> list[str]:
    """A command in lines of at most `width` characters where its words allow, each but the last ending with `\\`.

    It is broken at blanks outside quotes alone, so the shell reads it as if it were one line.
    """
    lines = [""]
    for word in _words(command):
        if lines[-1] and len(lines[-1]) + 1 + len(word) + 2 > width:
            lines[-1] += " \\"
            lines.append(word)
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return lines


def _words(command: str) -> Iterable[str]:
    """The parts between blanks that are outside quotes; a command inside `$( )` in quotes is one part."""
    word, quote = "", ""
    for character in command:
        if character in "'\"" and (not quote or quote == character):
            quote = "" if quote else character
        if character == " " and not quote:
            yield word
            word = ""
        else:
            word += character
    yield word


def _ranges(numbers: Sequence[int]) -> list[str]:
    """Numbers as a shell writes them: runs as `$(seq 1 50)`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [f"$(seq {first} {last})" if first < last else f"{first}" for first, last in runs]
