"""The `__init__.py` of each folder in the package is a map of its files."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import claude_scope

PACKAGE = Path(claude_scope.__file__).parent
FOLDERS = sorted(path.parent for path in PACKAGE.rglob("__init__.py") if "versions" not in path.parts)
ENTRY = re.compile(r"^(?: {4})?(\S+(?:\.py|/)) {2,}\S", re.MULTILINE)
"""A line of a map. Ruff removes the indentation if every line of a docstring but the first has it."""
MAX_FILES = 16


def names_in(folder: Path) -> set[str]:
    """Modules and packages in a folder, as its map names them."""
    files = {path.name for path in folder.glob("*.py")} - {"__init__.py", "__main__.py"}
    return files | {f"{path.parent.name}/" for path in folder.glob("*/__init__.py")}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(PACKAGE).as_posix())
def test_a_folder_has_a_map_of_its_files(folder: Path) -> None:
    """One line each: a newcomer finds a file by reading the maps from the root down."""
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert sorted(ENTRY.findall(text)) == sorted(names_in(folder))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(PACKAGE).as_posix())
def test_a_folder_has_few_files(folder: Path) -> None:
    assert len(list(folder.glob("*.py"))) - 1 <= MAX_FILES
