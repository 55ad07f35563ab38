"""Secret formats that need no name: issuer tokens, URLs, headers, commands, checksums, random strings.

Every pattern starts at a boundary and repeats a single character class with a bound, so that no hostile text takes more
than linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.lexicon.link_words import CODE, IS, YOUR
from claude_scope.redaction.formats.checksums import find_cards, is_basic_credentials, is_iban, is_random
from claude_scope.redaction.formats.issuer_tokens import ISSUED, started
from claude_scope.redaction.value_boundaries import has_digit, is_long_value, is_stated_value, is_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MASKED = "[masked:"


def mask(hint: str) -> str:
    """The hint that replaces a secret: `[masked: card number]`."""
    return f"{MASKED} {hint}]"


def _always(_: str) -> bool:
    return True


def _whole(secret: str) -> Iterable[tuple[int, int]]:
    yield 0, len(secret)


def _is_credential(text: str) -> bool:
    """Whether an `Authorization` header has credentials behind its scheme."""
    return is_value(text.rpartition(" ")[2])


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of secret: group 1 of `pattern` (else the whole match) is replaced where `holds` agrees.

    With `within`, only the spans that it finds in that group are replaced. `needs` are lower-case texts; the pattern is
    only tried if one of them appears.
    """

    hint: str
    pattern: re.Pattern[str]
    needs: tuple[str, ...] = ()
    holds: Callable[[str], bool] = _always
    within: Callable[[str], Iterable[tuple[int, int]]] = _whole

    def apply(self, text: str, found: Callable[[str], None]) -> str:
        """The text with every secret of this shape masked; calls `found` with each."""

        def put(match: re.Match[str]) -> str:
            group = 1 if self.pattern.groups else 0
            secret = match[group]
            if secret.startswith(MASKED) or not self.holds(secret):
                return match[0]
            parts, end = [match[0][: match.start(group) - match.start()]], 0
            for start, stop in self.within(secret):
                found(secret[start:stop])
                parts += [secret[end:start], mask(self.hint)]
                end = stop
            return "".join((*parts, secret[end:], match[0][match.end(group) - match.start() :]))

        return self.pattern.sub(put, text)


def _misread(word: str) -> str:
    """A pattern for a word in which OCR doubled, lost or misread one letter after the first."""
    lost = [f"{word[:i]}\\w?{word[i + 1 :]}" for i in range(1, len(word))]
    doubled = [f"{word[: i + 1]}{word[i:]}" for i in range(len(word))]
    return "|".join((*lost, *doubled))


_NEARLY = f"(?!passport|password|passwort|secret)(?:{'|'.join(map(_misread, ('password', 'passwort', 'secret')))})"
_WORD_BEGINS = r"(?:(?<![a-z])|(?-i:(?<=[a-z0-9])(?=[A-Z])))"
_NOT_A_HASH = (
    r"(?<!sha\d-)(?<!sha\d\d\d-)(?<!sha\d\d\d=)(?<!SHA\d\d\d:)(?<!hash=)(?<!integrity=)(?<!etag=)(?<![?&]v=)(?<!h1:)"
    r"(?<!base64,)"
)
_UNTIL_SIGN = r"([^\s\"'`=&,;<>(){}\[\]]{3,200}+)(?![(\[])"
_NAMED_CODE = rf"(?:{YOUR})\s(?:(?:[^\s\d.:-]{{1,30}}[\s-]){{1,2}}(?:{CODE})|(?:{CODE})(?:\s[^\s\d.:]{{1,30}}){{1,3}})"
_ONE_TIME_CODE = r"(?:[A-Z]{1,3}-)?\d{3}[ -]\d{3}|\d{4,8}"
_IS = f"{IS}|—|-"
_CODES = "cod", "kod", "kód", "cód", "код"

BEFORE_NAMES: tuple[Format, ...] = (
    Format(
        "private key",
        re.compile(
            r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
            r"(?:[A-Za-z0-9+/=\s\\:,.]|-(?!----END)){0,16000}(?:-----END [A-Z0-9 ]{0,60}-----)?"
        ),
        ("private key",),
    ),
    Format("authenticator setup", re.compile(r"otpauth://[^\s\"'<>`]{8,2000}"), ("otpauth://",)),
    Format(
        "cookie",
        re.compile(
            r"(?i)\bcookie[\"']?\s{0,3}[:=]\s{0,3}[\"']?"
            r"([^\s=;,\"'<>\[\]]{1,100}=[^\s;,\"'<>]{1,4000}"
            r"(?:;\s?(?!(?:path|domain|expires|max-age|samesite|priority)=)"
            r"[^\s=;,\"'<>\[\]]{1,100}=[^\s;,\"'<>]{1,4000}){0,60})"
        ),
        ("cookie",),
    ),
    *(Format(hint, re.compile(started(pattern)), needs) for hint, pattern, needs in ISSUED),
    Format(
        "AWS secret key",
        re.compile(r"\[masked: AWS key\][^A-Za-z0-9+/\n]{1,10}\n?([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])"),
    ),
    Format(
        "Slack webhook",
        re.compile(r"hooks\.slack\.com/(?:services|workflows|triggers)/([A-Za-z0-9/_-]{10,200})"),
        ("hooks.slack",),
    ),
    Format(
        "webhook", re.compile(r"discord(?:app)?\.com/api/webhooks/([0-9]{8,24}/[A-Za-z0-9_-]{30,120})"), ("discord",)
    ),
    Format("webhook", re.compile(r"webhook\.office\.com/(webhookb2/[A-Za-z0-9/@_-]{30,300})"), ("webhook.office",)),
    Format("URL password", re.compile(r"://[^\s/@:?#]{0,200}:([^\s/@]{1,200})@"), ("://",), is_value),
    Format(
        "authorization",
        re.compile(
            r"(?i)\bauthorization[\"']?\s{0,3}[:=]\s{0,3}+[\"'`]?"
            r"((?:[a-z]{1,20}\s{1,3})?+(?!\[masked)[^\s\"',;`()\[\]]{4,4000}+)(?![(\[])"
        ),
        ("authorization",),
        _is_credential,
    ),
    Format("bearer token", re.compile(r"(?i)\bbearer\s{1,3}([a-z0-9._~+/=-]{12,4000})"), ("bearer",), has_digit),
    Format(
        "basic authorization", re.compile(r"(?i)\bbasic\s{1,3}([a-z0-9+/=]{8,2000})"), ("basic",), is_basic_credentials
    ),
    Format(
        "password or key", re.compile(r"(?:^|\s)(?:-u|--user)[ =][\"']?[^\s:\"']{1,100}:([^\s\"']{3,200})"), ("-u",)
    ),
    Format(
        "shared access signature",
        re.compile(r"(?i)\bSharedAccessSignature[\s=]{1,2}([^\s\"';<>]{10,2000})"),
        ("sharedaccesssignature",),
    ),
    Format(
        "URL secret",
        re.compile(
            r"(?i)[?&#;](?:[a-z_-]{0,24}(?:token|secret|passw(?:or)?d|api_?key|signature)|pwd|pass|jwt|sig|otp|"
            r"samlresponse|x-amz-(?:credential|security-token)|x-goog-credential)=([^&#\s\"'<>;]{3,4000})"
        ),
        ("=",),
        is_value,
    ),
    Format(
        "URL secret",
        re.compile(
            r"(?i)/(?:reset|verify|verification|confirm|invite|invitation|activate|magic|token|unsubscribe)[a-z_-]{0,20}/"
            r"([A-Za-z0-9_.=-]{20,400})(?![A-Za-z0-9_-])"
        ),
        ("reset", "verif", "confirm", "invit", "activate", "magic", "token", "unsub"),
        is_long_value,
    ),
    Format(
        "URL secret",
        re.compile(r"(?i)[?&#;](?:key|code|auth|session(?:_?id)?|sid|ticket|state|nonce)=([^&#\s\"'<>;]{3,4000})"),
        ("=",),
        is_long_value,
    ),
)
COMMANDS: tuple[Format, ...] = (
    Format("password or key", re.compile(rf"(?i){_WORD_BEGINS}(?:{_NEARLY})\s{{0,3}}[:=]\s{{0,3}}{_UNTIL_SIGN}"),
          ("pas", "word", "wort", "sec", "ret"), is_stated_value),
    Format("password or key", re.compile(r"(?i)\blogin\s\S{1,100}\s{1,3}password\s{1,3}(\S{3,200})"), ("password",)),
    Format("password or key", re.compile(
        r"(?i)\b(?:user|role)\s[^\n;]{1,120}?\bidentified\s(?:with\s\S{1,40}\s)?by\s'([^'\n]{3,200})'"),
        ("identified",)),
    Format("password or key", re.compile(r"\b(?:requirepass|masterauth)\s([^\s\"']{3,200})"),
          ("requirepass", "masterauth")),
    Format("password or key", re.compile(r"\bsshpass\s-p\s?[\"']?([^\s\"']{3,200})"), ("sshpass",)),
    Format("password or key", re.compile(rf"(?i)(?<![a-z])pass={_UNTIL_SIGN}"), ("pass=",), is_stated_value),
    Format("password or key", re.compile(rf"(?i)_pass\s?[:=]\s?[\"']?{_UNTIL_SIGN}"), ("_pass",), is_value),
    Format("password or key", re.compile(r"(?i)[\"']pass[\"']\s?[:=]\s?[\"']([^\"'\n]{3,200})[\"']"), ("pass",),
          is_stated_value),
)  # fmt: skip
"""Of command lines and files of settings."""
CODES: tuple[Format, ...] = (
    Format("security code", re.compile(
        rf"(?i)\b{_NAMED_CODE}\s?(?::|{_IS})\s{{0,2}}({_ONE_TIME_CODE})(?![\w%-]|[.,/]\d)"), _CODES),
    Format("security code", re.compile(
        rf"(?i)(?<![\w.,-])({_ONE_TIME_CODE})\s(?:{_IS})\s{_NAMED_CODE}(?!\w)"), _CODES),
    Format("security code", re.compile(
        rf"(?i)\buse\s(?:code\s)?({_ONE_TIME_CODE})\s(?:to|as)\s(?:sign|log|verify|confirm|your)\b"), ("use",)),
)  # fmt: skip
"""Of messages: "Your Northwind code is 482913"."""
NUMBERS: tuple[Format, ...] = (
    Format("card number", re.compile(r"(?<![\w.])\d[\d /-]{11,}(?<!\D)(?!\w)"), (), within=find_cards),
    Format(
        "security code",
        re.compile(r"\[masked: card number\][ ,;]{1,3}(?:0[1-9]|1[0-2]) ?/ ?(?:\d{4}|\d\d)[ ,;]{1,3}(\d{3,4})(?!\w)"),
    ),
    Format("IBAN", re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?!\w)"), (), is_iban),
    Format("recovery code", re.compile(r"(?<![\w-])\d{6}(?:-\d{6}){7}(?![\w-])")),
    Format("license key", re.compile(r"(?<![\w-])[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}(?![\w-])"), ("-",), has_digit),
    Format(
        "long random text",
        re.compile(rf"(?<![\w+/-]){_NOT_A_HASH}[A-Za-z0-9_-]{{32,16000}}+(?![\w+/-]|\.[a-z])"),
        (),
        is_random,
    ),
)  # fmt: skip
"""By their checksums, their groups, or their randomness."""
AFTER_NAMES = (*COMMANDS, *CODES, *NUMBERS)
