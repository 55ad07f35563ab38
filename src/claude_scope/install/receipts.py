"""Stores a file's content before an installation, so that uninstalling restores it byte for byte.

Receipts are in the data folder, which only its owner can read, since a configuration may contain keys.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from claude_scope.settings import default_data_dir

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "installed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """`existed`: there was a file before; `made_table`: we made the table of servers.

    `after`: SHA-256 of the new content; `made_folder`: the uppermost folder that we made, "" for none.
    """

    path: str
    existed: bool
    made_table: bool
    after: str
    made_folder: str = ""


def keep(path: Path, before: bytes | None, *, made_table: bool, after: bytes, made_folder: str = "") -> None:
    """Store a file's content before a change, and the digest of its content after it."""
    folder = _folder(path)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "before").write_bytes(before or b"")
    (folder / "before").chmod(0o600)
    receipt = Receipt(str(path), before is not None, made_table, digest(after), made_folder)
    (folder / "receipt.json").write_text(json.dumps(asdict(receipt)), encoding="utf-8")


def find(path: Path) -> tuple[Receipt, bytes | None] | None:
    """The receipt of a file and its earlier content, which is None for a missing file; None if we did not change it."""
    folder = _folder(path)
    try:
        receipt = Receipt(**json.loads((folder / "receipt.json").read_text("utf-8")))
        return receipt, (folder / "before").read_bytes() if receipt.existed else None
    except (OSError, ValueError, TypeError):
        return None


def forget(path: Path) -> None:
    """Delete the receipt of a file, which is as it was, or is not ours to restore."""
    shutil.rmtree(_folder(path), ignore_errors=True)


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _folder(path: Path) -> Path:
    return default_data_dir() / FOLDER / digest(str(path).encode("utf-8", "surrogateescape"))[:24]
