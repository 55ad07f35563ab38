"""Restores a Playwright storage state: cookies, and the local storage and IndexedDB of each origin."""

from __future__ import annotations

import asyncio
import base64
import json
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from claude_scope.browser.devtools.errors import DevToolsError, ProtocolError
from claude_scope.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from claude_scope.browser.devtools.connection import Connection, Session

_COOKIE = ("name", "value", "domain", "path", "expires", "httpOnly", "secure", "sameSite")
_SCRIPT = Path(__file__).with_name("restore_storage.js").read_text("utf-8")
_EMPTY_PAGE = base64.b64encode(b'<!doctype html><link rel="icon" href="data:,">').decode()
"""The page names an icon, because a window would request one otherwise."""
_REDIRECT = "http://127.0.0.1:9/"
"""The tab is sent to an origin by a redirect from this address, at which nobody listens. Chromium opens connections to
the host of a navigation before requests are paused, but not to the host of a redirect."""
_TIMEOUT_S = 30.0
"""The time limit for each origin, whose local storage and IndexedDB hold megabytes at most."""


async def restore_storage_state(connection: Connection, state: dict[str, Any]) -> None:
    """Put the cookies and storage of `state` into the browser's default profile, without a request to the network.

    `state` has the form that Playwright saves, and was checked by `check_storage_state`.

    Raises:
        BadInput: the browser refuses a part of it, or it has files (`opfs`) or passkeys, which are not restored.
        ConnectionClosed: the browser is gone.
    """
    origins = state.get("origins", [])
    if state.get("credentials") or any(origin.get("opfs") for origin in origins):
        raise BadInput("The storage state has files or passkeys of pages, which `record` cannot restore.")
    try:
        await connection.send("Storage.setCookies", {"cookies": list(map(_cookie, state["cookies"]))})
    except ProtocolError as error:
        raise BadInput(f"The browser refuses the cookies of the storage state ({error.message}).") from error
    if origins:
        async with _temporary_tab(connection) as tab:
            for origin in origins:
                await _restore_origin(tab, origin)


def _cookie(saved: dict[str, Any]) -> dict[str, Any]:
    """A `Network.CookieParam`."""
    cookie = {name: saved[name] for name in _COOKIE if name in saved}
    if partition := saved.get("partitionKey"):
        is_framed = saved.get("_crHasCrossSiteAncestor", True)
        cookie["partitionKey"] = {"topLevelSite": partition, "hasCrossSiteAncestor": is_framed}
    return cookie


@asynccontextmanager
async def _temporary_tab(connection: Connection) -> AsyncIterator[Session]:
    """A tab that answers each request with an empty page."""
    try:
        target = await connection.send("Target.createTarget", {"url": "about:blank", "hidden": True})
    except ProtocolError:  # older browsers have no hidden tabs
        target = await connection.send("Target.createTarget", {"url": "about:blank", "background": True})
    try:
        attached = await connection.send("Target.attachToTarget", {**target, "flatten": True})
        tab = connection.session(attached["sessionId"])

        tab.on("Fetch.requestPaused", lambda event: tab.send("Fetch.fulfillRequest", _response(event)))
        await tab.send("Fetch.enable")
        yield tab
    finally:
        with suppress(DevToolsError):
            await connection.send("Target.closeTarget", target)


def _response(paused: dict[str, Any]) -> dict[str, Any]:
    """The answer to a request: an empty page, or a redirect to it."""
    way, _, target = paused["request"]["url"].partition("?")
    name, value = ("location", unquote(target)) if way == _REDIRECT else ("content-type", "text/html")
    return {
        "requestId": paused["requestId"],
        "responseCode": 302 if way == _REDIRECT else 200,
        "responseHeaders": [{"name": name, "value": value}],
        "body": _EMPTY_PAGE,
    }


async def _restore_origin(tab: Session, saved: dict[str, Any]) -> None:
    argument = json.dumps(json.dumps(saved))  # twice, so that JSON.parse reads `__proto__` as an ordinary name
    call = f"(() => {{ {_SCRIPT}\nreturn restoreStorage(JSON.parse({argument})) }})()"
    url = f"{_REDIRECT}?{quote(saved['origin'], safe='')}"
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            failure = (await tab.send("Page.navigate", {"url": url})).get("errorText", "")
            result = await tab.send("Runtime.evaluate", {"expression": call, "awaitPromise": True})
    except ProtocolError as error:
        failure = error.message
    except TimeoutError:
        failure = "no answer"
    else:
        thrown = result.get("exceptionDetails", {})
        failure = failure or thrown.get("exception", {}).get("description", thrown.get("text", ""))
    if failure:
        reason = failure.splitlines()[0]
        raise BadInput(f"The storage of {saved['origin']} in the storage state cannot be restored ({reason}).")
