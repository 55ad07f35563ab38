"""API keys for models. Every function takes the account: credentials of other accounts are not found.

A key is sealed in the transaction that stores it, after `_begin`. `rotate` (store/encryption/rotation.py) excludes such
transactions, so it misses no key that was sealed with a former secret key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, func, select, text, update

from claude_scope.errors import BadInput, Conflict, NotFound
from claude_scope.store.encryption.secret_keys import mask
from claude_scope.store.ids import now
from claude_scope.store.queries import users
from claude_scope.store.random_ids import insert_new
from claude_scope.store.tables import Credential

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session as Transaction

    Seal = Callable[[str], str]
    """Encrypts a key as a Fernet token."""

MAX_CREDENTIALS = 50
"""Limit per account: more than there are providers, and few enough for a list without pages."""
KEYLESS = "openai-compatible"
"""The provider that needs a base URL, but not always a key."""


class Shown(NamedTuple):
    """The parts of a credential that may be shown."""

    id: str
    provider: str
    label: str
    base_url: str | None
    masked_key: str
    model: str
    active: bool
    created_at: str
    updated_at: str


class Sealed(NamedTuple):
    """The parts of a credential for calling its provider; `secret` is the Fernet token of the key."""

    id: str
    provider: str
    base_url: str | None
    model: str
    secret: str


_SHOWN = tuple(getattr(Credential, name) for name in Shown._fields)
_SEALED = tuple(getattr(Credential, name) for name in Sealed._fields)


def every(tx: Transaction, user_id: str) -> list[Shown]:
    """All credentials of the account, the oldest first."""
    rows = tx.execute(
        select(*_SHOWN).where(Credential.user_id == user_id).order_by(Credential.created_at, Credential.id)
    )
    return [Shown(*row) for row in rows]


def sealed(tx: Transaction, user_id: str, credential_id: str) -> Sealed | None:
    """A credential with its secret, for calling its provider."""
    row = tx.execute(select(*_SEALED).where(*_of(user_id, credential_id))).one_or_none()
    return Sealed(*row) if row else None


def active(tx: Transaction, user_id: str) -> Sealed | None:
    """The credential whose model reads the frames; None for the local reader."""
    row = tx.execute(select(*_SEALED).where(Credential.user_id == user_id, Credential.active.is_(True))).one_or_none()
    return Sealed(*row) if row else None


def add(tx: Transaction, user_id: str, values: Mapping[str, Any], seal: Seal) -> Shown:
    """Add a credential; `values` are columns, and `key`.

    Raises BadInput, NotFound for the account, and Conflict if it has MAX_CREDENTIALS already.
    """
    _begin(tx, user_id)
    if tx.scalar(select(func.count()).where(Credential.user_id == user_id)) == MAX_CREDENTIALS:
        raise Conflict(f"An account has at most {MAX_CREDENTIALS} keys; delete one that is not used.")
    row = {"label": "", "base_url": None, "key": "", "model": "", "active": False, **values}
    _check(row["provider"], row, has_key=bool(row["key"]))
    if row["active"]:
        _deactivate(tx, user_id)
    moment = now()
    row |= {"user_id": user_id, "created_at": moment, "updated_at": moment}
    row["id"] = insert_new(tx, Credential, "crd", _with_secret(row, seal))
    return Shown(**{name: value for name, value in _with_mask(row).items() if name in Shown._fields})


def change(tx: Transaction, user_id: str, credential_id: str, changes: Mapping[str, Any], seal: Seal) -> Shown | None:
    """Change a credential; None if there is none. Raises BadInput for values that conflict.

    A stored key is only sent to the address that it was entered for: a new base URL needs the key again. Otherwise
    an attacker with a stolen session could have the key sent to their own address.
    """
    _begin(tx, user_id)
    row = tx.execute(select(*_SHOWN).where(*_of(user_id, credential_id))).one_or_none()
    if row is None:
        return None
    old = Shown(*row)
    if old.masked_key and "key" not in changes and changes.get("base_url", old.base_url) != old.base_url:
        raise BadInput("baseUrl: give the key again with it; a stored key is not sent to another address.")
    _check(old.provider, {**old._asdict(), **changes}, has_key=bool(changes.get("key", old.masked_key)))
    if changes.get("active"):
        _deactivate(tx, user_id)
    values = _with_secret(changes, seal) | {"updated_at": now()}
    changed = tx.execute(update(Credential).where(*_of(user_id, credential_id)).values(values).returning(*_SHOWN))
    return Shown(*changed.one())


def remove(tx: Transaction, user_id: str, credential_id: str) -> bool:
    """Delete a credential; False if there is none."""
    gone = delete(Credential).where(*_of(user_id, credential_id)).returning(Credential.id)
    return tx.execute(gone).one_or_none() is not None


def deactivate_all(tx: Transaction) -> None:
    """Deselect the models of all accounts."""
    tx.execute(update(Credential).values(active=False))


# --- another secret key -----------------------------------------------------------------------------------------------


def lock_all(tx: Transaction) -> None:
    """Keep other transactions from sealing keys until this one ends."""
    _lock(tx, "SHARE ROW EXCLUSIVE")


def secrets(tx: Transaction) -> dict[str, str]:
    """The tokens of all accounts, by the credential's id."""
    return {row.id: row.secret for row in tx.execute(select(Credential.id, Credential.secret))}


def put_secrets(tx: Transaction, tokens: Mapping[str, str]) -> None:
    """Replace tokens after a change of the secret key."""
    if tokens:
        tx.execute(update(Credential), [{"id": name, "secret": token} for name, token in tokens.items()])


def _begin(tx: Transaction, user_id: str) -> None:
    """Serialise changes of an account, and exclude key rotation; raises NotFound if the account is deleted."""
    _lock(tx, "ROW EXCLUSIVE")
    if not users.lock_row(tx, user_id):
        raise NotFound("There is no such account.")


def _lock(tx: Transaction, mode: str) -> None:
    """Lock the table on PostgreSQL; SQLite has one writer at a time anyway."""
    if tx.connection().dialect.name == "postgresql":
        tx.execute(text(f"LOCK TABLE credentials IN {mode} MODE"))


def _deactivate(tx: Transaction, user_id: str) -> None:
    tx.execute(
        update(Credential).where(Credential.user_id == user_id, Credential.active.is_(True)).values(active=False)
    )


def _check(provider: str, row: Mapping[str, Any], *, has_key: bool) -> None:
    """Raise BadInput for a credential that cannot be used."""
    if provider == KEYLESS and not row["base_url"]:
        raise BadInput(f"baseUrl: this field is required for {KEYLESS}.")
    if provider != KEYLESS and not has_key:
        raise BadInput("key: this field is required.")
    if row["active"] and not row["model"]:
        raise BadInput("model: choose the model that reads the frames; a test of the key lists those there are.")


def _with_secret(values: Mapping[str, Any], seal: Seal) -> dict[str, Any]:
    """Replace the key, if there is one, by its token and its mask."""
    row = _with_mask(values)
    if "key" in row:
        row["secret"] = seal(row.pop("key"))
    return row


def _with_mask(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, "masked_key": mask(values["key"])} if "key" in values else dict(values)


def _of(user_id: str, credential_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Credential.id == credential_id, Credential.user_id == user_id
