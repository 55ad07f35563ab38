"""Browser extensions that ask for access to an account."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, or_, select, update

from claude_scope.store.ids import new_id, now
from claude_scope.store.tables import Pairing as Row

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

ID_LENGTH = 15
"""Too long to guess, because whoever knows an id can see the code."""
MAX_WRONG_SECRETS = 5
"""The pairing ends with the last of these attempts."""


class Pairing(NamedTuple):
    """What the web app shows of a pairing."""

    id: str
    name: str
    code: str
    expires_at: str


class Asked(NamedTuple):
    """A pairing whose extension has proven itself; `user_id` is None until a user confirms it."""

    user_id: str | None
    name: str


_SHOWN = tuple(getattr(Row, name) for name in Pairing._fields)


def begin(tx: Session, name: str, code: str, secret_sha256: str, expires_at: str) -> Pairing:
    """Insert a pairing."""
    pairing = Pairing(new_id("pair", ID_LENGTH), name, code, expires_at)
    tx.execute(insert(Row).values(**pairing._asdict(), secret_sha256=secret_sha256))
    return pairing


def get(tx: Session, user_id: str, pairing_id: str) -> Pairing | None:
    """A pairing that nobody has confirmed yet, or that this account has confirmed."""
    row = tx.execute(select(*_SHOWN).where(*_of(user_id, pairing_id))).one_or_none()
    return Pairing(*row) if row else None


def confirm(tx: Session, user_id: str, pairing_id: str) -> bool:
    """Let the extension take a token of this account; False if there is no such pairing."""
    statement = update(Row).where(*_of(user_id, pairing_id)).values(user_id=user_id)
    return tx.scalar(statement.returning(Row.id)) is not None


def refuse(tx: Session, user_id: str, pairing_id: str) -> bool:
    """Delete a pairing; False if there is none."""
    return tx.scalar(delete(Row).where(*_of(user_id, pairing_id)).returning(Row.id)) is not None


def take(tx: Session, pairing_id: str, secret_sha256: str) -> Asked | None:
    """Check the secret of the extension, and delete its pairing if it is confirmed.

    None if there is no such pairing or the secret is wrong, which is counted.
    """
    columns = (Row.secret_sha256, Row.wrong_secrets, Row.user_id, Row.name)
    row = tx.execute(select(*columns).where(*_valid(pairing_id)).with_for_update()).one_or_none()
    if row is None:
        return None
    this = Row.id == pairing_id
    if not hmac.compare_digest(row.secret_sha256, secret_sha256):
        wrong = row.wrong_secrets + 1
        is_last = wrong >= MAX_WRONG_SECRETS
        tx.execute(delete(Row).where(this) if is_last else update(Row).where(this).values(wrong_secrets=wrong))
        return None
    if row.user_id is not None:
        tx.execute(delete(Row).where(this))
    return Asked(row.user_id, row.name)


def remove_expired(tx: Session, before: str) -> None:
    """Delete pairings that expired before a time."""
    tx.execute(delete(Row).where(Row.expires_at < before))


def _valid(pairing_id: str) -> tuple[ColumnElement[bool], ...]:
    return Row.id == pairing_id, Row.expires_at > now()


def _of(user_id: str, pairing_id: str) -> tuple[ColumnElement[bool], ...]:
    return *_valid(pairing_id), or_(Row.user_id.is_(None), Row.user_id == user_id)
