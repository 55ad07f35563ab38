"""Package data for the scripts: which packages of uv.lock a user installs, in which versions, and under which licences.

The packages are those of uv.lock that `claude-scope` needs on Linux, macOS or Windows with all of its extras, without
development dependencies; their licences are taken from the metadata of the installed packages.
"""

from __future__ import annotations

import re
import sys
import tomllib
from functools import cache
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parent.parent
PROJECT = "claude-scope"
PLATFORMS = {
    "Linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macOS": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
NOT_ON_LINUX = {"colorama": "BSD-3-Clause", "pywin32": "PSF-2.0"}
"""Packages whose metadata is missing here, because only another system installs them."""
SPDX = r"(MIT|ISC|[A-Z]\w*-[\w.-]+)"
"""One SPDX identifier: `Apache-2.0`, not `Apache 2.0` or `3-Clause BSD License`."""
NAMES = (
    (r"apache", "Apache-2.0"),
    (r"mozilla|mpl", "MPL-2.0"),
    (r"isc", "ISC"),
    (r"mit\b", "MIT"),
    (r"3-clause|bsd", "BSD-3-Clause"),
)
"""Older packages describe their licence in words; the first matching pattern decides."""


@cache
def locked() -> list[dict[str, Any]]:
    """The packages of uv.lock; a package occurs twice if versions of Python need different versions of it."""
    found: list[dict[str, Any]] = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    return found


@cache
def extras() -> dict[str, list[str]]:
    """Our extras, and their requirements."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: dict[str, list[str]] = project["optional-dependencies"]
    return found


@cache
def reached(wanted: tuple[str, ...]) -> dict[str, set[str]]:
    """Each package, and each extra as `package[extra]`, with the platforms on which it is installed; includes ours.

    `wanted` are our extras to install.
    """
    edges: dict[str, list[dict[str, Any]]] = {}
    for package in locked():
        edges.setdefault(package["name"], []).extend(package.get("dependencies", []))
        for extra, more in package.get("optional-dependencies", {}).items():
            edges.setdefault(f"{package['name']}[{extra}]", []).extend(more)
    found: dict[str, set[str]] = {}
    for platform, environment in PLATFORMS.items():
        waiting = [PROJECT, *(f"{PROJECT}[{extra}]" for extra in wanted)]
        while waiting:
            name = waiting.pop()
            if platform in found.setdefault(name, set()):
                continue
            found[name].add(platform)
            for edge in edges[name]:
                if applies(edge.get("marker"), environment):
                    waiting += [edge["name"], *(f"{edge['name']}[{extra}]" for extra in edge.get("extra", ()))]
    return found


def needed(wanted: tuple[str, ...] | None = None) -> dict[str, set[str]]:
    """Each third-party package with the platforms on which it is installed, for all of our extras or the given ones."""
    found = reached(tuple(extras()) if wanted is None else wanted)
    return {name: platforms for name, platforms in found.items() if "[" not in name and name != PROJECT}


def of_extras() -> dict[str, str]:
    """Each package that only extras install, with these extras, such as `hosted`."""
    everyone = needed(())
    brought = {extra: needed((extra,)).keys() - everyone.keys() for extra in extras()}
    return {
        name: ", ".join(extra for extra in brought if name in brought[extra]) for name in needed().keys() - everyone
    }


def dependencies(package: dict[str, Any]) -> list[tuple[str, str]]:
    """Name and version of the dependencies of a package in `locked` on any platform, for the given extras of it."""
    wanted = list(package.get("dependencies", []))
    for extra, more in package.get("optional-dependencies", {}).items():
        wanted += more if f"{package['name']}[{extra}]" in reached(tuple(extras())) else []
    edges = [edge for edge in wanted if any(applies(edge.get("marker"), item) for item in PLATFORMS.values())]
    versions = {(entry["name"], entry["version"]) for entry in locked()}
    return sorted(pair for pair in versions if any(pair == (e["name"], e.get("version", pair[1])) for e in edges))


def applies(marker: str | None, environment: dict[str, str]) -> bool:
    """Whether a dependency is needed on a platform, for any version of Python."""
    if marker is None:
        return True
    return any(
        Marker(marker).evaluate({**environment, "python_version": f"3.{minor}", "python_full_version": f"3.{minor}.0"})
        for minor in range(11, 16)
    )


def licence(name: str) -> str:
    """The licence of a package, as an SPDX expression if possible."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        if name in NOT_ON_LINUX:
            return NOT_ON_LINUX[name]
        sys.exit(f"licences: {name} is not installed; run scripts/setup, or name its licence in {Path(__file__).name}.")
    return about["License-Expression"] or spelled(about, name)


def spelled(about: PackageMetadata, name: str) -> str:
    """The licence of a package that has no SPDX expression, from its free text or its classifiers."""
    free = (about["License"] or "").strip()
    if re.fullmatch(rf"{SPDX}( (AND|OR) {SPDX})*", free):
        return free
    words = free.partition("\n")[0] or " ".join(c for c in about.get_all("Classifier", []) if c.startswith("License"))
    for pattern, spdx in NAMES:
        if re.search(pattern, words, re.IGNORECASE):
            return spdx
    sys.exit(f"licences: the licence of {name} cannot be told from {words!r}; look it up and extend NAMES.")
