"""Fetches the libraries and applications of the flows into `.cache/captures/`, which git ignores.

    python -m benchmarks.captures.fetch

Existing packages are kept.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
CACHE = ROOT / ".cache" / "captures"
LIBRARIES = CACHE / "node_modules"
APPLICATIONS = CACHE / "apps"
NPM = (
    "@shoelace-style/shoelace@2.20.1",
    "antd@6.6.8",
    "bootstrap@5.3.9",
    "chart.js@4.6.1",
    "dayjs@1.11.23",
    "dropzone@6.3.5",
    "element-plus@2.14.8",
    "flatpickr@4.6.13",
    "quill@2.0.3",
    "react@18.3.1",
    "react-dom@18.3.1",
    "sortablejs@1.15.7",
    "sweetalert2@11.26.25",
    "tabulator-tables@6.5.3",
    "vanilla-jsoneditor@3.13.0",
    "vue@3.5.45",
)
PYPI = ("roundup==2.6.0", "trac==1.6", "setuptools==80.9.0")
"""Trac 1.6 still imports `pkg_resources`, which later versions of setuptools lack."""
_NOTE = "fetched.txt"


def fetch() -> None:
    """Install missing packages with npm and pip."""
    CACHE.mkdir(parents=True, exist_ok=True)
    (CACHE / "package.json").write_text("{}")  # otherwise npm adds the packages to the repository's own package.json
    _once("npm", NPM, [_npm(), "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *NPM])
    if not (APPLICATIONS / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(APPLICATIONS)], check=True)
    _once("pypi", PYPI, [str(APPLICATIONS / "bin" / "python"), "-m", "pip", "install", "--quiet", *PYPI])


def _npm() -> str:
    return shutil.which("npm") or str(ROOT / ".venv" / "bin" / "npm")


def _once(name: str, packages: tuple[str, ...], command: list[str]) -> None:
    note, wanted = CACHE / f"{name}-{_NOTE}", "\n".join(packages)
    if note.exists() and note.read_text() == wanted:
        return
    print(f"fetching {len(packages)} packages from {name}")
    subprocess.run(command, cwd=CACHE, check=True)
    note.write_text(wanted)


if __name__ == "__main__":
    fetch()
