"""Builds the FastAPI app: middleware, error handlers, routes and the OpenAPI description."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI
from starlette.middleware import Middleware

from claude_scope import __version__
from claude_scope.api.auth.accounts import Accounts
from claude_scope.api.auth.bearer_token import Authentication
from claude_scope.api.auth.caller import limit_account
from claude_scope.api.auth.identity_provider import Provider
from claude_scope.api.auth.passwords import Passwords
from claude_scope.api.http import concurrency_limits, errors
from claude_scope.api.http.client_address import Addresses, Hosts
from claude_scope.api.http.cors import other_origins
from claude_scope.api.http.headers import Edge
from claude_scope.api.http.openapi import describe
from claude_scope.api.http.rate_limits import Gate, Limits
from claude_scope.api.http.request_log import Metrics, Observed
from claude_scope.api.http.signed_urls import Signer
from claude_scope.api.routes import (
    account,
    assets,
    credentials,
    detail,
    docs,
    frames,
    health,
    mcp,
    metrics,
    progress,
    recordings,
    sessions,
    settings,
    terms,
    uploads,
    web,
)
from claude_scope.api.routes.extensions import paired, pairings
from claude_scope.api.sessions import deletion
from claude_scope.api.sessions.bundle import Bundles
from claude_scope.api.sessions.handed_over import HandedOver
from claude_scope.api.sessions.resumable_uploads import ResumableUploads
from claude_scope.api.sessions.uploads import Uploads
from claude_scope.intake.spool import Spool

if TYPE_CHECKING:
    from claude_scope.api.service import Service


def create_app(service: Service) -> FastAPI:
    """Build the app for a service. The caller starts and stops the parts of the service."""
    limits, counted = Limits(service.settings), Metrics()
    app = FastAPI(
        title="Claude Scope",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=_layers(service, limits, counted),
    )
    app.state.service, app.state.limits, app.state.metrics = service, limits, counted
    errors.install(app)
    app.state.streams = concurrency_limits.streams()
    app.state.signer = Signer(service.secrets, service.settings)
    spool = Spool(service.settings.data_dir / "uploads")
    spool.clear()
    app.state.uploads, app.state.bundles = Uploads(service, spool), Bundles(service, spool)
    app.state.resumable_uploads = ResumableUploads(app.state.uploads, spool)
    app.state.handed_over = HandedOver(service.settings, app.state.bundles)
    for part in (
        recordings,
        uploads,
        sessions,
        frames,
        detail,
        progress,
        assets,
        settings,
        credentials,
        pairings,
        paired,
        terms,
        health,
        docs,
        metrics,
    ):
        app.router.routes.extend(part.router.routes)  # `include_router` would build each route a second time
    account.install(app, _accounts(service, limits), _authentication(service), signed_in=[Depends(limit_account)])
    mcp.install(app)
    web.install(app)
    describe(app)
    return app


def _accounts(service: Service, limits: Limits) -> Accounts:
    return Accounts(
        service.database,
        service.settings,
        service.tokens,
        Passwords(),
        delete_everything_of=partial(deletion.delete_everything_of, service),
        attempt=limits.attempt,
    )


def _authentication(service: Service) -> Authentication:
    """Build the check of bearer tokens: ours, and those of the identity provider in the settings. Raises UsageError."""
    settings = service.settings
    provider = Provider(settings.issuer, settings.audience, settings.jwks_url) if settings.issuer else None
    return Authentication(service.database, service.tokens, provider)


def _layers(service: Service, limits: Limits, metrics: Metrics) -> list[Middleware]:
    """Middleware, outermost first. CORS is outside of the checks, so that allowed origins can read error responses."""
    settings = service.settings
    return [
        Middleware(Observed, metrics=metrics),
        other_origins(settings.cors_origins),
        Middleware(Edge),
        Middleware(Hosts, settings=settings),
        Middleware(Gate, limits=limits, addresses=Addresses(settings.trusted_proxies)),
    ]
