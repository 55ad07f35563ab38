"""What clients read before a sign-in or an upload: ways to sign in, upload limits, quota."""

from __future__ import annotations

from fastapi import APIRouter, Request

from claude_scope.api.auth.caller import TheCaller
from claude_scope.api.auth.sign_in_links import command, is_at_this_machine, sign_up_for
from claude_scope.api.http.openapi import errors
from claude_scope.api.schemas.recordings import MIME_TYPES
from claude_scope.api.schemas.terms import ProviderBody, SignInTerms, UploadTerms, UsageBody
from claude_scope.api.service import TheService
from claude_scope.api.sessions.quotas import Quota
from claude_scope.jobs.sandbox.recording_length import max_duration_ms
from claude_scope.pictures import MAX_PIXELS
from claude_scope.store.queries import quotas
from claude_scope.store.queries import settings as preferences
from claude_scope.store.tables import MAX_NOTES, MAX_TITLE, MAX_URL

router = APIRouter(prefix="/api")


@router.head("/auth/config", include_in_schema=False)
@router.get("/auth/config", tags=["account"], responses=errors())
async def read_sign_in_terms(request: Request, service: TheService) -> SignInTerms:
    """Return the ways to sign in, for the sign-in page."""
    settings = service.settings
    is_local = is_at_this_machine(request, settings)
    return SignInTerms(
        sign_up=sign_up_for(request, settings),
        provider=ProviderBody(issuer=settings.issuer) if settings.issuer else None,
        local=is_local,
        token_command=command("token", settings) if is_local else None,
    )


@router.head("/limits", include_in_schema=False)
@router.get("/limits", tags=["recordings"])
async def read_upload_terms(caller: TheCaller) -> UploadTerms:
    """Return the upload limits, for a check before sending."""
    settings = caller.service.settings
    minutes = (await caller.read(preferences.preferences))["max_recording_length"]
    return UploadTerms(
        max_upload_bytes=settings.max_upload_bytes,
        max_pixels=min(settings.max_pixels, MAX_PIXELS),
        max_duration_ms=max_duration_ms(minutes),
        max_title=MAX_TITLE,
        max_notes=MAX_NOTES,
        max_url=MAX_URL,
        mime_types=list(MIME_TYPES),
    )


@router.head("/usage", include_in_schema=False)
@router.get("/usage", tags=["sessions"])
async def read_usage(caller: TheCaller) -> UsageBody:
    """Return how much of its quota the account uses."""
    used, quota = await caller.read(quotas.usage), Quota.of(caller.service.settings)
    return UsageBody(
        sessions=used.sessions,
        max_sessions=quota.sessions or None,
        bytes=used.size_bytes,
        max_bytes=quota.size_bytes or None,
    )
