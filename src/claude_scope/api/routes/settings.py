"""An account's preferences."""

from __future__ import annotations

from fastapi import APIRouter

from claude_scope.api.auth.caller import TheCaller
from claude_scope.api.http.strict_json import StrictRoute
from claude_scope.api.schemas.settings import SettingsBody, SettingsPatch
from claude_scope.store.queries import settings as queries

router = APIRouter(prefix="/api", tags=["settings"], route_class=StrictRoute)


@router.head("/settings", include_in_schema=False)
@router.get("/settings")
async def read_settings(caller: TheCaller) -> SettingsBody:
    """Return the account's preferences."""
    return SettingsBody(**await caller.read(queries.preferences))


@router.patch("/settings")
async def change_settings(changes: SettingsPatch, caller: TheCaller) -> SettingsBody:
    """Change the given preferences, starting with the next upload."""
    return SettingsBody(**await caller.write(queries.change, changes.given()))
