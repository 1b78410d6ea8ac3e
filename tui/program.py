"""`pingyi`: the language first, then the command, then one line and an exit status for what went wrong.

Exit status: 0 done; 1 the answer is no; 2 the call is wrong or refused, and nothing changed; 128 + n
after signal n; 70 the program itself failed.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.privacy import leave_no_dump

if TYPE_CHECKING:
    import click

    from tally.said import Said

INTERNAL = 70
"""The exit status of a failure of the program itself (EX_SOFTWARE)."""


def main() -> None:
    """Run the program and end with its exit status."""
    os.umask(0o027)
    leave_no_dump()
    # Importing makes many objects and no garbage: looking for it takes a tenth of the start. So this comes
    # before anything else is imported; `run_view` sets the threshold that keying runs with.
    gc.set_threshold(1_000_000)
    status = run(sys.argv[1:])
    # Nor at the end: the interpreter would look through all of it once more before it leaves.
    gc.freeze()
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """One call of `pingyi`; returns the exit status."""
    import click

    from tally.said import Refused, Said
    from tui import language

    chosen = _chosen_language(arguments) or language.language_of(os.environ)
    language.speak(chosen)
    translate = language.translator(chosen)
    from tui.app import NoScreen
    from tui.commands.root import pingyi

    def fail(text: str, status: int = 2) -> int:
        click.echo("pingyi: " + " ".join(text.split()), err=True)
        return status

    try:
        result = pingyi.main(args=list(arguments), prog_name="pingyi", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except (Refused, NoScreen) as refused:
        return fail(refused.said.text(translate))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.ClickException as error:
        return fail(_usage_error(error).text(translate))
    except click.Abort:
        return _ended_by("SIGINT")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _ended_by("SIGPIPE")
    except OSError as error:
        return fail(_system_error(error).text(translate))
    except Exception as error:
        if os.environ.get("PINGYI_DEBUG"):
            raise
        said = Said(
            "the program failed ({kind}: {reason}); what was saved is kept; PINGYI_DEBUG=1 shows where",
            kind=type(error).__name__,
            reason=error,
        )
        return fail(said.text(translate), INTERNAL)


def _ended_by(name: str) -> int:
    import signal

    return 128 + signal.Signals[name]


def _chosen_language(arguments: Sequence[str]) -> str | None:
    """The value of `--lang` before click reads it: its own words depend on it."""
    from tui import language

    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1] if arguments[place + 1] in language.LANGUAGES else None
        if argument.startswith("--lang="):
            value = argument.partition("=")[2]
            return value if value in language.LANGUAGES else None
    return None


def _usage_error(error: click.ClickException) -> Said:
    from tally.said import Said

    # click says what a mistyped name may have meant in English only, where its catalogue has one form.
    meant = getattr(error, "possibilities", None)
    if meant:
        error.possibilities = None  # type: ignore[attr-defined]
        return Said(
            "{problem} Is it {names}? (pingyi --help tells what can be called)",
            problem=error.format_message(),
            names=", ".join(sorted(meant)),
        )
    return Said("{problem} (pingyi --help tells what can be called)", problem=error.format_message())


def _system_error(error: OSError) -> Said:
    from tally.said import Said

    name = Path(str(error.filename)) if error.filename else None
    match error:
        case FileNotFoundError():
            return Said("there is no file {file}", file=name)
        case PermissionError():
            return Said("you may not read or write {file}; ask who runs the host", file=name)
        case IsADirectoryError():
            return Said("{file} is a folder; a file is needed here", file=name)
        case NotADirectoryError():
            return Said("{file} is no folder", file=name)
    return Said("{file}: {reason}", file=name or "-", reason=error.strerror or str(error))
