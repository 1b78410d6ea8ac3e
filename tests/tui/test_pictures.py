"""The pictures in the documents are made by the program as it is, and show nothing of where they were made."""

import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"


def test_the_script_that_makes_them_works(tmp_path):
    subprocess.run([sys.executable, "-P", PICTURES / "make.py", tmp_path], check=True, timeout=120)
    made = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.svg")}
    assert made.keys() == {path.name for path in PICTURES.glob("*.svg")}
    for name, drawn in made.items():
        assert "pingyi" in drawn
        for text in (drawn, (PICTURES / name).read_text(encoding="utf-8")):
            assert f"{tempfile.gettempdir()}/" not in text.replace("&#160;", " ")
