"""API keys for models as rows: at most one is active, and no account sees another's; on SQLite and PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from claude_scope.errors import BadInput, Conflict, NotFound
from claude_scope.store.queries import credentials, users
from claude_scope.store.tables import Credential

if TYPE_CHECKING:
    from claude_scope.store.database import Database
    from claude_scope.store.queries.credentials import Shown

KEY = "sk-ant-0123456789abcdef0123-9fQA"


def seal(key: str) -> str:
    return f"sealed {key[::-1]}"


def add(database: Database, user_id: str, **values: Any) -> Shown:
    row = {"provider": "anthropic", "key": KEY, "model": "claude", **values}
    with database.transaction() as tx:
        return credentials.add(tx, user_id, row, seal)


def change(database: Database, user_id: str, credential_id: str, **values: Any) -> Shown | None:
    with database.transaction() as tx:
        return credentials.change(tx, user_id, credential_id, values, seal)


def every(database: Database, user_id: str) -> list[Shown]:
    with database.reading() as tx:
        return credentials.every(tx, user_id)


def active(database: Database, user_id: str) -> credentials.Sealed | None:
    with database.reading() as tx:
        return credentials.active(tx, user_id)


def test_no_account_has_a_model_chosen_any_more(database: Database, ana: str, ben: str) -> None:
    for user_id in (ana, ben):
        add(database, user_id, active=True)
    with database.transaction() as tx:
        credentials.deactivate_all(tx)
    assert [active(database, user_id) for user_id in (ana, ben)] == [None, None]


def test_an_added_credential_is_shown_without_its_key(database: Database, ana: str) -> None:
    made = add(database, ana, label="work", base_url="https://models.example.com")
    assert made.id.startswith("crd_")
    assert made.masked_key == "sk-ant-...9fQA"
    assert (made.provider, made.label, made.model, made.active) == ("anthropic", "work", "claude", False)
    assert every(database, ana) == [made]
    assert KEY not in repr(made)
    assert "secret" not in made._fields


def test_an_id_that_is_taken_is_drawn_again(database: Database, ana: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = add(database, ana).id
    drawn = iter([taken, "crd_FREE0000"])
    monkeypatch.setattr("claude_scope.store.random_ids.new_id", lambda _: next(drawn))
    assert add(database, ana).id == "crd_FREE0000"
    assert [item.id for item in every(database, ana)] == [taken, "crd_FREE0000"]


def test_one_is_found_with_its_secret_by_its_owner_only(database: Database, ana: str, ben: str) -> None:
    made = add(database, ana)
    with database.transaction() as tx:
        assert credentials.sealed(tx, ana, made.id) == (made.id, "anthropic", None, "claude", seal(KEY))
        assert credentials.sealed(tx, ben, made.id) is None
        assert credentials.sealed(tx, ana, "crd_NONE0000") is None


def test_setting_one_active_ends_that_of_the_others_of_the_account(database: Database, ana: str, ben: str) -> None:
    theirs = add(database, ben, active=True)
    first, second = add(database, ana, active=True), add(database, ana, active=True, model="other")
    assert [shown.active for shown in every(database, ana)] == [False, True]
    changed = change(database, ana, first.id, active=True)
    assert changed is not None
    assert changed.active
    assert [shown.active for shown in every(database, ana)] == [True, False]
    assert active(database, ana) == (first.id, "anthropic", None, "claude", seal(KEY))
    change(database, ana, first.id, active=False)
    assert active(database, ana) is None
    assert [shown.active for shown in every(database, ben)] == [True]
    assert second.id != theirs.id


def test_the_database_itself_refuses_a_second_active_one(database: Database, ana: str) -> None:
    made = add(database, ana, active=True)
    row = {"user_id": ana, "provider": "x", "secret": "x", "masked_key": "x", "created_at": "x", "updated_at": "x"}
    with database.transaction() as tx:
        tx.execute(insert(Credential).values(**row, id="crd_2", active=False))
    with pytest.raises(IntegrityError), database.transaction() as tx:
        tx.execute(insert(Credential).values(**row, id="crd_3", active=True))
    assert [shown.active for shown in every(database, ana)] == [True, False]
    assert made.active


def test_one_of_many_that_are_activated_at_once_becomes_active(database: Database, ana: str) -> None:
    made = [add(database, ana).id for _ in range(6)]
    with ThreadPoolExecutor(12) as pool:
        changed = list(pool.map(lambda name: change(database, ana, name, active=True), made * 4))
        added = list(pool.map(lambda _: add(database, ana, active=True), range(6)))
    assert all(changed)
    assert all(shown.active for shown in added)
    assert sum(shown.active for shown in every(database, ana)) == 1


def test_a_change_keeps_what_it_is_not_given(database: Database, ana: str) -> None:
    made = add(database, ana, label="work", active=True)
    changed = change(database, ana, made.id, label="home")
    assert changed == made._replace(label="home", updated_at=changed.updated_at if changed else "")
    changed = change(database, ana, made.id, key="x" * 40)
    assert changed is not None
    assert changed.masked_key == "xxxxxxx...xxxx"
    with database.transaction() as tx:
        assert credentials.sealed(tx, ana, made.id) == (made.id, "anthropic", None, "claude", seal("x" * 40))


def test_credentials_of_another_account_are_neither_changed_nor_removed(database: Database, ana: str, ben: str) -> None:
    made = add(database, ana)
    assert change(database, ben, made.id, label="mine") is None
    with database.transaction() as tx:
        assert not credentials.remove(tx, ben, made.id)
    assert every(database, ana) == [made]
    assert every(database, ben) == []
    with database.transaction() as tx:
        assert credentials.remove(tx, ana, made.id)
        assert not credentials.remove(tx, ana, made.id)
    assert every(database, ana) == []


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"key": ""}, "key"),
        ({"provider": "openai-compatible"}, "baseUrl"),
        ({"active": True, "model": ""}, "model"),
    ],
)
def test_an_unusable_credential_is_refused(database: Database, ana: str, values: dict[str, Any], names: str) -> None:
    with pytest.raises(BadInput, match=f"^{names}: "):
        add(database, ana, **values)
    assert every(database, ana) == []


def test_a_change_cannot_make_it_unusable(database: Database, ana: str) -> None:
    local = add(database, ana, provider="openai-compatible", base_url="http://localhost:11434/v1", key="")
    known = add(database, ana, active=True)
    for made, values in ((local, {"base_url": None}), (known, {"key": ""}), (known, {"model": ""})):
        with pytest.raises(BadInput):
            change(database, ana, made.id, **values)
    assert every(database, ana) == [local, known]


def test_a_stored_key_is_not_sent_to_another_address(database: Database, ana: str) -> None:
    made = add(database, ana, base_url="https://models.example.com/v1")
    for address in ("https://evil.example.com/v1", None):
        with pytest.raises(BadInput, match="give the key again"):
            change(database, ana, made.id, base_url=address)
    assert change(database, ana, made.id, base_url="https://models.example.com/v1", label="same") is not None
    moved = change(database, ana, made.id, base_url="https://other.example.com/v1", key="y" * 40)
    assert moved is not None
    assert moved.base_url == "https://other.example.com/v1"
    keyless = add(database, ana, provider="openai-compatible", base_url="http://localhost:1/v1", key="")
    assert change(database, ana, keyless.id, base_url="http://localhost:2/v1") is not None


def test_an_account_has_a_bounded_number(database: Database, ana: str, ben: str) -> None:
    for _ in range(credentials.MAX_CREDENTIALS):
        add(database, ana)
    with pytest.raises(Conflict, match="at most"):
        add(database, ana)
    assert add(database, ben)


def test_they_go_with_their_account_which_gets_no_more(database: Database, ana: str) -> None:
    add(database, ana)
    with database.transaction() as tx:
        users.remove(tx, ana, 1)
        assert credentials.secrets(tx) == {}
    with pytest.raises(NotFound):
        add(database, ana)


def test_secrets_of_all_accounts_are_replaced_for_another_secret_key(database: Database, ana: str, ben: str) -> None:
    made = {add(database, owner).id: owner for owner in (ana, ana, ben)}
    with database.transaction() as tx:
        credentials.lock_all(tx)
        found = credentials.secrets(tx)
        assert found == dict.fromkeys(made, seal(KEY))
        credentials.put_secrets(tx, {name: f"{token} again" for name, token in found.items()})
        credentials.put_secrets(tx, {})
    with database.transaction() as tx:
        assert credentials.secrets(tx) == dict.fromkeys(made, f"{seal(KEY)} again")
