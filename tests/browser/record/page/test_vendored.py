"""rrweb's recorder is npm's file without its worker: stores of browser extensions reject code that is not readable."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[4]
RRWEB = ROOT / "src" / "claude_scope" / "browser" / "rrweb"
NPM = ROOT / "node_modules" / "@rrweb" / "record"


def without_worker() -> Callable[[str], str]:
    found: Callable[[str], str] = runpy.run_path(str(ROOT / "scripts" / "vendor"), run_name="vendor")["without_worker"]
    return found


def test_the_recorder_is_npms_file_without_its_worker() -> None:
    about = json.loads((RRWEB / "versions.json").read_text("utf-8"))["record.js"]
    assert json.loads((NPM / "package.json").read_text("utf-8"))["version"] == about["version"]
    npm = (NPM / about["file"]).read_text("utf-8")
    assert (RRWEB / "record.js").read_text("utf-8") == without_worker()(npm)


def test_the_recorder_can_be_read() -> None:
    """It is not minified, and has no code in strings."""
    text = (RRWEB / "record.js").read_text("utf-8")
    assert max(map(len, text.splitlines())) < 500
    for word in ("new Worker(", "createObjectURL", "eval(", "new Function", "sourceMappingURL"):
        assert word not in text


@pytest.mark.parametrize("text", ["const a = 1;\n", "new Worker('a');\n//# sourceMappingURL=record.umd.cjs.map"])
def test_another_file_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        without_worker()(text)
