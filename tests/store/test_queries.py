"""Every query has a test; results of the queries about accounts, preferences and files; on SQLite and PostgreSQL."""

from __future__ import annotations

import ast
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from claude_scope.store import queries
from claude_scope.store.queries import files, settings, totals, users
from claude_scope.store.tables import DeletedSubject
from tests.store.accounts import account, file, session

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction

    from claude_scope.store.database import Database

LATER, EARLIER = "2999-01-01T00:00:00.000Z", "2000-01-01T00:00:00.000Z"


def names_in(path: Path) -> set[str]:
    """`module.name` for everything that a file uses from an imported module."""
    tree = ast.parse(path.read_text())
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name))
    return {f"{node.value.id}.{node.attr}" for node in found if isinstance(node.value, ast.Name)}


def test_every_query_has_a_test() -> None:
    tested = set().union(*(names_in(path) for path in Path(__file__).parent.glob("*.py")))
    public = {
        f"{path.stem}.{node.name}"
        for path in Path(queries.__file__).parent.glob("*.py")
        if path.stem != "conditions"  # parts of queries
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    assert public - tested == set()
    assert len(public) > 50


# --- accounts ---------------------------------------------------------------------------------------------------------


def test_an_account_is_found_by_id_address_and_subject(database: Database) -> None:
    with database.transaction() as tx:
        made = users.add(tx, email="ana@example.com", name="Ana", issuer="https://idp", subject="42", avatar_url="u")
    with database.reading() as tx:
        assert users.by_id(tx, made.id) == made
        assert users.by_email(tx, "ana@example.com") == made
        assert users.by_subject(tx, "https://idp", "42") == made
        assert users.by_id(tx, "usr_NONE0000") is None
        assert users.by_email(tx, "ANA@example.com") is None
        assert users.by_subject(tx, "https://other", "42") is None


@pytest.mark.parametrize("again", [{"email": "ana@example.com"}, {"email": None, "issuer": "i", "subject": "s"}])
def test_an_address_or_subject_has_one_account(database: Database, again: dict[str, Any]) -> None:
    with database.transaction() as tx:
        users.add(tx, email="ana@example.com", name="Ana", issuer="i", subject="s")
    with pytest.raises(IntegrityError), database.transaction() as tx:
        users.add(tx, name="Ana", **again)


def test_an_accounts_id_that_is_taken_is_drawn_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = account(database, "ana")
    drawn = iter([taken, "usr_FREE0000"])
    monkeypatch.setattr("claude_scope.store.random_ids.new_id", lambda _: next(drawn))
    assert account(database, "ben") == "usr_FREE0000"


def test_accounts_without_an_address_are_many(database: Database) -> None:
    with database.transaction() as tx:
        assert users.add(tx, email=None, name="a").id != users.add(tx, email=None, name="b").id


def test_locked_accounts_are_unlocked_by_id_by_address_or_all(database: Database, ana: str, ben: str) -> None:
    with database.transaction() as tx:
        users.lock_all(tx)
        third = users.add(tx, email=None, name="Third").id
        assert [owner.id for owner in users.owners(tx)] == [ana, ben, third]
        assert [owner.email for owner in users.owners(tx, locked=True)] == ["ana@example.com", "ben@example.com"]
        assert users.unlock(tx, "ana@example.com")
        assert users.unlock(tx, ana)
        assert not users.unlock(tx, "usr_NONE0000")
        assert [(user.id, user.locked) for user in map(users.by_id, [tx] * 3, [ana, ben, third]) if user] == [
            (ana, False),
            (ben, True),
            (third, False),
        ]
        assert users.unlock_all(tx) == 1
        assert users.owners(tx, locked=True) == []


def test_a_profile_is_changed_by_what_is_given(database: Database, ana: str) -> None:
    with database.transaction() as tx:
        changed = users.update_profile(tx, ana, {"name": "Anna"})
        assert changed is not None
        assert (changed.name, changed.email, changed.avatar_url) == ("Anna", "ana@example.com", None)
        assert users.update_profile(tx, ana, {}) == changed
        assert users.update_profile(tx, "usr_NONE0000", {"name": "x"}) is None


def test_ending_tokens_always_moves_on(database: Database, ana: str) -> None:
    """Also twice within a millisecond, and after the clock was set back."""
    with database.transaction() as tx:
        assert [users.revoke_tokens(tx, ana, at) for at in (5000, 5000, 4000, 9000)] == [5000, 5001, 5002, 9000]
        assert users.revoke_tokens(tx, "usr_NONE0000", 1) is None


def test_when_two_change_a_password_one_is_refused(database: Database) -> None:
    with database.transaction() as tx:
        made = users.add(tx, email="ana@example.com", name="", password_hash="old").id

    def replace(new: str) -> bool:
        with database.transaction() as tx:
            return users.replace_hash(tx, made, "old", new)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(replace, ("new", "newer"))) == [False, True]


def test_a_link_is_used_once_and_only_in_time(database: Database, ana: str) -> None:
    with database.transaction() as tx:
        users.add_link(tx, "late", ana, EARLIER)
        users.add_link(tx, "good", ana, LATER)
    with ThreadPoolExecutor(4) as pool:
        assert sorted(map(str, pool.map(lambda name: use_link(database, name), ["good"] * 4))) == ["None"] * 3 + [ana]
    assert use_link(database, "late") is None
    assert use_link(database, "none") is None


def use_link(database: Database, name: str) -> str | None:
    with database.transaction() as tx:
        return users.use_link(tx, name)


def test_an_invitation_is_used_once_in_time_and_by_whom_it_is_for(database: Database) -> None:
    with database.transaction() as tx:
        users.add_invitation(tx, "late", None, EARLIER)
        users.add_invitation(tx, "anybody", None, LATER)
        users.add_invitation(tx, "ana", "ana@example.com", LATER)
        assert not users.use_invitation(tx, "late", "ana@example.com")
        assert not users.use_invitation(tx, "ana", "ben@example.com")
        assert [users.use_invitation(tx, "ana", "ana@example.com") for _ in range(2)] == [True, False]
        assert [users.use_invitation(tx, "anybody", "ben@example.com") for _ in range(2)] == [True, False]


def subjects(tx: Transaction) -> int:
    """The number of accounts that are known to have been deleted."""
    return tx.scalar(select(func.count()).select_from(DeletedSubject)) or 0


def test_when_an_account_of_a_provider_was_deleted_is_known_for_a_while(database: Database) -> None:
    with database.transaction() as tx:
        assert users.deleted_ms(tx, "https://id", "ana") is None
        for moment in (5, 7):
            made = users.add(tx, email=None, name="", issuer="https://id", subject="ana")
            users.remove(tx, made.id, moment)
            assert users.deleted_ms(tx, "https://id", "ana") == moment
        users.delete_old_subjects(tx, 7)
        assert users.deleted_ms(tx, "https://id", "ana") == 7
        assert subjects(tx) == 1
        users.delete_old_subjects(tx, 8)
        assert subjects(tx) == 0


def test_nothing_is_kept_of_an_account_of_no_provider(database: Database, ben: str) -> None:
    with database.transaction() as tx:
        own = users.add(tx, email=None, name="", issuer=users.LOCAL_ISSUER, subject=users.LOCAL_ISSUER)
        for user_id in (ben, own.id):
            users.remove(tx, user_id, 9)
            assert users.by_id(tx, user_id) is None
        assert subjects(tx) == 0


def test_an_account_takes_its_rows_with_it(database: Database, ana: str, ben: str) -> None:
    for owner in (ana, ben):
        session(database, owner)
        with database.transaction() as tx:
            users.add_link(tx, owner, owner, LATER)
            settings.change(tx, owner, {"default_agent": "RAW"})
    with database.transaction() as tx:
        users.remove(tx, ana, 1)
        assert users.by_id(tx, ana) is None
        assert users.use_link(tx, ana) is None
        assert settings.preferences(tx, ana) == settings.defaults()
        assert settings.preferences(tx, ben)["default_agent"] == "RAW"
        assert totals.sessions(tx) == 1


# --- preferences ------------------------------------------------------------------------------------------------------


def test_preferences_are_defaults_until_they_are_changed(database: Database, ana: str) -> None:
    with database.transaction() as tx:
        assert settings.preferences(tx, ana) == settings.defaults()
        assert settings.change(tx, ana, {}) == settings.defaults()
        assert settings.change(tx, ana, {"include_raw_diff": True}) == settings.defaults() | {"include_raw_diff": True}
        changed = settings.change(tx, ana, {"max_recording_length": 30})
        assert changed == settings.defaults() | {"include_raw_diff": True, "max_recording_length": 30}


def test_first_changes_at_once_are_both_kept(database: Database, ana: str) -> None:
    def change(changes: dict[str, object]) -> None:
        with database.transaction() as tx:
            settings.change(tx, ana, changes)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(change, ({"default_agent": "RAW"}, {"include_raw_diff": True})))
    with database.reading() as tx:
        wanted = {"default_agent": "RAW", "include_raw_diff": True}
        assert settings.preferences(tx, ana) == settings.defaults() | wanted


# --- files ------------------------------------------------------------------------------------------------------------


def test_only_what_is_complete_is_found(database: Database, ana: str, ben: str) -> None:
    made = session(database, ana)
    ready, writing = file(database, ana, made), file(database, ana, made, state="writing", kind="video")
    with database.reading() as tx:
        found = files.get(tx, ready)
        assert found is not None
        assert (found.id, found.user_id, found.session_id, found.key) == (ready, ana, made, f"x/{ready}")
        assert files.get(tx, writing) is None
        assert files.get(tx, ready, user_id=ana) == found
        assert files.get(tx, ready, user_id=ben) is None
        assert files.keys(tx, [ready, writing, "ast_NONE0000"]) == {ready: f"x/{ready}"}
        assert files.keys(tx, []) == {}
        assert files.same(tx, made, "video", writing) is not None
        assert files.same(tx, made, "frame", writing) is None
        assert files.every_key(tx) == {f"x/{ready}", f"x/{writing}"}
        assert {file.key: file.id for file in files.complete(tx)} == {f"x/{ready}": ready}


def test_a_written_file_is_ready_unless_it_was_condemned(database: Database, ana: str) -> None:
    made = session(database, ana)
    one, other = (file(database, ana, made, state="writing") for _ in range(2))
    with database.transaction() as tx:
        assert [files.finish(tx, one) for _ in range(2)] == [True, True]
        assert [marked.id for marked in files.mark_one_for_deletion(tx, other)] == [other]
        assert not files.finish(tx, other)
        assert not files.finish(tx, "ast_NONE0000")


def test_a_session_has_the_same_content_of_a_kind_once(database: Database, ana: str) -> None:
    made = session(database, ana)
    file(database, ana, made, sha256="a")
    file(database, ana, made, sha256="a", kind="thumbnail")
    file(database, ana, session(database, ana), sha256="a")
    with pytest.raises(IntegrityError):
        file(database, ana, made, sha256="a")


def test_an_upload_gets_one_session(database: Database, ana: str) -> None:
    first, second = session(database, ana), session(database, ana)
    upload, writing = file(database, ana, None), file(database, ana, None, state="writing")
    with database.transaction() as tx:
        assert [files.link(tx, upload, made) for made in (first, second)] == [True, False]
        assert not files.link(tx, writing, first)


def test_files_to_delete_are_those_named_and_are_no_longer_found(database: Database, ana: str, ben: str) -> None:
    made, other = session(database, ana), session(database, ben)
    video, picture, theirs = (
        file(database, ana, made, kind="video"),
        file(database, ana, made),
        file(database, ben, other),
    )
    with database.transaction() as tx:
        assert [condemned.id for condemned in files.mark_for_deletion(tx, made, {"video", "step"})] == [video]
        assert files.mark_for_deletion(tx, made, {"video"}) == []
        assert {condemned.id for condemned in files.mark_user_files_for_deletion(tx, ana)} == {picture}
        assert files.get(tx, theirs) is not None
        files.forget(tx, [video, picture])
        assert files.every_key(tx) == {f"x/{theirs}"}


def test_abandoned_are_old_ones_half_written_or_without_a_session_and_all_that_are_being_deleted(
    database: Database, ana: str
) -> None:
    made = session(database, ana)
    file(database, ana, made)
    lost = {
        file(database, ana, made, state="writing"),
        file(database, ana, None),
        file(database, None, None, state="deleting"),
    }
    with database.transaction() as tx:
        assert len(files.mark_abandoned(tx, EARLIER)) == 1
        assert {marked.id for marked in files.mark_abandoned(tx, LATER)} == lost
