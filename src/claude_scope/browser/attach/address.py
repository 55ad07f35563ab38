"""Finds the address at which a running browser accepts programs that control it.

A browser that allows this writes the file `DevToolsActivePort` into its profile's folder. The file holds a port and the
path of a WebSocket. It may be stale.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from claude_scope.errors import BadInput, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = {"chrome": "Chrome", "edge": "Edge", "chromium": "Chromium"}
SETTING = "chrome://inspect/#remote-debugging"
"""The browser's page with the check box that allows remote debugging; Edge and Chromium have it at this address too."""
OLDEST_MAJOR = 144
"""The first version with that check box."""
_FILE, _VERSION_FILE = "DevToolsActivePort", "Last Version"
_FOLDERS: dict[str, dict[str, tuple[str, ...]]] = {
    "linux": {
        "chrome": ("google-chrome", "~/.var/app/com.google.Chrome/config/google-chrome"),
        "edge": ("microsoft-edge", "~/.var/app/com.microsoft.Edge/config/microsoft-edge"),
        "chromium": (
            "chromium",
            "~/snap/chromium/common/chromium",
            "~/.var/app/org.chromium.Chromium/config/chromium",
        ),
    },
    "darwin": {"chrome": ("Google/Chrome",), "edge": ("Microsoft Edge",), "chromium": ("Chromium",)},
    "win32": {
        "chrome": ("Google/Chrome/User Data",),
        "edge": ("Microsoft/Edge/User Data",),
        "chromium": ("Chromium/User Data",),
    },
}
"""The default profile folders, relative to the folder for the data of all programs; snap and Flatpak have their own."""
_PATH = re.compile(r"/devtools/browser(/[\w-]*)?")
_VERSION_TIMEOUT_S = 5.0
_LISTENS_TIMEOUT_S = 1.0
_MAX_ANSWER_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Address:
    """The WebSocket of a browser, such as `ws://127.0.0.1:9222/devtools/browser/ID`, and the browser's name."""

    websocket: str
    browser: str = "The browser"


def find_address(browser: str = "") -> Address:
    """The address of the running browser with this name (`chrome`, `edge`, `chromium`), or of the only running one.

    Raises:
        BadInput: none of them allows debugging, or several do.
    """
    names = [browser] if browser else [*NAMES]
    found = [Address(f"ws://127.0.0.1:{port}{path}", NAMES[name]) for name in names for port, path in _ports(name)]
    if len(found) > 1:  # a browser that has ended leaves its file behind
        found = [address for address in found if listens(address)] or found[:1]
    if len(found) > 1:
        listed = " and ".join(dict.fromkeys(address.browser for address in found))
        raise BadInput(f"{listed} allow remote debugging; name one of them, such as --attach {_key(found[0])}.")
    if not found:
        raise BadInput(_not_allowed(names))
    return found[0]


def parse_address(text: str) -> Address:
    """The address of a browser that the user wrote: `ws://...`, `http://127.0.0.1:9222` or `localhost:9222`.

    Asks the browser for the path of its WebSocket if the address has none; this blocks for up to five seconds.

    Raises:
        UsageError: it is not an address on this machine.
        BadInput: no browser answers there.
    """
    host, port, path = _split(text)
    if path:
        return Address(f"ws://{host}:{port}{path}")
    for name in NAMES:
        for known_port, known_path in _ports(name):
            if known_port == port:
                return Address(f"ws://{host}:{port}{known_path}", NAMES[name])
    path = _asked(host, port)
    return Address(f"ws://{host}:{port}{path}")


def check_address(text: str, option: str = "--attach") -> None:
    """Raise `UsageError` unless this value of an option is an address on this machine."""
    _split(text, option)


def is_browser_name(text: str) -> bool:
    """Whether this names a browser."""
    return text in NAMES


def listens(address: Address) -> bool:
    """Whether a program listens at this address. The browser asks its user only when it gets a request, so not here."""
    parts = urlsplit(address.websocket)
    with suppress(OSError), socket.create_connection((parts.hostname or "", parts.port or 0), _LISTENS_TIMEOUT_S):
        return True
    return False


def _key(address: Address) -> str:
    return next(key for key, name in NAMES.items() if name == address.browser)


def _split(text: str, option: str = "--attach") -> tuple[str, int, str]:
    """Host, port and path; the path is "" unless it is the path of a browser's WebSocket."""
    address = text.strip()
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in ("http", "ws") or not host or not port:
        raise UsageError(
            f"{option} {text!r} is neither a browser ({', '.join(NAMES)}) nor the address of one, "
            "such as http://127.0.0.1:9222."
        )
    if not _is_loopback(host):
        raise UsageError(
            f"{option} {text!r} is an address of another machine, and the connection is not encrypted; "
            "give one of this machine, such as 127.0.0.1:9222."
        )
    return f"[{host}]" if ":" in host else host, port, parts.path if _PATH.fullmatch(parts.path) else ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return False


def _asked(host: str, port: int) -> str:
    """The path of the WebSocket, which the browser is asked for. Browsers with the check box do not report it."""
    connection = http.client.HTTPConnection(host.strip("[]"), port, timeout=_VERSION_TIMEOUT_S)
    try:
        connection.request("GET", "/json/version")
        with connection.getresponse() as response:
            about: Any = json.loads(response.read(_MAX_ANSWER_BYTES)) if response.status == 200 else {}
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise BadInput(
            f"No browser answers at {host}:{port} ({getattr(error, 'strerror', None) or 'no answer of a browser'}): "
            f"give the port that {SETTING} shows in your browser, or only its name, such as --attach chrome."
        ) from error
    finally:
        connection.close()
    named = about.get("webSocketDebuggerUrl") if isinstance(about, dict) else None
    path = urlsplit(named).path if isinstance(named, str) else ""
    if not _PATH.fullmatch(path):
        raise BadInput(
            f"{host}:{port} does not say where a browser accepts debugging; name the browser instead "
            f"({', '.join(NAMES)}), or give the whole address (ws://...) from the file {_FILE} in its profile's folder."
        )
    return path


def _ports(name: str) -> Iterator[tuple[int, str]]:
    """The port and the path of the WebSocket of each default profile of a browser that allows debugging."""
    for folder in _profile_folders(name):
        with suppress(OSError, ValueError):
            lines = (folder / _FILE).read_text("utf-8").split("\n")
            if len(lines) >= 2 and 0 < (port := int(lines[0])) < 65_536 and _PATH.fullmatch(lines[1].strip()):
                yield port, lines[1].strip()


def _profile_folders(name: str) -> Iterator[Path]:
    home = {
        "darwin": "~/Library/Application Support",
        "win32": os.environ.get("LOCALAPPDATA", "~/AppData/Local"),
    }.get(sys.platform, os.environ.get("XDG_CONFIG_HOME") or "~/.config")
    for place in _FOLDERS.get(sys.platform, {}).get(name, ()):
        yield Path(home, place).expanduser() if not place.startswith("~") else Path(place).expanduser()


def _not_allowed(names: list[str]) -> str:
    """The message that no browser was found; if an installed browser is too old, the message names it."""
    for name in names:
        if (major := _major(name)) is not None and major < OLDEST_MAJOR:
            return (
                f"{NAMES[name]} {major} is too old to let a program record a tab; "
                f"update it to version {OLDEST_MAJOR} or newer."
            )
    *first, last = (NAMES[name] for name in names)
    browsers = f"{', '.join(first)} or {last}" if first else last
    return (
        f"No running {browsers} allows remote debugging: tick the box at {SETTING} and run this again (if it cannot be "
        "ticked, a policy of your organisation forbids it; a browser with another profile folder is found only by the "
        "address that this page shows)."
    )


def _major(name: str) -> int | None:
    """The major version of the browser that last used the profile; None if no browser has."""
    for folder in _profile_folders(name):
        with suppress(OSError, ValueError):
            return int((folder / _VERSION_FILE).read_text("utf-8").partition(".")[0])
    return None
