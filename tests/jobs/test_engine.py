"""Only one file imports the workflow engine, so it can be replaced. It unpickles nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import dbos

from tests.test_imports import PACKAGE, imported


def test_one_file_knows_the_workflow_engine() -> None:
    knows = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if any(name.partition(".")[0] == "dbos" for name in imported(path.read_text("utf-8"), path.stem))
    }
    assert knows == {"jobs/engine.py"}


def test_dbos_unpickles_in_the_one_place_that_is_closed() -> None:
    """A new version may have another one: then `engine._refuse_other_serialisations` has to close that too."""
    package = Path(dbos.__file__).parent
    names = ("pickle", "cloudpickle", "dill", "jsonpickle", "marshal", "shelve")
    used = {
        f"{path.relative_to(package).as_posix()}: {ast.unparse(node)}"
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names
    }
    imports = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if {name.partition(".")[0] for name in imported(path.read_text("utf-8"), path.stem)} & set(names)
    }
    assert used == {"_serialization.py: pickle.dumps", "_serialization.py: pickle.loads"}
    assert imports == {"_serialization.py"}
    unpickling = [
        f"{kind.name}.{method.name}"
        for kind in ast.parse((package / "_serialization.py").read_text("utf-8")).body
        if isinstance(kind, ast.ClassDef)
        for method in kind.body
        if isinstance(method, ast.FunctionDef) and "pickle.loads" in ast.unparse(method)
    ]
    assert unpickling == ["DefaultSerializer.deserialize"]
