"""Secrets in addresses: in the path, in the query, before the host, in `otpauth:` and `WIFI:` addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.redaction.formats.checksums import is_no_word, is_opaque, is_uuid
from claude_scope.redaction.formats.format import Format
from claude_scope.redaction.formats.webhooks import WEBHOOKS
from claude_scope.redaction.value_boundaries import is_long_value, is_value

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENDING = r"(?:ics|json|xml|rss|atom|html?|php|aspx?|pdf|csv|zip)(?![A-Za-z0-9])"
_TOKEN = rf"(?:[A-Za-z0-9_=~%-]|\.(?!{_ENDING}))"
"""The characters of tokens in paths, without file extensions."""
_RANDOM = r"[A-Za-z0-9_-]"
_ONCE = (
    "reset|recover|forgot|verif|confirm|invit|activat|magic|token|unsubscri|opt-?out|accept|secret|passwordless|"
    "one-?time|(?:sign|log)-?in-?link|set-?password|bot"
)
"""Words in path segments that precede a secret which works once or identifies the recipient."""
_SHARED = (
    "share|shared|s|join|j|i|hooks?|webhooks?|catch|feeds?|ical|calendar|rss|private|embed|public|download|dl|key|link"
)
"""Path segments after which a segment is a secret if it looks random."""


def _is_link_token(text: str) -> bool:
    return is_opaque(text) or is_uuid(text) or is_no_word(text)


def _is_shared_token(text: str) -> bool:
    return is_opaque(text) and not is_uuid(text)


def _opaque_values(query: str) -> Iterator[tuple[int, int]]:
    """The random-looking values of a query."""
    for match in re.finditer(r"=([^&\s]{16,400})", query):
        if is_opaque(match[1]):
            yield match.span(1)


_SETUP_SECRET = re.compile(r"(?i)[?&](?:amp;)?(?:secret|data)=([A-Z2-7%=+/]{4,}(?:\s[A-Z2-7]{2,32})*)(?![^\s&#\"'<>])")


def _setup_secrets(address: str) -> Iterator[tuple[int, int]]:
    """The secret of an `otpauth:` URL; the whole URL if it is not found."""
    found = _SETUP_SECRET.search(address)
    if not found and "[masked:" not in address:
        yield 0, len(address)
    if found:
        yield found.span(1)


_ESCAPED = {"=": "(?:%3D|%253D)", "&": r"(?:%26|%2526|%23|%2523|%3F|%253F|&amp;|\\\\u0026)"}
_PARAMETER = (
    r"(?:[a-z_-]{0,24}(?:token|secret|passw(?:or)?d|api_?key|signature|_key)|pwd|pass|jwt|sig|hmac|otp|samlresponse)"
)
_LONG_PARAMETER = r"(?:key|code|auth|session(?:_?id)?|sid|ticket|state|nonce)"


ADDRESSES: tuple[Format, ...] = (
    Format(
        "authenticator setup",
        re.compile(
            r"(otpauth:[^\s\"'<>`]{3,2000}+(?:[^\S\n](?=[^\n\"'<>`?]{0,200}\?)[^\s\"'<>`]{1,400}+){0,8}+"
            r"(?:(?<=[A-Z2-7])\s[A-Z2-7]{2,32}+(?![a-z])[^\s\"'<>`]{0,400}+){0,16}+)"
        ),
        ("otpauth:",),
        within=_setup_secrets,
    ),
    Format(
        "password or key",
        re.compile(r"WIFI:(?:[A-OQ-Z]:[^;\n]{0,100};){0,5}P:((?:[^;\\\n]|\\.){1,100})"),
        ("wifi:",),
    ),
    *(Format(hint, pattern, (need,)) for hint, need, pattern in WEBHOOKS),
    Format("bot token", re.compile(r"/bot([0-9]{5,16}:[A-Za-z0-9_-]{20,80})(?![A-Za-z0-9_-])"), ("/bot",)),
    Format("URL password", re.compile(r"://[^\s/@:?#]{0,200}:([^\s/@]{1,200})@"), ("://",), is_value),
    Format(
        "shared access signature",
        re.compile(r"(?i)\bSharedAccessSignature[\s=]{1,2}([^\s\"';<>]{10,2000})"),
        ("sharedaccesssignature",),
    ),
    Format(
        "URL secret",
        re.compile(
            rf"(?i)[?&#;](?:{_PARAMETER}|"
            r"x-amz-(?:credential|security-token)|x-goog-credential)=([^&#\s\"'<>;]{3,4000})"
        ),
        ("=",),
        is_value,
    ),
    Format(
        "URL secret",
        re.compile(
            rf"(?i)/[a-z_-]{{0,20}}?(?:{_ONCE})[a-z_-]{{0,20}}/(?:[A-Za-z0-9_=-]{{1,40}}/){{0,2}}?"
            rf"({_TOKEN}{{16,400}}+)(?![A-Za-z0-9_-])"
        ),
        ("reset", "recover", "forgot", "verif", "confirm", "invit", "activat", "magic", "token", "unsub", "opt",
         "accept", "secret", "passwordless", "one", "in-link", "inlink", "set-pass", "setpass", "/bot"),
        _is_link_token,
    ),
    Format(
        "URL secret",
        re.compile(rf"(?i)/(?:private|secret|token|key|feed|user|share)[-_=]({_RANDOM}{{20,400}}+)(?![A-Za-z0-9_-])"),
        ("/private", "/secret", "/token", "/key", "/feed", "/user", "/share"),
        _is_shared_token,
    ),
    Format(
        "URL secret",
        re.compile(rf"(?i)/(?:calendars?|ical|feeds?|webcal)/(?:[\w.%@+-]{{1,100}}/){{1,3}}?({_RANDOM}{{20,400}}+)(?=/|\.ics)"),
        ("calendar", "ical", "feed", "webcal"),
        _is_shared_token,
    ),
    Format(
        "URL secret",
        re.compile(rf"(?i)/(?:{_SHARED})/(?:[a-z]{{1,20}}-)?({_TOKEN}{{20,400}}+)(?![A-Za-z0-9_-])"),
        ("/",),
        _is_shared_token,
    ),
    Format(
        "URL secret",
        re.compile(rf"(?i)/[a-z_-]{{0,20}}?(?:{_ONCE})[a-z_/-]{{0,60}}\?([^\s\"'<>#]{{10,2000}})"),
        ("?",),
        within=_opaque_values,
    ),
    Format(
        "URL secret",
        re.compile(rf"(?i)[?&#;]{_LONG_PARAMETER}=([^&#\s\"'<>;]{{3,4000}})"),
        ("=",),
        is_long_value,
    ),
    Format(
        "URL secret",
        re.compile(rf"(?i){_ESCAPED['&']}{_PARAMETER}{_ESCAPED['=']}((?:(?!%26|%2526|%23)[^&#\s\"'<>;]){{3,4000}})"),
        ("%3d", "%253d"),
        is_value,
    ),
    Format(
        "URL secret",
        re.compile(rf"(?i){_ESCAPED['&']}{_LONG_PARAMETER}{_ESCAPED['=']}((?:(?!%26|%2526|%23)[^&#\s\"'<>;]){{3,4000}})"),
        ("%3d", "%253d"),
        is_long_value,
    ),
)  # fmt: skip
