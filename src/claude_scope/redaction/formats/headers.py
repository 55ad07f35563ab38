"""Secrets in HTTP headers: cookies and credentials."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.redaction.formats.checksums import is_basic_credentials, is_opaque
from claude_scope.redaction.formats.format import Format
from claude_scope.redaction.value_boundaries import has_digit, is_long_value, is_value

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = r"[^\s=;,\"'<>\[\]]{1,100}"
_VALUE = r"[^\s;,\"'<>]{1,4000}"
_ATTRIBUTES = "path|domain|expires|max-age|samesite|priority"
_COOKIE = re.compile(rf"({_NAME})=({_VALUE})")
_SESSION = (
    r"[\w.-]{0,40}(?:sess(?:ion)?(?:[_.-]?(?:id|token|key|data))?|remember[_-]?(?:me|token|user[_-]?token|web[\w-]{0,60})|"
    r"logged_in_\w{0,60}|csrf[_-]?token|xsrf[_-]?token|auth[_-]?token|antiforgery[\w.-]{0,40})|"
    r"ASPSESSIONID[A-Z]{8}|S?SESS[0-9a-f]{32}|wordpress_(?:sec_)?[0-9a-f]{32}|(?:connect|express|koa|rack)[.:]?sid|[HSA]{0,2}S?SID|"
    r"\.ASPXAUTH|\.AspNet(?:Core)?\.[\w.-]{1,60}|cftoken|fedauth|rtfa|li_at|fe_typo_user|__session|"
    r"__RequestVerificationToken[\w-]{0,20}|KEYCLOAK_IDENTITY|user_session|authenticity_token"
)
"""Cookies in which frameworks keep sessions: PHP, Java, ASP.NET, Express, Rails, Laravel, Django, WordPress, Drupal."""


def _cookie_values(header: str) -> Iterator[tuple[int, int]]:
    """The values of a cookie header that can be a session, unlike `theme=dark`."""
    for match in _COOKIE.finditer(header):
        is_session = _NAMES_OF_SESSIONS.fullmatch(match[1]) is not None
        if not match[2].startswith("[masked") and (is_session or is_long_value(match[2])):
            yield match.span(2)


_NAMES_OF_SESSIONS = re.compile(rf"(?i){_SESSION}|[\w.-]{{0,40}}(?:token|auth|sid|csrf|jwt)[\w.-]{{0,20}}")


HEADERS: tuple[Format, ...] = (
    Format(
        "cookie",
        re.compile(
            r"(?i)\bcookie[\"']?\s{0,3}[:=]\s{0,3}[\"']?"
            rf"({_NAME}={_VALUE}(?:;\s?(?!(?:{_ATTRIBUTES})=){_NAME}={_VALUE}){{0,60}})"
        ),
        ("cookie",),
        within=_cookie_values,
    ),
    Format(
        "authorization",
        re.compile(
            r"(?i)\bauthorization[\"']?\s{0,3}[:=]\s{0,3}+[\"'`]?(?:(?!digest|aws4-|oauth\s|hawk|signature)[a-z][a-z-]{0,20}\s{1,3})?+"
            r"(?!\[masked|digest|aws4-|oauth\s|hawk|signature\s)([^\s\"',;`()\[\]]{4,4000}+)(?![(\[])"
        ),
        ("authorization",),
        is_value,
    ),
    Format(
        "authorization",
        re.compile(r"(?i)(?<![a-z])(?:response|signature|mac|oauth_signature)=[\"']?([a-z0-9+/=%_-]{16,400})"),
        ("authorization",),
    ),
    Format("bearer token", re.compile(r"(?i)\bbearer\s{1,3}([a-z0-9._~+/=-]{12,4000})"), ("bearer",), has_digit),
    Format(
        "basic authorization", re.compile(r"(?i)\bbasic\s{1,3}([a-z0-9+/=]{8,2000})"), ("basic",), is_basic_credentials
    ),
)  # fmt: skip
SESSIONS: tuple[Format, ...] = (
    Format(
        "cookie",
        re.compile(
            rf"(?i)(?<![\w.-])(?=[\w.-]{{3,140}}+[\"']?(?:\s{{0,3}}[=:\t|]|\s?,))(?:{_SESSION})[\"']?(?:\s{{0,3}}[=:\t|]|\s?,\s?[\"']value[\"']\s?:)\s{{0,3}}[\"']?"
            r"(?!\[masked)([^\s;,\"'<>&?#]{8,4000})"
        ),
        ("sess", "sid", "remember", "logged_in", "rf", "auth", "antiforgery", "wordpress", "asp", "cftoken", "rtfa",
         "li_at", "typo", "keycloak", "verificationtoken"),
        is_opaque,
    ),
    Format("cookie", re.compile(r"(?i)\bcftoken[\"']?\s?[=:]\s?[\"']?([\w-]{6,80})"), ("cftoken",)),
)  # fmt: skip
"""Session cookies, by their names."""
