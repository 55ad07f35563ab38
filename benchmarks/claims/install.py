"""Installs what an application needs; existing packages are kept."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.claims.start_app import APPS

if TYPE_CHECKING:
    from benchmarks.claims.app import App

_NPM = ("install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def install(app: App) -> None:
    """Install its packages from PyPI and npm into its folder, and those from Debian into the system."""
    home = APPS / app.name
    home.mkdir(parents=True, exist_ok=True)
    if app.pypi:
        python = home / "bin" / "python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        _once(app, "pypi", app.pypi, [str(python), "-m", "pip", "install", "--quiet", *app.pypi])
    if app.npm:
        if not (home / "package.json").exists():
            # otherwise npm adds the packages to the repository's own package.json
            (home / "package.json").write_text("{}")
        _once(app, "npm", app.npm, [shutil.which("npm") or "npm", *_NPM, *app.npm])
    missing = [package for package in app.debian if not _is_installed(package)]
    if missing:
        subprocess.run(["apt-get", "install", "--yes", "--no-install-recommends", *missing], check=True)


def _once(app: App, registry: str, packages: tuple[str, ...], command: list[str]) -> None:
    note, wanted = APPS / app.name / f"{registry}-installed.txt", "\n".join(packages)
    if note.exists() and note.read_text() == wanted:
        return
    print(f"installing {', '.join(packages)} from {registry}", flush=True)
    subprocess.run(command, cwd=APPS / app.name, check=True)
    note.write_text(wanted)


def _is_installed(package: str) -> bool:
    asked = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return subprocess.run(asked, capture_output=True, text=True).stdout == "installed"
