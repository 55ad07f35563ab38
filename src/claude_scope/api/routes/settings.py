"""An account's preferences."""

from __future__ import annotations

from fastapi import APIRouter

from claude_scope.api.auth import CurrentUser
from claude_scope.api.schemas.settings import SettingsBody, SettingsPatch
from claude_scope.api.service import TheService
from claude_scope.store.queries import settings as queries

router = APIRouter(tags=["settings"])


@router.get("/settings")
def read_settings(user: CurrentUser, service: TheService) -> SettingsBody:
    """The account's preferences."""
    with service.database.transaction() as tx:
        return SettingsBody(**queries.preferences(tx, user.id))


@router.patch("/settings")
def change_settings(changes: SettingsPatch, user: CurrentUser, service: TheService) -> SettingsBody:
    """Change those given; the next upload obeys them."""
    with service.database.transaction() as tx:
        return SettingsBody(**queries.change(tx, user.id, changes.given()))
