"""Validates a storage-state file (cookies and local storage of a signed-in browser) before Playwright reads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from claude_scope.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAX_BYTES = 64_000_000
"""Far more than browsers let all sites store together; a larger file is something else."""
_HOW = "write one with `playwright codegen --save-storage=FILE URL`"


def check_storage_state(path: Path | None) -> None:
    """Refuse a file that Playwright did not write as a storage state.

    Raises:
        BadInput: it is missing, not JSON, or has no well-formed cookies or origins.
    """
    if path is None:
        return
    try:
        if path.exists() and not path.is_file():
            raise BadInput(f"The storage state {path} is not an ordinary file; {_HOW}.")
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(f"The storage state {path} has more than {MAX_BYTES:,} bytes; {_HOW}.")
        state = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadInput(f"The storage state {path} cannot be read ({error.strerror}); check the name.") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"The storage state {path} is not JSON; {_HOW}.") from error
    if not isinstance(state, dict) or not _all(state.get("cookies"), _is_cookie):
        raise BadInput(f"The storage state {path} holds no cookies as Playwright writes them; {_HOW}.")
    if not _all(state.get("origins", []), _is_origin):
        raise BadInput(f"The storage state {path} holds no origins as Playwright writes them; {_HOW}.")


def _all(items: object, check: Callable[[object], bool]) -> bool:
    return isinstance(items, list) and all(map(check, items))


def _is_cookie(cookie: object) -> bool:
    texts = ("name", "value", "domain", "path")
    return isinstance(cookie, dict) and all(isinstance(cookie.get(key), str) for key in texts)


def _is_origin(origin: object) -> bool:
    if not isinstance(origin, dict) or not isinstance(origin.get("origin"), str):
        return False
    return _all(origin.get("localStorage", []), _is_item)


def _is_item(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("name"), str) and isinstance(item.get("value"), str)
