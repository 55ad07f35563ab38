"""Packs the extension. The same files give the same bytes."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from claude_scope.extension.generated import generated

if TYPE_CHECKING:
    from collections.abc import Mapping

Browser = Literal["chromium", "firefox"]
BROWSERS: tuple[Browser, ...] = ("chromium", "firefox")
FILES = Path(__file__).parent / "files"
EXTENSION_ID = "khjjibdgcaflmjdgdmiegenpigmcdkdc"
"""The id in Chromium, from the manifest's `key`: the first half of the SHA-256 of the key, in the letters a to p."""
_NOT_PACKED = {"page/port.js", "recording/secrets.d.ts"}
"""Files that are not packed: a part of page/recorder.js, and the types of a generated file."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_FIREFOX: dict[str, Any] = {
    "background": {"scripts": ["background.js"], "type": "module"},
    "browser_specific_settings": {
        "gecko": {
            "id": "claude-scope@claude-scope.dev",
            "strict_min_version": "140.0",
            "data_collection_permissions": {"required": ["browsingActivity", "websiteContent", "websiteActivity"]},
        }
    },
}
_CHROMIUM_ONLY = ("key", "minimum_chrome_version")
_CHROMIUM_PERMISSIONS = {"offscreen", "tabCapture"}


def files_of(browser: Browser = "chromium") -> Mapping[str, bytes]:
    """The files of the extension by their path."""
    found = {path.relative_to(FILES).as_posix(): path.read_bytes() for path in FILES.rglob("*") if path.is_file()}
    manifest = json.loads(found["manifest.json"])
    if browser == "firefox":
        found["manifest.json"] = json.dumps(_for_firefox(manifest), indent=2).encode() + b"\n"
    found |= {path: text.encode() for path, text in generated().items()}
    return {path: found[path] for path in sorted(found) if path not in _NOT_PACKED}


def packed(browser: Browser = "chromium") -> bytes:
    """The archive that a browser or its store accepts."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path, content in files_of(browser).items():
            file.writestr(zipfile.ZipInfo(path, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def unpack(folder: Path, browser: Browser = "chromium") -> None:
    """Write the extension into a folder, from which a browser loads it unpacked."""
    for path, content in files_of(browser).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def _for_firefox(manifest: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in manifest.items() if key not in _CHROMIUM_ONLY}
    for key in ("permissions", "optional_permissions"):
        kept[key] = [name for name in kept[key] if name not in _CHROMIUM_PERMISSIONS]
    return {**kept, **_FIREFOX}
