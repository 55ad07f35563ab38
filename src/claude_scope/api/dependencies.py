"""What routes ask for besides the account. Asynchronous, since FastAPI runs other dependencies in threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Path, Request

from claude_scope.api.auth import CurrentUser

if TYPE_CHECKING:
    from claude_scope.api.limits import Limits

SessionId = Annotated[str, Path(description="`sess_` and eight of A-Z0-9", examples=["sess_7Q2M0XKD"], max_length=20)]
FrameId = Annotated[str, Path(examples=["frm_K3J80Q2A"], max_length=20)]


async def limit_account(request: Request, user: CurrentUser) -> None:
    """Count a request of an account; raises TooManyRequests."""
    limits: Limits = request.app.state.limits
    limits.hit("account", user.id, request.scope)


LimitAccount = Depends(limit_account)
