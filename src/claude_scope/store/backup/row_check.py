"""Validates the rows of a restored database, column by column.

SQLite accepts any value in any column, and the service trusts its rows: an id becomes a folder name, a MIME type the
type of a response, and a password hash decides how much memory its check takes.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Boolean, Integer, String

from claude_scope.errors import BadInput, UsageError
from claude_scope.store.assets.assets import check_key
from claude_scope.store.tables import (
    ID,
    MAX_ANY_URL,
    MAX_HAPPENED,
    MAX_KEPT_ANSWERS,
    MAX_NOTES,
    MAX_TITLE,
    MAX_URL,
    TIME,
    Base,
)
from claude_scope.values import Agent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Column

    Check = Callable[[Any], bool]

_ID = re.compile(r"[a-z]{3,4}_[A-Z0-9]{1,15}(_[0-9]{1,9})?")
_HASH = re.compile(r"\$argon2id\$v=19\$m=[0-9]{1,5},t=[0-9],p=[0-9]\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,128}")
"""At most 98 MiB and nine passes: the hash decides the cost of checking a password, before the user is signed in."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
MAX_TEXTS = 100_000
"""Maximum length of the encrypted texts of an upload; JSON may write each of their characters as `\\uXXXX\\uXXXX`."""
_FOLDER = r"(uploads|sessions/sess_[A-Z0-9]{1,15})"
"""Folders of `Files`: a bucket may contain other objects, which a row must not name."""
MAX_URLS = 1_000
"""Maximum number of URLs of a session, as in the API."""
MAX_INTEGERS = {Integer: 2**31 - 1, BigInteger: 2**53}
NO_PICTURE = (
    "SELECT 1 FROM files WHERE kind IN ('frame', 'thumbnail', 'screenshot') "
    "AND mime_type NOT IN ('image/png', 'image/jpeg', 'image/webp')"
)
"""Finds frames and the like without the MIME type of a picture. The API responds with the MIME type of the row, so
another type could be a page with a script.
"""


def check_rows(database: Path, backup: Path) -> None:
    """Raise BadInput for the first value that Claude Scope would not write; may raise sqlite3.DatabaseError."""
    with closing(sqlite3.connect(database)) as connection:
        for table in Base.metadata.sorted_tables:
            checks = [_check_of(column) for column in table.columns]
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            for row in connection.execute(f'SELECT {names} FROM "{table.name}"'):
                for column, check, value in zip(table.columns, checks, row, strict=True):
                    if not (check(value) if value is not None else column.nullable):
                        raise _wrong(backup, f"{table.name}.{column.name}")
        if connection.execute(NO_PICTURE).fetchone():
            raise _wrong(backup, "files.mime_type")
        for key, file_id, sha256 in connection.execute("SELECT key, id, sha256 FROM files"):
            if not re.fullmatch(rf"{_FOLDER}/{sha256}-{file_id[4:]}\.[a-z0-9]{{1,5}}", key):
                raise _wrong(backup, "files.key")


def _wrong(backup: Path, column: str) -> BadInput:
    return BadInput(f"{backup} is not a backup of claude-scope: it has an invalid value of {column}.")


def _one_of(*values: object) -> Check:
    return lambda value: value in values


def _json(kind: type) -> Check:
    def check(value: Any) -> bool:
        try:
            return isinstance(json.loads(value), kind)
        except (ValueError, TypeError, RecursionError):
            return False

    return check


def _are_texts(value: Any) -> bool:
    """Whether a value is a JSON list of texts that can be sent; half of a surrogate pair cannot be sent."""
    return _json(list)(value) and all(
        isinstance(text, str) and not _SURROGATE.search(text) for text in json.loads(value)
    )


def _is_time(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) == TIME.length and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _base64(most: int) -> Check:
    return lambda value: isinstance(value, str) and len(value) <= most and _BASE64.fullmatch(value) is not None


def _is_key(value: Any) -> bool:
    try:
        return isinstance(value, str) and check_key(value) == value
    except UsageError:
        return False


def _text(most: int) -> Check:
    return lambda value: isinstance(value, str) and len(value) <= most


def _address(most: int, scheme: str = "https?") -> Check:
    """A URL of a page or a server; masked secrets may make it invalid."""
    return lambda value: (
        isinstance(value, str) and len(value) <= most and re.match(rf"{scheme}://\S", value) is not None
    )


def _or_none(check: Check) -> Check:
    """The check of a column in which an empty text means that there is no value."""
    return lambda value: value == "" or check(value)


def _are_urls(value: Any) -> bool:
    found = json.loads(value) if _are_texts(value) else None
    return found is not None and len(found) <= MAX_URLS and all(map(_text(MAX_ANY_URL), found))


CHECKS: dict[str, Check] = {
    "users.avatar_url": _address(MAX_ANY_URL, "https"),
    "users.tokens_valid_from_ms": lambda value: isinstance(value, int) and 0 <= value <= (time.time() + 86_400) * 1000,
    "users.password_hash": lambda value: isinstance(value, str) and _HASH.fullmatch(value) is not None,
    "credentials.base_url": _address(MAX_URL),
    "settings.default_agent": _one_of(*Agent),
    "settings.max_recording_length": _one_of(5, 10, 15, 30),
    "sessions.id": lambda value: isinstance(value, str) and re.fullmatch("sess_[A-Z0-9]{8}", value) is not None,
    "sessions.failed_lane": _one_of("frameExtraction", "visionLane", "playwrightLane", "synthesis"),
    "sessions.status": _one_of("processing", "complete", "error"),
    "sessions.title": _text(MAX_TITLE),
    "sessions.seed_url": _or_none(_address(MAX_URL)),
    "sessions.notes": _text(MAX_NOTES),
    "sessions.urls": _are_urls,
    "sessions.agent_target": _one_of(*Agent),
    "sessions.prompt_status": _one_of("not_started", "generating", "complete", "error"),
    "sessions.processing": _json(dict),
    "sessions.options": _json(dict),
    "sessions.work": _one_of("open", "done", "failed", "none"),
    "sessions.analysis": _json(dict),
    "sessions.happened": _text(MAX_HAPPENED),
    "frames.url": _or_none(_address(MAX_URL)),
    "frames.aria_tree": _json(list),
    "files.sha256": lambda value: isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None,
    "files.kind": _one_of("video", "frame", "thumbnail", "screenshot", "step"),
    "files.key": _is_key,
    "files.encrypted_texts": _base64(MAX_TEXTS),
    "files.encrypted_answers": _base64(MAX_KEPT_ANSWERS),
    "files.state": _one_of("writing", "ready", "deleting"),
}
"""Checks of columns that are more specific than their types."""


def _check_of(column: Column[Any]) -> Check:
    """The check of the values of a column that are not NULL."""
    kind = column.type
    if (own := CHECKS.get(f"{column.table.name}.{column.name}")) is not None:
        return own
    if kind is TIME:
        return _is_time
    if kind is ID:
        return lambda value: isinstance(value, str) and _ID.fullmatch(value) is not None
    if isinstance(kind, Boolean):
        return _one_of(0, 1)
    if isinstance(kind, Integer):
        most = MAX_INTEGERS[type(kind)]
        return lambda value: isinstance(value, int) and -most <= value <= most
    assert isinstance(kind, String), kind  # and Text; each column of JSON has its own check
    length = kind.length
    return lambda value: isinstance(value, str) and (length is None or len(value) <= length)
