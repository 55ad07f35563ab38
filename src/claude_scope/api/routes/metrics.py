"""Metrics for Prometheus, on this machine only."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from claude_scope.api.http.client_address import FORWARDED
from claude_scope.errors import NotFound
from claude_scope.store.queries import sessions as queries

if TYPE_CHECKING:
    from claude_scope.api.http.request_log import Metrics
    from claude_scope.api.service import Service

router = APIRouter(include_in_schema=False)


@router.head("/metrics")
@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Return counts of requests and sessions in Prometheus' format, to programs on this machine only."""
    if not _is_ours(request):
        raise NotFound("There is nothing at this address; see /api/docs.")
    service: Service = request.app.state.service
    kept: Metrics = request.app.state.metrics
    kept.queued.set(await service.jobs.queued())
    for status, count in (await service.read(queries.by_status)).items():
        kept.sessions.labels(status).set(count)
    return Response(kept.text(), media_type=CONTENT_TYPE_LATEST)


def _is_ours(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
