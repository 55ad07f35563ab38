"""Explains in one sentence why a page, or a resource of a page, could not be loaded.

The sentences do not name the page: they are shown next to its address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.browser.terminal_text import strip_controls
from claude_scope.browser.urls import display_url

if TYPE_CHECKING:
    from claude_scope.browser.egress.guard_proxy import Guard, Refused

INTERFERES = "its scripts interfere with the inspection; look at the page in a browser of your own"
BUSY = "it keeps the browser too busy to look at it; a script of the page may never end"
RELOADS = "it goes from one document to the next without end; look for what reloads or redirects it"


@dataclass(frozen=True, slots=True)
class Advice:
    """What the user can do about a page that asks for a sign-in.

    `sign_in` is the note on a sign-in page. `loops` and `asks` are reasons of errors: for a page that redirects for
    ever, and for a page that asks for a password.
    """

    sign_in: str
    loops: str
    asks: str


COMMAND_LINE = Advice(
    "This looks like a sign-in page; to inspect the app behind it, give the browser's session as --storage-state FILE.",
    "it redirects for ever; it may need a sign-in, which --storage-state FILE gives",
    "it asks for a user name and password; put USER:PASSWORD@ before its host",
)
SERVICE = Advice(
    "This looks like a sign-in page: the browser that inspects is not signed in, so that what is behind it is known "
    "from the recording only; an address that opens without a sign-in can be inspected.",
    "it redirects for ever; it may need a sign-in, and the browser that inspects has none: give an address that opens "
    "without one",
    "it asks for a user name and password, which the browser that inspects does not have; give an address that opens "
    "without them",
)
"""The service accepts neither a browser's session nor a password for a page."""
_REASONS = {
    "ERR_NAME_NOT_RESOLVED": "its name could not be resolved to an address; check the spelling",
    "ERR_CONNECTION_REFUSED": "its server refused the connection; start the app and try again",
    "ERR_CONNECTION_RESET": "its server broke off the connection; try again",
    "ERR_EMPTY_RESPONSE": "its server answered nothing; check that it speaks HTTP on this port",
    "ERR_INVALID_HTTP_RESPONSE": "its server does not speak HTTP on this port; check the address",
    "ERR_SSL_PROTOCOL_ERROR": "its server does not speak TLS on this port; try http://",
    "ERR_CERT": "its certificate is not valid; give an address whose certificate browsers trust",
    "ERR_HTTP_RESPONSE_CODE_FAILURE": "its server answered with an error and no page; look into its log",
    "ERR_UNSAFE_PORT": "browsers refuse this port; serve the app on another one",
    "ERR_INVALID_URL": "this is not an address; give one that starts with http:// or https://",
    "ERR_INVALID_REDIRECT": "it redirects to an address that browsers refuse; check the redirect",
    "ERR_UNSAFE_REDIRECT": "it redirects to an address that browsers refuse; check the redirect",
    "ERR_ABORTED": "its server answered with nothing to show; check the address",
    "Download is starting": "it is a file to download, not a page; give the address of a page",
    "ms exceeded": "it keeps the browser too busy to look at it; open it in a browser to see why",
    "has been closed": "the browser ended while it looked at the page; try again",
    "crashed": "the page crashed the browser's tab; open it in a browser to see why",
    # last: a failing script of ours or of Playwright is the explanation only if nothing else matches
    "evaluate: ": INTERFERES,
    "aria_snapshot: ": INTERFERES,
}
_ADVICE = {
    "policy": "give an address on the public internet",
    "resolve": "check the spelling",
    "refuse": "start the app and try again",
    "reach": "check the network",
    "timeout": "check that the app is up",
    "limit": "inspect fewer pages at once",
}
"""What the user can do, by the kind of the guard proxy's refusal."""
_NET_ERRORS = {
    "policy": "net::ERR_BLOCKED_BY_CLIENT",
    "resolve": "net::ERR_NAME_NOT_RESOLVED",
    "refuse": "net::ERR_CONNECTION_REFUSED",
    "reach": "net::ERR_ADDRESS_UNREACHABLE",
    "timeout": "net::ERR_CONNECTION_TIMED_OUT",
    "limit": "net::ERR_BLOCKED_BY_CLIENT",
}
"""What Chromium would report without a proxy, by the kind of the refusal."""
_PROXY_ERROR = re.compile(
    r"net::ERR_(EMPTY_RESPONSE|TUNNEL_CONNECTION_FAILED)|Establishing a tunnel via proxy server failed\."
)
"""What Chromium reports when the guard proxy refuses a connection."""
_WEB_SOCKET = re.compile(r"WebSocket connection to '([^']+)'")


def sentence(reason: str) -> str:
    """A reason as a sentence."""
    return strip_controls(f"{reason[:1].upper()}{reason[1:]}.")


def load_error(message: str, guard: Guard, asked: str, led_to: str, advice: Advice) -> str:
    """The sentence for a failure that Playwright reports as `message`.

    `asked` is the requested address, `led_to` the one that the browser loaded last.
    """
    problem = guard.problem(led_to or asked)
    if problem is not None:
        reason = f"{problem.reason}; {_ADVICE[problem.kind]}"
    else:
        known = next((text for sign, text in _reasons(advice).items() if sign in message), None)
        code = re.search(r"net::(ERR_\w+)", message)
        reason = known or f"the browser gave up ({code.group(1) if code else message.splitlines()[0][:120]})"
    return sentence(f"it leads to {display_url(led_to)}, and {reason}" if _was_redirected(asked, led_to) else reason)


def _reasons(advice: Advice) -> dict[str, str]:
    """All reasons, by a part of the error message; the reasons that depend on `advice` come first."""
    return {"ERR_TOO_MANY_REDIRECTS": advice.loops, "ERR_INVALID_AUTH_CREDENTIALS": advice.asks, **_REASONS}


def request_error(failure: str, problem: Refused | None) -> str:
    """Why a request of a page failed; Chromium reports `failure`."""
    return problem.reason if problem and _PROXY_ERROR.fullmatch(failure) else failure


def remove_proxy_error(text: str, url: str, guard: Guard) -> str:
    """A console message about the address `url`, as it would read without the guard proxy."""
    if socket := _WEB_SOCKET.match(text):
        url = socket.group(1)
    problem = guard.problem(url) if _PROXY_ERROR.search(text) else None
    if problem is None:
        return text
    error = _NET_ERRORS[problem.kind]
    return _PROXY_ERROR.sub(f"Error in connection establishment: {error}" if socket else error, text)


def _was_redirected(asked: str, led_to: str) -> bool:
    """Whether the browser was redirected to another page, not to another spelling of the address."""
    return bool(led_to) and display_url(led_to).rstrip("/").lower() != display_url(asked).rstrip("/").lower()
