"""Secret formats that need no name: issuer tokens, URLs, headers, commands, checksums, random strings.

Every pattern starts at a boundary and repeats a single character class with a bound, so that no hostile text takes more
than linear time.
"""

from __future__ import annotations

import re

from claude_scope.lexicon.link_words import AS, CODE, IS, KEEP_TO_YOURSELF, THIS, TO, USE, VERIFY, YOUR
from claude_scope.lexicon.patterns import any_of
from claude_scope.lexicon.public_codes import PUBLIC_CODES
from claude_scope.redaction.formats.addresses import ADDRESSES
from claude_scope.redaction.formats.checksums import is_opaque, is_uuid
from claude_scope.redaction.formats.format import Format
from claude_scope.redaction.formats.headers import HEADERS, SESSIONS
from claude_scope.redaction.formats.issuer_tokens import ISSUED, started
from claude_scope.redaction.formats.numbers import NUMBERS
from claude_scope.redaction.formats.wrapped_tokens import WRAPPED
from claude_scope.redaction.stated_values import looks_drawn
from claude_scope.redaction.value_boundaries import is_long_value, is_stated_value, is_value


def _misread(word: str) -> str:
    """A pattern for a word in which OCR doubled, lost or misread one letter after the first."""
    lost = [f"{word[:i]}\\w?{word[i + 1 :]}" for i in range(1, len(word))]
    doubled = [f"{word[: i + 1]}{word[i:]}" for i in range(len(word))]
    return "|".join((*lost, *doubled))


_NEARLY = f"(?!passport|password|passwort|secret)(?:{'|'.join(map(_misread, ('password', 'passwort', 'secret')))})"
_WORD_BEGINS = r"(?:(?<![a-z])|(?-i:(?<=[a-z0-9])(?=[A-Z])))"
_UNTIL_SIGN = r"([^\s\"'`=&,;<>(){}\[\]]{3,200}+)(?![(\[])"


def is_opaque_or_uuid(text: str) -> bool:
    """Whether a text is random or a UUID, of which registries make tokens."""
    return is_opaque(text) or is_uuid(text)


def is_option_value(text: str) -> bool:
    """Whether the value of an option of a command is a secret: "--token 96c5f7.287994f875b1dbb8"."""
    return is_stated_value(text) and (looks_drawn(text) or is_long_value(text)) and re.match("-|[a-z]+=", text) is None


def _words(alternatives: str) -> str:
    """A pattern of these words that fails at the first letter where none begins."""
    return any_of(alternatives.split("|"), begins="")


_YOUR, _THIS, _USE, _CODE = map(_words, (YOUR, THIS, USE, CODE))
_WORDS = r"[^\s\d.:-]{1,30}"
_NOT_PUBLIC = rf"(?!(?:[^\s\d.:]{{1,30}}[\s-]){{0,3}}(?:{PUBLIC_CODES.pattern}))"
_NAMED_CODE = rf"{_YOUR}\s{_NOT_PUBLIC}(?:(?:{_WORDS}[\s-]){{1,2}}{_CODE}|{_CODE}(?:\s[^\s\d.:]{{1,30}}){{1,3}})"
_THIS_CODE = rf"{_THIS}\s{_NOT_PUBLIC}(?:{_WORDS}[\s-]){{0,2}}{_CODE}(?:\s[^\s\d.:]{{1,30}}){{0,8}}"
_SENDER = r"(?:[A-Z]{1,3}-(?=\d{3}))?"
_ONE_TIME_CODE = r"\d{3}[ -]\d{3}|\d{4} \d{4}|\d{4,8}"
_CODE_OF_LETTERS = r"(?-i:(?=[A-Z-]{0,20}\d)[A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8}){0,2})"
_IS = f"{IS}|—|-"
_BEHIND_VERB = "|".join(f"(?<=\\W{word} \\d)|(?<=^{word} \\d)" for word in f"{USE}|{CODE}".split("|"))
"""Behind the first digit: whether a verb such as "enter" stands before it. Digits are rarer than verbs."""
_CODES = "cod", "kod", "kód", "cód", "код"

_PUBLIC_NAME = r"(?![A-Z0-9_]{0,60}(?:PUBLIC|PUBLISHABLE|SITE|CACHE|PRIMARY|SORT|PARTITION|OBJECT|IDEMPOTENCY|ANON))"
"""How the name of a setting begins or goes on that holds a key for everybody."""

BEFORE_NAMES: tuple[Format, ...] = (
    Format(
        "private key",
        re.compile(
            r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
            r"(?:[A-Za-z0-9+/=\s\\:,.]|-(?!----END)){0,16000}(?:-----END [A-Z0-9 ]{0,60}-----)?"
        ),
        ("private key",),
    ),
    WRAPPED,
    HEADERS[0],
    *ADDRESSES[:2],
    *(Format(hint, started(pattern), needs, holds) for hint, pattern, needs, holds in ISSUED),
    Format(
        "AWS secret key",
        re.compile(r"\[masked: AWS key\][^A-Za-z0-9+/\n]{1,10}\n?([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])"),
    ),
    *HEADERS[1:],
    *ADDRESSES[2:],
)
_OPTION = (
    r"(?<![\w-])(?:--?|/)(?:[a-z]{1,16}[-_])?(?:token|password|passwd|pwd|pass|secret|passphrase|psk|"
    r"(?:api|auth|access|secret)[-_]?key)"
)
"""An option of a command whose value is a secret: `--token`, `/password`."""
COMMANDS: tuple[Format, ...] = (
    Format("password or key", re.compile(
        rf"(?i){_OPTION}[=: ]\s?[\"']?([^\s\"'`<>{{}}()\[\]$|;][^\s\"'`<>|;]{{3,400}})"),
        ("token", "passw", "pwd", "pass", "secret", "psk", "key"), is_option_value),
    Format("password or key", re.compile(
        r"(?i)_auth(?:token)?[\s=]{1,3}[\"']?([A-Za-z0-9+/=_-]{16,400})"), ("_auth",), is_opaque_or_uuid),
    Format("password or key", re.compile(r"\bsnmp-server community ([^\s\"']{3,100})"), ("snmp-server",)),
    Format("password or key", re.compile(
        r"(?i)\bnet use\b[^\n]{0,120}?/user:\S{1,60}\s{1,3}([^\s\"'/*]{3,100})"), ("net use",)),
    Format("password or key", re.compile(
        rf"(?i)(?=[ps]){_WORD_BEGINS}(?:{_NEARLY})\s{{0,3}}[:=]\s{{0,3}}{_UNTIL_SIGN}"),
          ("pas", "word", "wort", "sec", "ret"), is_stated_value),
    Format("password or key", re.compile(r"(?i)\blogin\s\S{1,100}\s{1,3}password\s{1,3}(\S{3,200})"), ("password",)),
    Format("password or key", re.compile(
        r"(?i)\b(?:user|role)\s[^\n;]{1,120}?\bidentified\s(?:with\s\S{1,40}\s)?by\s'([^'\n]{3,200})'"),
        ("identified",)),
    Format("password or key", re.compile(r"\b(?:requirepass|masterauth)\s([^\s\"']{3,200})"),
          ("requirepass", "masterauth")),
    Format("password or key", re.compile(r"\bsshpass\s-p\s?[\"']?([^\s\"']{3,200})"), ("sshpass",)),
    Format("password or key", r"\b(?:mysql|mariadb)\w{0,12}\b[^\n|;]{0,200}?\s-p[\"']?([^\s\"']{3,200})",
          ("mysql", "mariadb")),
    Format("password or key", r"\bdocker\slogin\b[^\n|;]{0,200}?\s-p[\s=]?[\"']?([^\s\"']{3,200})",
          ("docker",)),
    Format("password or key", r"\bredis-cli\b[^\n|;]{0,200}?\s(?:-a|--pass)\s[\"']?([^\s\"']{3,200})",
          ("redis-cli",)),
    Format("password or key", r"\bldap\w{1,10}\b[^\n|;]{0,200}?\s-w\s[\"']?([^\s\"']{3,200})", ("ldap",)),
    Format("password or key", re.compile(rf"(?i)(?<![a-z])pass={_UNTIL_SIGN}"), ("pass=",), is_stated_value),
    Format("password or key", re.compile(
        r"(?i)_pass(?:\s?[:=]|[\"'],\s?[\"']value[\"']\s?:|[\"']\s{1,3}value=|\n\s{0,12}value:)\s?[\"']?"
        rf"{_UNTIL_SIGN}"), ("_pass",), is_value),
    Format("password or key", re.compile(r"(?i)[\"']pass[\"']\s?[:=]\s?[\"']([^\"'\n]{3,200})[\"']"), ("pass",),
          is_stated_value),
    Format("password or key", re.compile(
        rf"(?<![A-Za-z0-9_]){_PUBLIC_NAME}[A-Z][A-Z0-9_]{{0,60}}_(?:KEY(?:_BASE)?|AUTH|SALT|CREDENTIALS?)\s?[=:]\s?[\"']?(?:base64:)?"
        r"([A-Za-z0-9+/=_.~-]{16,400}+)"),
        ("_key", "_auth", "_salt", "_credential"), is_opaque),
)  # fmt: skip
"""Of command lines and files of settings."""
CODES: tuple[Format, ...] = (
    Format("security code", re.compile(
        rf"(?i)\b{_NAMED_CODE}\s?(?::|(?:{_IS})\s?:?)\s{{0,4}}{_SENDER}({_ONE_TIME_CODE})(?![\w%-]|[.,/]\d)"), _CODES),
    Format("security code", re.compile(
        rf"(?i)(?<!\w)(?:{_THIS_CODE})\s?[:：]\s{{0,4}}{_SENDER}({_ONE_TIME_CODE}|{_CODE_OF_LETTERS})"
        r"(?![\w%-]|[.,/]\d)"), _CODES),
    Format("security code", re.compile(
        rf"(?i)(?<![\w.,-]){_SENDER}({_ONE_TIME_CODE})\s(?:{_IS})\s{_NAMED_CODE}(?!\w)"), _CODES),
    Format("security code", re.compile(
        r"(?i)(\d(?<=\s\d)"
        rf"(?=[\d -]{{3,7}},?(?:\s\w{{1,12}}){{0,4}}?\s(?:{TO}|{AS})\s)(?:{_BEHIND_VERB})"
        rf"(?:\d{{2}}[ -]\d{{3}}|\d{{3,7}}))"
        rf"(?=,?(?:\s\w{{1,12}}){{0,4}}?\s(?:(?:{TO})\s(?:{VERIFY})|"
        rf"(?:{AS})\s(?:{YOUR}|{VERIFY})))")),
    Format("security code", re.compile(
        rf"(?i)(?<!\w){_USE}\s(?:\w{{1,5}}\s)?{_CODE}\s{_SENDER}({_ONE_TIME_CODE})(?:,?\s(?:{TO})(?!\w)|"
        r"(?=[.!]?\s{0,3}(?:\Z|\n)))"),
        (*_CODES, "κωδ", "رمز", "kood")),
    Format("security code", re.compile(
        rf"(?i)(?<!\w){_CODE}\s?[:：]\s{{0,3}}{_SENDER}({_ONE_TIME_CODE})(?![\w%-]|[.,/]\d)"), KEEP_TO_YOURSELF),
)  # fmt: skip
"""Of messages: "Your Northwind code is 482913"."""
AFTER_NAMES = (*SESSIONS, *COMMANDS, *CODES, *NUMBERS)
