"""Imports go one way: values and errors <- stations <- pipeline <- doors; and stations do not import each other."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import claude_scope

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

PACKAGE = Path(claude_scope.__file__).parent
BASE = {
    "values",
    "clock",
    "errors",
    "geometry",
    "extras",
    "host_port",
    "image_header",
    "invisible_characters",
    "serialization",
    "lexicon",
    "pictures",
    "plural",
    "png",
    "redaction",
    "settings",
    "threads",
    "wording",
}
STATIONS = {"capture", "intake", "keyframes", "vision", "browser", "timeline", "hosted", "masking", "prompt", "report"}
ABOVE_ENGINE = {"fastapi", "starlette", "uvicorn", "sqlalchemy", "alembic", "dbos", "typer", "click"}
"""The web framework, the database, the workflow engine and the command line: only doors, store and jobs import them."""
HEAVY = ("av", "cv2", "numpy", "onnxruntime", "playwright")


def imported(source: str, module: str) -> Iterator[str]:
    """Full names of the modules that a module imports, anywhere in it, including those for type checking."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parent = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*parent, node.module] if node.module else parent)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def violations(source: str, module: str) -> list[str]:
    """A module's imports that violate the order; `module` is its full name, `claude_scope.vision.ocr.text_lines`.

    A module that is neither base, station nor pipeline is a door: it may import everything, and nothing below may
    import it.
    """
    own = part_of(module)
    wrong = []
    for name in imported(source, module):
        root = name.partition(".")[0]
        other = part_of(name) if root == "claude_scope" else None
        if other is None:
            if root in ABOVE_ENGINE and own in BASE | STATIONS | {"pipeline", ""}:
                wrong.append(f"{module} imports {root}, which only the doors may know")
        elif other != own and other not in allowed(own):
            wrong.append(f"{module} imports {name}: {own or 'the package'} may not know {other or 'the package'}")
    return wrong


def part_of(module: str) -> str:
    """The part of the package that a module belongs to: `vision` for `claude_scope.vision.ocr.text_lines`.

    Empty for the root itself, and for a name in it that is not a module, such as `claude_scope.__version__`.
    """
    part = [*module.split("."), ""][1]
    return part if part in BASE | STATIONS | {"pipeline"} | doors() else ""


def allowed(part: str) -> set[str]:
    """The parts that a part may import; the root may import nothing, so everything may import the root."""
    if part == "":
        return set()
    if part in BASE | STATIONS:
        return BASE | {""}
    if part == "pipeline":
        return BASE | STATIONS | {""}
    return BASE | STATIONS | {"pipeline", ""} | doors()


def doors() -> set[str]:
    """Every part of the package that is not base, station or pipeline: new ones need no entry here."""
    return {path.stem for path in PACKAGE.iterdir()} - BASE - STATIONS - {"pipeline", "__init__"}


def module_name(path: Path) -> str:
    """`claude_scope.vision.ocr.text_lines` for its file, `claude_scope.vision` for an `__init__.py`."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_imports_go_one_way() -> None:
    found = [
        violation
        for path in sorted(PACKAGE.rglob("*.py"))
        for violation in violations(path.read_text(encoding="utf-8"), module_name(path))
    ]
    assert found == []


def test_no_module_imports_itself_over_others() -> None:
    """Imports for type checking count too, since mutually dependent types are a cycle as well."""
    sources = {module_name(path): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    graph = {module: {known(name, sources) for name in imported(source, module)} for module, source in sources.items()}
    TopologicalSorter({module: names - {"", module} for module, names in graph.items()}).prepare()  # or CycleError


def test_doors_import_each_other_one_way() -> None:
    """For example, `server` builds `api`, and `api` serves `mcp`: neither imports a door above it."""
    graph: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        own, source = part_of(module_name(path)), path.read_text(encoding="utf-8")
        others = {part_of(name) for name in imported(source, module_name(path)) if name.startswith("claude_scope.")}
        graph.setdefault(own, set()).update(others & doors() - {own})
    TopologicalSorter({part: graph[part] for part in graph.keys() & doors()}).prepare()  # or CycleError


def known(name: str, modules: Collection[str]) -> str:
    """The module that an imported name is, or is in; empty if it belongs to another package."""
    return next((item for item in (name, name.rpartition(".")[0]) if item in modules), "")


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("claude_scope.vision.ocr.text_lines", "from claude_scope.timeline.pixels.matching import pairs"),
        ("claude_scope.vision.ocr.text_lines", "from claude_scope import timeline"),
        ("claude_scope.vision.ocr.text_lines", "import claude_scope.timeline.pixels.matching as m"),
        ("claude_scope.vision.ocr.text_lines", "from ...timeline import match"),
        ("claude_scope.vision.ocr.text_lines", "if TYPE_CHECKING:\n    from claude_scope.pipeline import Request"),
        ("claude_scope.vision.ocr.text_lines", "def late():\n    from claude_scope.cli.app import main"),
        ("claude_scope.vision.ocr.text_lines", "from fastapi import FastAPI"),
        ("claude_scope.vision.ocr.text_lines", "import sqlalchemy.orm"),
        ("claude_scope.values", "from claude_scope.keyframes import select"),
        ("claude_scope.pipeline", "from claude_scope.cli.app import main"),
        ("claude_scope.pipeline", "import dbos"),
        ("claude_scope", "from claude_scope.pipeline import analyse"),
    ],
)
def test_an_import_against_the_direction_is_found(module: str, source: str) -> None:
    assert len(violations(source, module)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("claude_scope.vision.ocr.text_lines", "from claude_scope.values import Line"),
        ("claude_scope.vision.ocr.text_lines", "from claude_scope.vision.reader import PreviousFrame"),
        ("claude_scope.vision.ocr.text_lines", "from .reader import PreviousFrame"),
        ("claude_scope.vision.ocr.text_lines", "import numpy as np"),
        ("claude_scope.redaction.redact", "from claude_scope.values import Analysis"),
        ("claude_scope.prompt.raw", "from claude_scope import __version__"),
        ("claude_scope.pipeline", "from claude_scope.vision.reader import PreviousFrame"),
        ("claude_scope.cli.app", "from claude_scope.pipeline import analyse"),
        ("claude_scope.cli.app", "import typer"),
    ],
)
def test_an_import_along_the_direction_is_allowed(module: str, source: str) -> None:
    assert violations(source, module) == []


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("claude_scope", HEAVY),
        ("claude_scope.cli.analyze", (*HEAVY, "pydantic", "playwright")),
        ("claude_scope.server.wiring", (*HEAVY, "fastapi", "starlette", "uvicorn", "dbos", "alembic")),
    ],
)
def test_importing_what_every_command_needs_loads_nothing_heavy(module: str, heavy: tuple[str, ...]) -> None:
    """For every command, for `analyze` before it starts the browser, and for every command of the service."""
    code = f"import sys, {module}; print([name for name in {heavy!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
