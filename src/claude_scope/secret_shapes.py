"""The shapes of well-known secrets, and the words that announce one.

Every pattern starts at a boundary and repeats a single class of characters with a bound, so that no text, however
hostile, takes more than linear time. Formats: the issuers' documentation, as collected by gitleaks and trufflehog.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MASKED = "[masked:"
_START = r"(?<![A-Za-z0-9_-])"


def mask(hint: str) -> str:
    """What stands in the place of a secret: `[masked: card number]`."""
    return f"{MASKED} {hint}]"


def _always(_: str) -> bool:
    return True


def _whole(secret: str) -> Iterable[tuple[int, int]]:
    yield 0, len(secret)


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of secret: group 1 of `pattern` (else the whole match) is replaced where `holds` agrees.

    With `within`, only the spans that it finds in that group are. `needs` are texts of which one must appear, in lower
    case, before the pattern is tried: most texts hold none.
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
            told, end = [match[0][: match.start(group) - match.start()]], 0
            for start, stop in self.within(secret):
                found(secret[start:stop])
                told += [secret[end:start], mask(self.hint)]
                end = stop
            return "".join((*told, secret[end:], match[0][match.end(group) - match.start() :]))

        return self.pattern.sub(put, text)


def mask_shapes(text: str, found: Callable[[str], None]) -> str:
    """The text with every secret of a known shape masked; calls `found` with each of them."""
    low = text.lower()
    for shape in ALL:
        if not shape.needs or any(need in low for need in shape.needs):
            text = shape.apply(text, found)
    return text


# --- what a match must fulfil -----------------------------------------------------------------------------------------


def luhn(digits: str) -> bool:
    """The checksum of payment cards (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


_CARD = re.compile(r"4\d{15}(?:\d{3})?|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|35\d{14}|3[068]\d{12}|6\d{15}(?:\d{3})?")
"""Visa, Mastercard, American Express, JCB, Diners, Discover, Maestro and UnionPay: prefix and length."""


_CARD_DIGITS = 19
"""The most that a card number has."""
_FEWEST_IN_GROUP = 3
"""Cards are written in groups of four to six, the last one of three or more; days and prices have fewer digits."""
_GROUP = re.compile(r"\d+(?=(?:0[1-9]|1[0-2]) ?/ ?\d\d)|\d+")
"""A run of digits, up to a month of expiry that no space sets apart from it."""


def _is_card(digits: str) -> bool:
    return _CARD.fullmatch(digits) is not None and len(set(digits)) > 1 and luhn(digits)


def _cards(run: str) -> Iterator[tuple[int, int]]:
    """Where card numbers stand in a run of digits that may hold others around it: expiry, code, another card.

    Of two that overlap one is a chance hit, and nobody knows which: they are one.
    """
    groups = [match.span() for match in _GROUP.finditer(run)]
    start = end = 0
    for first, (begin, _) in enumerate(groups):
        last = _last_of_card(run, groups, first)
        if last is None:
            continue
        if begin >= end and end:
            yield start, end
        start, end = start if begin < end else begin, groups[last][1]
    if end:
        yield start, end


def _last_of_card(run: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """The group with which the longest card number that begins with group `first` ends."""
    digits, found, end = "", None, groups[first][0]
    for n, (start, stop) in enumerate(groups[first : first + _CARD_DIGITS // _FEWEST_IN_GROUP], first):
        too_far = n > first and (start != end + 1 or run[end] == "/")
        if too_far or stop - start < _FEWEST_IN_GROUP or len(digits) + stop - start > _CARD_DIGITS:
            break
        digits += run[start:stop]
        end = stop
        if _is_card(digits):
            found = n
    return found


def _is_iban(text: str) -> bool:
    """ISO 13616: the characters, moved and turned into numbers, leave 1 when divided by 97."""
    plain = text.replace(" ", "")
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _mixed(text: str) -> bool:
    return _has_digit(text) and any(c.isalpha() for c in text)


def _is_basic(text: str) -> bool:
    """RFC 7617: base64 of `user:password`."""
    try:
        return b":" in base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False


def _is_random(text: str) -> bool:
    """Whether a run looks drawn at random from letters of both cases and digits: no word, no hash in hexadecimal.

    A camelCase name changes its kind of character about every fifth time, a random text more than every second time.
    """
    kinds = ["d" if c.isdigit() else "u" if c.isupper() else "l" for c in text if c.isalnum()]
    if min(kinds.count(kind) for kind in "dul") < 3:
        return False
    switches = sum(a != b for a, b in pairwise(kinds))
    counts = Counter(text)
    entropy = -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())
    return switches > 0.4 * len(kinds) and entropy > 4.0


_NOT_A_VALUE = frozenset(
    "a an and are at be can cannot changed choose confirm correct did do does doesn't don't empty enter expired false "
    "field for forgot has hidden hide if in incorrect invalid is it least length long match medium min minimum missing "
    "mismatch must my new no none not null of ok on optional or please repeat required reset saved set should show "
    "strength strong text that the this to too true type undefined updated use valid value was weak with wrong yes you "
    "your bearer basic string number password token secret".split()
)


_QUOTES = "\"'\\"


def _is_value(text: str) -> bool:
    """Whether what follows "Password:" is a value and not the rest of a sentence."""
    bare = text.strip(_QUOTES)
    hidden = not bare.strip("\u2022\u25cf*. ")
    return len(bare) >= 3 and not hidden and bare.lower().strip(".,:;!?()") not in _NOT_A_VALUE


def _is_told_value(text: str) -> bool:
    """Whether what follows "the password is" is one: quoted, or with a digit or a sign, which few words have."""
    bare = text.strip("\"'").rstrip(".,:;!?")
    telling = text[0] in "\"'" or any(c.isdigit() or c in "@#$%^&*+_!?" for c in bare)
    return telling and " " not in bare and len(bare) >= 4 and _is_value(bare)


def _is_long_value(text: str) -> bool:
    bare = text.strip(_QUOTES)
    return " " not in bare and ((len(bare) >= 6 and _has_digit(bare)) or len(bare) >= 16)


# --- the shapes -------------------------------------------------------------------------------------------------------


def _key(hint: str, pattern: str, *needs: str, holds: Callable[[str], bool] = _always) -> Shape:
    return Shape(hint, re.compile(_START + pattern), needs, holds)


_VALUE = (
    r"""(\\{1,3}"[^"\\\n]{1,200}\\{1,3}"|"(?:[^"\\\n]|\\.){1,200}"|'[^'\n]{1,200}'|"""
    r"""(?!["'\\]|\[masked:)[^\s"'&,;<>(){}\[\]]{3,200})"""
)
"""Quoted, quoted within a JSON text that is quoted itself, or up to the next space or sign."""
_IS = r"""[\\"']{0,4}\s{0,3}(?:=>|[:=])\s{0,3}"""
"""Between a key and its value, whatever quotes the key."""
_BEGINS = r"(?:(?<![a-z])|(?-i:(?<=[a-z0-9])(?=[A-Z])))"
"""A word begins after anything but a letter, and within camelCase: `dbPassword`."""
_ANYWHERE = r"pass(?:word|wd|phrase)|passwort|kennwort|secret"
"""What also ends a longer key: `newpassword`."""
_WORDS = (
    r"pass(?:word|wd|phrase|code|wort)|pwd?|kennwort|mot de passe|contrase(?:[n\u00f1]|ni)a|senha|"
    r"(?:client|app|shared|webhook)?[ _-]?secret(?:[ _-]?(?:access)?[ _-]?key)?|api[ _-]?key|"
    r"(?:access|auth|refresh|id|session|csrf|bearer|api)[ _-]?token|private[ _-]?key|aws_secret_access_key"
)


def _misread(word: str) -> str:
    """A pattern for a word of which a reader of pixels doubled, lost or took for another one letter but the first."""
    lost = [f"{word[:i]}\\w?{word[i + 1 :]}" for i in range(1, len(word))]
    doubled = [f"{word[: i + 1]}{word[i:]}" for i in range(len(word))]
    return "|".join((*lost, *doubled))


_NEARLY = f"(?!passport)(?:{'|'.join(map(_misread, ('password', 'passwort', 'secret')))})"

ALL: tuple[Shape, ...] = (
    Shape(
        "private key",
        re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[A-Za-z0-9+/=\s\\:,.-]{0,16000}"),
        ("private key",),
    ),
    Shape(
        "cookie",
        re.compile(
            r"(?i)\bcookie[\"']?\s{0,3}[:=]\s{0,3}[\"']?"
            r"([^\s=;,\"'<>\[\]]{1,100}=[^\s;,\"'<>]{1,4000}(?:;\s?[^\s=;,\"'<>]{1,100}=[^\s;,\"'<>]{1,4000}){0,60})"
        ),
        ("cookie",),
    ),
    _key("JWT", r"eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,8000}(?:\.[A-Za-z0-9_-]{0,2000})?", "eyj"),
    _key("AWS key", r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])", "akia", "asia", "abia", "acca"),
    _key("GitHub token", r"(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{30,255})", "gh", "github_pat_"),
    _key("GitLab token", r"gl(?:pat|dt|rt|cbt|ptt|soat)-[A-Za-z0-9_.-]{16,255}", "gl"),
    _key("Slack token", r"(?:xox[abeoprs]|xapp|xwf[pv])-[A-Za-z0-9-]{10,255}", "xox", "xapp", "xwf"),
    Shape(
        "Slack webhook",
        re.compile(r"hooks\.slack\.com/(?:services|workflows|triggers)/([A-Za-z0-9/_-]{10,200})"),
        ("hooks.slack",),
    ),
    _key("Stripe key", r"(?:[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9+/=]{10,255}", "k_live_", "k_test_", "whsec_"),
    _key("Anthropic key", r"sk-ant-[A-Za-z0-9_-]{10,255}", "sk-ant-"),
    _key("OpenAI key", r"sk-(?:proj-|svcacct-|admin-|or-v1-)?[A-Za-z0-9_-]{16,255}", "sk-", holds=_mixed),
    _key("Google key", r"AIza[A-Za-z0-9_-]{35}", "aiza"),
    _key("Google token", r"(?:ya29\.[A-Za-z0-9_-]{20,1000}|GOCSPX-[A-Za-z0-9_-]{20,60})", "ya29.", "gocspx-"),
    _key("npm token", r"npm_[A-Za-z0-9]{36}", "npm_"),
    _key("PyPI token", r"pypi-[A-Za-z0-9_-]{40,1000}", "pypi-"),
    _key("SendGrid key", r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}", "sg."),
    _key(
        "API key",
        r"(?:hf_|gsk_|xai-|pplx-|dop_v1_|shp(?:at|ca|pa|ss)_|lin_api_|sbp_|r8_|glc_|dckr_pat_|sk_)[A-Za-z0-9]{20,255}",
        "hf_", "gsk_", "xai-", "pplx-", "dop_v1_", "shp", "lin_api_", "sbp_", "r8_", "glc_", "dckr_pat_", "sk_",
        holds=_has_digit,
    ),
    _key("bot token", r"[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])", ":aa"),
    Shape("URL password", re.compile(r"://[^\s/@:?#]{0,200}:([^\s/@]{1,200})@"), ("://",)),
    Shape(
        "authorization",
re.compile(
            r"(?i)\bauthorization[\"']?\s{0,3}[:=]\s{0,3}+[\"']?((?:[a-z]{1,20}\s{1,3})?+(?!\[masked)[^\s\"',;]{4,4000})"
        ),
        ("authorization",),
    ),
    Shape("bearer token", re.compile(r"(?i)\bbearer\s{1,3}([a-z0-9._~+/=-]{12,4000})"), ("bearer",), _has_digit),
    Shape("basic authorization", re.compile(r"(?i)\bbasic\s{1,3}([a-z0-9+/=]{8,2000})"), ("basic",), _is_basic),
    Shape(
        "URL secret",
        re.compile(
            r"(?i)[?&#;](?:[a-z_-]{0,24}(?:token|secret|passw(?:or)?d|api_?key|signature)|pwd|pass|jwt|sig|otp|"
            r"samlresponse|x-amz-(?:credential|security-token)|x-goog-credential)=([^&#\s\"'<>;]{3,4000})"
        ),
        ("=",),
    ),
    Shape(
        "URL secret",
        re.compile(r"(?i)[?&#;](?:key|code|auth|session(?:_?id)?|sid|ticket|state|nonce)=([^&#\s\"'<>;]{3,4000})"),
        ("=",),
        _is_long_value,
    ),
    Shape(
        "password or key",
        re.compile(rf"(?i)(?:{_BEGINS}(?:{_WORDS})|{_ANYWHERE}){_IS}{_VALUE}"),
        ("pass", "pw", "wort", "senha", "contrase", "secret", "key", "token"),
        _is_value,
    ),
    Shape(
        "password or key",
        re.compile(rf"(?i){_BEGINS}(?:{_NEARLY}){_IS}{_VALUE}"),
        ("pas", "word", "wort", "sec", "ret"),
        _is_value,
    ),
    Shape(
        "token",
        re.compile(rf"(?i){_BEGINS}(?:token|jwt|t?otp|session[ _-]?id|sid){_IS}{_VALUE}"),
        ("token", "jwt", "otp", "session", "sid"),
        _is_long_value,
    ),
    Shape(
        "password or key",
        re.compile(
            rf"(?i)(?<![a-z])(?:{_WORDS})(?:\s(?:for|of|to|on)\s[^\n.:;]{{1,40}}?)?\s{{1,3}}(?:is|was|ist|lautet|est|es)"
            rf"\s{{1,3}}{_VALUE}"
        ),
        ("pass", "pw", "wort", "senha", "contrase", "secret", "key", "token"),
        _is_told_value,
    ),
    Shape(
        "security code",
        re.compile(
            r"(?i)(?<![a-z])(?:cvc2?|cvv2?|cvn|(?:card )?security code|card code)(?: code)?[\"']?"
            r"(?:\s{0,3}[:=]\s{0,3}|\s(?:is|was|ist)\s{1,3}|\s{1,3})[\"']?(\d{3,4})(?![\w%-]|[.,/]\d)"
        ),
        ("cvc", "cvv", "cvn", "code"),
    ),
    Shape("card number", re.compile(r"(?<![\w.])\d[\d /-]{11,}(?<!\D)(?!\w)"), (), within=_cards),
    Shape(
        "security code",
        re.compile(r"\[masked: card number\][ ,;]{1,3}(?:0[1-9]|1[0-2]) ?/ ?(?:\d{4}|\d\d)[ ,;]{1,3}(\d{3,4})(?!\w)"),
    ),
    Shape("IBAN", re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?!\w)"), (), _is_iban),
    Shape(
        "long random text",
        re.compile(r"(?<![\w+/=-])(?<!base64,)(?<!SHA256:)[A-Za-z0-9_-]{32,200}(?![\w+/-]|\.[a-z])"),
        (),
        _is_random,
    ),
)  # fmt: skip


# --- fields of a page -------------------------------------------------------------------------------------------------

_SECRET_LABEL = re.compile(
    rf"(?i)\b(?:{_WORDS}|pin(?: code)?|cvv2?|cvc2?|cvn|security code|card code|otp|one[ -]time (?:code|password)|"
    r"verification code|2fa code|ssn|social security(?: number)?|token)\b"
)
_PASSWORD_LABEL = re.compile(
    r"(?i)\b(?:pass(?:word|wd|phrase|code|wort)|pwd?|kennwort|mot de passe|contrase(?:[n\u00f1]|ni)a|senha)\b"
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|_")
_NUMBER_LABEL = re.compile(r"(?i)card ?(?:number|no)|credit card|kartennummer|\biban\b|account number|kontonummer")
_ENOUGH_DIGITS = 8
"""A card or account number of which OCR misread a digit fails its checksum: from this many digits on it is masked."""


def looks_personal(label: str, value: str) -> bool:
    """Whether a field with this label holds a secret: a password or code, or a card or account number written out."""
    if len(label) > 300 or not value:
        return False
    if _SECRET_LABEL.search(_HUMP.sub(" ", label)):
        return True
    return sum(c.isdigit() for c in value) >= _ENOUGH_DIGITS and _NUMBER_LABEL.search(label) is not None


def is_of_password(label: str) -> bool:
    """Whether a field with this label holds a password: a word of a person, unlike a code or a number."""
    return len(label) <= 300 and _PASSWORD_LABEL.search(_HUMP.sub(" ", label)) is not None


HIDDEN = "(hidden text)"
"""What a field is said to hold that shows dots: there is nothing to read, and nothing to mask."""
_ROUND = frozenset("0oec8@\u00a9\u00ae")
"""What OCR makes of a dot or a star; of a row of them mostly the same one over and over."""


def reads_like_dots(value: str) -> bool:
    """Whether what was read in a password field may be its dots: "\u2022\u2022\u2022\u2022", "0000", "+....", "O0O"."""
    letters = {c for c in value.casefold() if c.isalnum() or c in _ROUND}
    return bool(value.strip()) and (letters <= {"0", "o"} or (len(letters) == 1 and letters <= _ROUND))


def says_nothing(value: str, label: str) -> bool:
    """Whether what a field shows is only a hint such as "Your password": the screen shows that in an empty field."""
    known = _NOT_A_VALUE | set(label.lower().split())
    return all(word.strip(".,:;!?()*\u2026") in known for word in value.lower().split())
