"""Passwords and keys in command lines and settings files."""

from __future__ import annotations

import re

from claude_scope.redaction.formats.checksums import is_opaque, is_uuid
from claude_scope.redaction.formats.format import Format
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
    """Whether a text is random or a UUID, which registries use as tokens."""
    return is_opaque(text) or is_uuid(text)


def is_option_value(text: str) -> bool:
    """Whether the value of an option of a command is a secret: "--token 96c5f7.287994f875b1dbb8"."""
    return is_stated_value(text) and (looks_drawn(text) or is_long_value(text)) and re.match("-|[a-z]+=", text) is None


def is_argument(text: str) -> bool:
    """Whether the argument of a command is a password, not a placeholder, dots or a variable."""
    return not text.startswith("$") and is_value(text)


_PUBLIC_NAME = r"(?![A-Z0-9_]{0,60}(?:PUBLIC|PUBLISHABLE|SITE|CACHE|PRIMARY|SORT|PARTITION|OBJECT|IDEMPOTENCY|ANON))"
"""Excludes names of settings that contain one of these words, because their values are not secret."""

_ARGUMENT = r"[\"']?((?<=')[^'\n]{3,200}|(?<=\")[^\"\n]{3,200}|(?<![\"'])[^\s\"'`|;<>]{3,200})"
"""An argument of a command; in quotes it may contain spaces."""
_USER = (
    r"(?:^|\s)(?:-u|--user)[ =](?!\d{1,9}:\d)",
    r"\bhttps?(?=\s)[^\n|;]{0,200}?\s(?:-a|--auth)[ =]",
)
"""The options of curl and HTTPie that take a user and a password."""
_OPTION = (
    r"(?<![\w-])(?:--?|/)(?:[a-z]{1,16}[-_])?(?:token|password|passwd|pwd|pass|secret|passphrase|psk|"
    r"(?:api|auth|access|secret)[-_]?key)"
)
"""An option of a command whose value is a secret: `--token`, `/password`."""
_CREDENTIALS = tuple(
    Format("password or key", f"{option}{user}", (need,), is_argument)
    for option, need in zip(_USER, ("-u", "http"), strict=True)
    for user in (
        r"'[^:'\n]{1,60}:([^'\n]{3,200})'",
        r"\"[^:\"\n]{1,60}:([^\"\n]{3,200})\"",
        rf"[^\s:\"']{{1,60}}:{_ARGUMENT}",
    )
)
COMMANDS: tuple[Format, ...] = (
    *_CREDENTIALS,
    Format("password or key", rf"\b(?:smb|rpc)client\b[^\n|;]{{0,200}}?\s-U[ =]?[\"']?[^\s%\"']{{1,60}}%{_ARGUMENT}",
          ("smbclient", "rpcclient"), is_argument),
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
    Format("password or key", rf"\bsshpass\s-p\s?{_ARGUMENT}", ("sshpass",), is_argument),
    Format("password or key", rf"\b(?:mysql|mariadb)\w{{0,12}}\b[^\n|;]{{0,200}}?\s-p{_ARGUMENT}",
          ("mysql", "mariadb"), is_argument),
    Format("password or key", rf"\b(?:docker|podman|helm\sregistry)\slogin\b[^\n|;]{{0,200}}?\s-p[\s=]?{_ARGUMENT}",
          ("docker", "podman", "helm"), is_argument),
    Format("password or key", rf"\bredis-cli\b[^\n|;]{{0,200}}?\s(?:-a|--pass)\s{_ARGUMENT}",
          ("redis-cli",), is_argument),
    Format("password or key", rf"\bldap\w{{1,10}}\b[^\n|;]{{0,200}}?\s-w\s{_ARGUMENT}", ("ldap",), is_argument),
    Format("password or key", re.compile(rf"(?i)(?<![a-z])pass={_UNTIL_SIGN}"), ("pass=",), is_stated_value),
    Format("password or key", re.compile(
        r"(?i)_pass(?:\s?[:=]|[\"'],\s?[\"']value[\"']\s?:|[\"']\s{1,3}value=|\n\s{0,12}value:)\s?[\"']?"
        rf"{_UNTIL_SIGN}"), ("_pass",), is_value),
    Format("password or key", re.compile(r"(?i)[\"']pass[\"']\s?[:=]\s?[\"']([^\"'\n]{3,200})[\"']"), ("pass",),
          is_stated_value),
    Format("password or key", re.compile(
        rf"(?<![A-Za-z0-9_]){_PUBLIC_NAME}[A-Z][A-Z0-9_]{{0,60}}_(?:KEY(?:_BASE)?|AUTH|SALT|"
        rf"CREDENTIALS?)\s?[=:]\s?[\"']?(?:base64:)?"
        r"([A-Za-z0-9+/=_.~-]{16,400}+)"),
        ("_key", "_auth", "_salt", "_credential"), is_opaque),
)  # fmt: skip
"""The formats of command lines and settings files."""
