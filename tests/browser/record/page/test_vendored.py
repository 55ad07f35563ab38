"""rrweb's recorder is npm's file without its worker, which reads forms safely: stores of browser extensions reject code
that is not readable.
"""

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


def of_script(name: str) -> Callable[[str], str]:
    """A function of scripts/vendor."""
    found: Callable[[str], str] = runpy.run_path(str(ROOT / "scripts" / "vendor"), run_name="vendor")[name]
    return found


def test_the_recorder_is_npms_file_without_its_worker() -> None:
    about = json.loads((RRWEB / "versions.json").read_text("utf-8"))["record.js"]
    assert json.loads((NPM / "package.json").read_text("utf-8"))["version"] == about["version"]
    npm = (NPM / about["file"]).read_text("utf-8")
    made = of_script("with_own_properties")(of_script("without_worker")(npm))
    assert (RRWEB / "record.js").read_text("utf-8") == made


def test_the_recorder_can_be_read() -> None:
    """It is not minified, and has no code in strings."""
    text = (RRWEB / "record.js").read_text("utf-8")
    assert max(map(len, text.splitlines())) < 500
    for word in ("new Worker(", "createObjectURL", "eval(", "new Function", "sourceMappingURL"):
        assert word not in text


@pytest.mark.parametrize("text", ["const a = 1;\n", "new Worker('a');\n//# sourceMappingURL=record.umd.cjs.map"])
def test_another_file_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        of_script("without_worker")(text)


def test_properties_of_elements_are_read_safely() -> None:
    """Writes, comparisons of other objects' properties and methods that no field shadows stay as they are."""
    changed = of_script("with_own_properties")
    assert changed("if (n.nodeType === n.ELEMENT_NODE) go(a.b.matches(c));") == (
        "if (own.nodeType(n) === own.ELEMENT_NODE(n)) go(own.matches(a.b, c));"
    )
    assert changed("el.scrollLeft = 1; el.textContent; index.attributes;") == (
        "el.scrollLeft = 1; el.textContent; index.attributes;"
    )
