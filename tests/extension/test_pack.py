"""The packed extension keeps the rules of the stores: few permissions, no remote, generated or encoded code."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from claude_scope.extension.pack import BROWSERS, EXTENSION_ID, Browser, files_of, packed, unpack

ROOT = Path(__file__).parents[2]
WEB_EXT = ROOT / "node_modules" / ".bin" / "web-ext"
FORBIDDEN = {
    "evaluates text": r"\beval\s*\(|\bnew Function\b|\bFunction\s*\(\s*[\"'`]|set(?:Timeout|Interval)\(\s*[\"'`]",
    "loads code": r"\bimportScripts\b|\bimport\s*\(\s*[\"'`]?https?:|<script[^>]+src=[\"']https?:",
    "starts a worker": r"\bnew (?:Shared)?Worker\b",
    "decodes": r"\batob\s*\(|;base64,|fromCharCode\([^)]{200}|\\x[0-9a-f]{2}\\x[0-9a-f]{2}\\x",
    "writes HTML": r"\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write\s*\(",
}
MAX_CHARS = 600
"""The longest line of code; rrweb has conditions of 500 characters."""
VENDORED = {"evaluates text": set[str](), "writes HTML": {"page/recorder.js"}}
"""rrweb's own code measures a page's HTML in a document that is not shown."""


def manifest_of(browser: Browser) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(files_of(browser)["manifest.json"])
    return manifest


def scripts() -> dict[str, str]:
    return {path: content.decode() for path, content in files_of().items() if path.endswith((".js", ".html"))}


def test_the_id_is_that_of_the_fixed_key() -> None:
    key = base64.b64decode(manifest_of("chromium")["key"])
    letters = (chr(ord("a") + int(digit, 16)) for digit in hashlib.sha256(key).hexdigest()[:32])
    assert "".join(letters) == EXTENSION_ID


def test_an_install_asks_for_nothing() -> None:
    """These four show no warning; the others are asked for by a click."""
    manifest = manifest_of("chromium")
    assert manifest["permissions"] == ["activeTab", "scripting", "storage", "offscreen"]
    assert manifest["optional_permissions"] == ["tabCapture"]
    assert manifest["optional_host_permissions"] == ["http://*/*", "https://*/*"]
    for key in ("host_permissions", "content_scripts", "externally_connectable", "web_accessible_resources"):
        assert key not in manifest


@pytest.mark.parametrize("rule", FORBIDDEN)
def test_no_script_breaks_a_rule_of_the_stores(rule: str) -> None:
    found = {path for path, text in scripts().items() if re.search(FORBIDDEN[rule], text)}
    assert found <= VENDORED.get(rule, set())


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("evaluates text", "eval(text)"),
        ("evaluates text", "setTimeout('go()', 1)"),
        ("loads code", 'import("https://example.org/a.js")'),
        ("decodes", "atob(text)"),
        ("writes HTML", "element.innerHTML = text"),
    ],
)
def test_a_broken_rule_is_found(rule: str, code: str) -> None:
    assert re.search(FORBIDDEN[rule], code)


def test_no_code_is_minified() -> None:
    """Only data has long lines: the patterns and words that generated.py writes."""
    for path, text in scripts().items():
        long = [line for line in text.splitlines() if len(line) > MAX_CHARS]
        assert all(line.startswith(("export const ", "})(")) for line in long), path


def test_the_same_files_give_the_same_archive() -> None:
    assert packed() == packed()
    with zipfile.ZipFile(io.BytesIO(packed())) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == sorted(files_of())


@pytest.mark.parametrize("browser", BROWSERS)
def test_every_named_file_is_packed(browser: Browser) -> None:
    files = files_of(browser)
    named = set(re.findall(r'"([\w/-]+\.(?:js|html|png))"', files["manifest.json"].decode()))
    for path, content in files.items():
        if path.endswith(".html"):
            for address in re.findall(rb'(?:src|href)="([^"#:]+)"', content):
                named.add(os.path.normpath(Path(path).parent / address.decode()))
        if path.endswith(".js"):
            for address in re.findall(rb'^(?:import|export) [^"]*"(\.[^"]+)"', content, re.MULTILINE):
                named.add(os.path.normpath(Path(path).parent / address.decode()))
    assert named <= set(files)


def test_the_linter_of_web_extensions_finds_no_error(tmp_path: Path) -> None:
    unpack(tmp_path, "firefox")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    command: list[str | Path] = [WEB_EXT, "lint", "--source-dir", tmp_path, "--output", "json", "--no-config-discovery"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    report = json.loads(done.stdout)
    assert [(error["code"], error["message"]) for error in report["errors"]] == []
    codes = {warning["code"] for warning in report["warnings"]}
    assert codes <= {"UNSUPPORTED_API", "KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION"}
