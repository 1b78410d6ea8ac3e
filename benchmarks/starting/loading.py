"""`loading.py FILE ARGUMENTS`: run pingyi, or bare_textual.py, and leave the names of all loaded modules in FILE."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    left, *arguments = sys.argv[1:]
    if arguments[0].endswith(".py"):
        import runpy

        program = Path(arguments[0])
        sys.argv = arguments
        try:
            runpy.run_path(str(program), run_name="__main__")
        finally:
            Path(left).write_text("\n".join(sorted(sys.modules)), encoding="utf-8")
    else:
        from tui.program import main

        sys.argv = ["pingyi", *arguments]
        try:
            main()
        finally:
            Path(left).write_text("\n".join(sorted(sys.modules)), encoding="utf-8")
