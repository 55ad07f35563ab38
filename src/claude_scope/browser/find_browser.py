"""Finds Chrome or Chromium on this machine, and builds its launch flags."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BROWSER_VARIABLE = "CLAUDE_SCOPE_BROWSER"
"""Environment variable with the path of the browser; if it is set, no other browser is tried."""

_SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
_SHELL_PLACES = {"linux": ("/usr/bin/chromium-headless-shell", "/usr/lib/chromium/chromium-headless-shell")}
"""Chromium without windows: Debian packages it, and Playwright installs it next to the full browser."""

_NAMES = (
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "chromium",
    "chromium-browser",
    "microsoft-edge-stable",
    "microsoft-edge",
    "msedge",
)
_PLACES = {
    "linux": (
        "/usr/bin/google-chrome-stable",
        "/opt/google/chrome/chrome",
        "/usr/bin/chromium",
        "/usr/lib/chromium/chromium",
        "/snap/bin/chromium",
        "/usr/bin/chromium-browser",
        "/var/lib/flatpak/exports/bin/org.chromium.Chromium",
    ),
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "~/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        "${PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
        "${PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
        "${LOCALAPPDATA}/Google/Chrome/Application/chrome.exe",
        "${LOCALAPPDATA}/Chromium/Application/chrome.exe",
        "${PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
    ),
}
_PLAYWRIGHT_HOME = {
    "linux": "~/.cache/ms-playwright",
    "darwin": "~/Library/Caches/ms-playwright",
    "win32": "${LOCALAPPDATA}/ms-playwright",
}
_PLAYWRIGHT_PATTERNS = (
    "chromium-*/chrome-*/chrome",
    "chromium-*/chrome-*/chrome.exe",
    "chromium-*/chrome-*/*.app/Contents/MacOS/*",
)
_PLAYWRIGHT_SHELLS = (
    "chromium_headless_shell-*/*/*headless*shell",
    "chromium_headless_shell-*/*/*headless*shell.exe",
)

DISABLED_FEATURES = (
    # The suggestions under the address bar, which recent versions of Chromium load as a separate page into each new
    # window, even headless. It takes 0.7 s of processor time, more than a small page itself.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    # Features that Playwright disables. They are repeated as this list replaces Playwright's; a test compares the two.
    *("AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync"),
    *("DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay"),
    *("MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch"),
    *("TcpPortRandomizationWin", "ThirdPartyStoragePartitioning", "msEdgeUpdateLaunchServicesPreferredVersion"),
    "msForceBrowserSignIn",
)
"""Names of Chromium features to disable; a browser ignores unknown names."""


def find_headless() -> Path | None:
    """The browser to inspect pages with, or None.

    The order: the system's headless shell, which needs two thirds of the time and memory; a full browser of the system,
    which gets updates; what Playwright has installed, the shell first.
    """
    return _first(_headless_browsers())


def find_browser() -> Path | None:
    """A full browser, which can also record a tab, or None.

    The order: `CLAUDE_SCOPE_BROWSER`, the usual names on PATH, the usual places of the system, the newest Chromium that
    `playwright install chromium` put into the user's cache.
    """
    return _first(_full_browsers())


def launch_arguments() -> list[str]:
    """Flags for a headless browser that does not call home and cannot bypass its proxy.

    The sandbox stays on except for root, for whom Chromium does not start with it. Without the policy below, WebRTC
    sends UDP around the proxy.
    """
    quiet = [
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        # Playwright enables component updates again, and Chrome asks who is signed in: both are sent to a dead address.
        "--component-updater=url-source=http://localhost:1",
        "--gaia-url=http://localhost:1",
        # The switch was renamed; Chromium 156 ignores the second name, which older ones and the headless shell use.
        "--webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        f"--disable-features={','.join(DISABLED_FEATURES)}",
    ]
    return [*quiet, "--no-sandbox"] if is_root() else quiet


def is_root() -> bool:
    """Whether this process runs as root; Chromium then refuses to start with its sandbox."""
    return sys.platform != "win32" and os.geteuid() == 0


def has_screen() -> bool:
    """Whether there is a graphical screen for a window."""
    displays = (os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return sys.platform in ("win32", "darwin") or any(displays)


def _first(candidates: Iterator[Path]) -> Path | None:
    """The browser that the environment names, if any, otherwise the first executable candidate."""
    if chosen := os.environ.get(BROWSER_VARIABLE):
        path = Path(chosen).expanduser()
        return path if _is_executable(path) else None
    return next((path for path in candidates if _is_executable(path)), None)


def _headless_browsers() -> Iterator[Path]:
    yield from _on_path(_SHELLS)
    yield from map(_expand, _SHELL_PLACES.get(sys.platform, ()))
    yield from _of_the_system()
    yield from _installed_by_playwright(_PLAYWRIGHT_SHELLS)
    yield from _installed_by_playwright(_PLAYWRIGHT_PATTERNS)


def _full_browsers() -> Iterator[Path]:
    yield from _of_the_system()
    yield from _installed_by_playwright(_PLAYWRIGHT_PATTERNS)


def _of_the_system() -> Iterator[Path]:
    yield from _on_path(_NAMES)
    yield from map(_expand, _PLACES.get(sys.platform, ()))


def _on_path(names: tuple[str, ...]) -> Iterator[Path]:
    yield from (Path(found) for name in names if (found := shutil.which(name)))


def _installed_by_playwright(patterns: tuple[str, ...]) -> Iterator[Path]:
    home = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or _PLAYWRIGHT_HOME.get(sys.platform, "")
    if home in ("", "0"):  # "0" puts the browsers into the package's own folder, which only Playwright can name
        return
    for pattern in patterns:
        yield from sorted(_expand(home).glob(pattern), key=_build, reverse=True)


def _build(path: Path) -> int:
    """The build number in `chromium-1234/...`, so that 1234 comes after 999."""
    numbers = (part.rpartition("-")[2] for part in path.parts if part.startswith("chromium"))
    return max((int(number) for number in numbers if number.isdigit()), default=0)


def _expand(place: str) -> Path:
    return Path(os.path.expandvars(place)).expanduser()


def _is_executable(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK) and not _is_stub(path)


def _is_stub(path: Path) -> bool:
    """Whether this is the script of Ubuntu's `chromium-browser` package, which only asks to install a missing snap."""
    if path.stat().st_size > 16_000 or Path("/snap/bin/chromium").exists():
        return False
    return b"snap install chromium" in path.read_bytes()
