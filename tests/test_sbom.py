"""The software bill of materials is CycloneDX 1.6 and lists everything that is shipped; an outdated one is detected."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from cyclonedx.schema import SchemaVersion, _res

ROOT = Path(__file__).parent.parent
PACKAGE = "src/claude_scope"
READ = ("scripts/sbom", "scripts/lockfile.py", "sbom.cdx.json", "uv.lock", "pyproject.toml")
VENDORED = (
    f"{PACKAGE}/web/vendor",
    f"{PACKAGE}/browser/rrweb",
    f"{PACKAGE}/browser/playwright",
    f"{PACKAGE}/api/swagger_ui",
    f"{PACKAGE}/redaction/formats/data",
    f"{PACKAGE}/vision/networks",
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the files that the script reads."""
    for name in READ:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for name in VENDORED:
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "sbom.cdx.json").read_text(encoding="utf-8"))
    return found


def sbom(project: Path, option: str) -> int:
    command = [sys.executable, str(project / "scripts/sbom"), option]
    return subprocess.run(command, capture_output=True, check=False).returncode


def test_the_software_bill_of_materials_is_up_to_date(project: Path) -> None:
    assert sbom(project, "--check") == 0


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("uv.lock", 'name = "alembic"\nversion = "', 'name = "alembic"\nversion = "9'),
        (f"{PACKAGE}/web/vendor/preact.js", "function", "function /* changed */"),
        (f"{PACKAGE}/web/vendor/versions.json", '"version": "11.', '"version": "12.'),
        (f"{PACKAGE}/api/swagger_ui/swagger-ui.css", "{", " {"),
        ("sbom.cdx.json", "pkg:pypi/alembic@", "pkg:pypi/alembic@0."),
    ],
)
def test_what_changed_is_noticed_and_written_again(project: Path, name: str, old: str, new: str) -> None:
    file = project / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    assert sbom(project, "--check") == 1
    assert sbom(project, "--write") == 0
    assert sbom(project, "--check") == 0


def test_it_is_valid(bill: dict[str, Any]) -> None:
    """Against the schemas of the format, which the package cyclonedx-python-lib contains."""
    files = (str(_res.BOM_JSON[SchemaVersion.V1_6]), _res.SPDX_JSON, _res.JSF)
    schema, spdx, signatures = (json.loads(Path(path).read_text(encoding="utf-8")) for path in files)
    at = schema["$id"].rpartition("/")[0]
    others = [(f"{at}/{Path(path).name}", item) for path, item in zip(files[1:], (spdx, signatures), strict=True)]
    registry = jsonschema_rs.Registry(others)
    validator = jsonschema_rs.validator_for(schema, registry=registry)
    assert [str(error) for error in validator.iter_errors(bill)] == []
    assert not validator.is_valid(bill | {"components": [{"type": "nothing"}]})


def test_every_package_that_a_user_installs_is_there(bill: dict[str, Any]) -> None:
    purls = {item.get("purl") for item in bill["components"]}
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    (ours,) = (entry for entry in lock if entry["name"] == "claude-scope")
    direct = {our["name"] for our in ours["dependencies"]}
    assert {f"pkg:pypi/{entry['name']}@{entry['version']}" for entry in lock if entry["name"] in direct} <= purls
    assert "pkg:pypi/colorama@" in str(purls)  # only on Windows
    assert "pytest" not in str(purls)  # development
    assert "pkg:pypi/opencv-python@" not in str(purls)  # the headless one is the only one


def test_every_edge_leads_to_a_component(bill: dict[str, Any]) -> None:
    refs = {entry["bom-ref"] for entry in (bill["metadata"]["component"], *bill["components"])}
    assert len(refs) == len(bill["components"]) + 1
    assert {ref for edge in bill["dependencies"] for ref in (edge["ref"], *edge["dependsOn"])} == refs


def test_every_file_of_others_is_there(bill: dict[str, Any]) -> None:
    """The files in the folders for vendored code, except licences, notes and our own code."""
    named = {file["name"] for item in bill["components"] for file in item.get("components", ())}
    endings = {".js", ".css", ".onnx", ".npz"}
    shipped = {path for folder in VENDORED for path in (ROOT / folder).glob("*") if path.suffix in endings}
    data = ROOT / PACKAGE / "redaction/formats/data"
    shipped |= {data / "gitleaks.json", data / "bip39.txt"}
    files = {path.relative_to(ROOT).as_posix() for path in shipped} - {f"{PACKAGE}/api/swagger_ui/start.js"}
    assert files == named
