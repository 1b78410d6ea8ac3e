"""Links and digests made to fit again after a change: what somebody who knows the format would do."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any

from store.chain import chained


def consistent(folder: Path, content: dict[Path, bytes], changed: dict[Path, bytes]) -> dict[Path, bytes]:
    """The same with digests in the ledger and its chain made to fit: what a forger would do."""
    ledger = sorted(path for path in content if path.parent.name == "ledger")
    try:
        records = [json.loads(changed.get(path, content[path])) for path in ledger]
    except ValueError:
        return changed
    for record in records:
        if not isinstance(record, dict):
            return changed
        _refit(record, folder, {**content, **changed})
    try:
        linked = chained("0" * 64, records)
    except (ValueError, RecursionError):
        return changed
    written = {path: _compact(record) for path, record in zip(ledger, linked, strict=True)}
    return {**changed, **{path: now for path, now in written.items() if now != content[path]}}


def _refit(record: dict[str, Any], folder: Path, files: dict[Path, bytes]) -> None:
    kind = record.get("kind")
    if kind == "described":
        for name in ("scheme", "subjects", "counts"):
            content = next(files[path] for path in files if path.parent == folder and path.stem == name)
            record[f"{name}_sha256"] = hashlib.sha256(content).hexdigest()
    name = {"taken-in": f"custody/{record.get('tag')}.json", "ruled": str(record.get("file"))}.get(str(kind))
    content = files.get(folder / name) if name and "\0" not in name else None
    if content is None:
        return
    if kind == "taken-in":
        record["sha256"] = hashlib.sha256(content).hexdigest()
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, IndexError):
        events = list(json.loads(content)["_default"].values())
        record["last_link"] = events[-1]["link"]
        record["count"] = (
            len({e["ballot"] for e in events if "ballot" in e}) if kind == "taken-in" else len(events)
        )


def relinked(tables: Any) -> Any:
    """A TinyDB file's records with their links made to fit, where they are records at all."""
    with contextlib.suppress(AttributeError, TypeError, KeyError, ValueError, RecursionError):
        records = tables["_default"]
        if all(isinstance(record, dict) for record in records.values()):
            linked = chained("0" * 64, list(records.values()))
            return {**tables, "_default": dict(zip(records, linked, strict=True))}
    return tables


def _compact(record: object) -> bytes:
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        errors="surrogatepass"
    )
