"""Finds a password or key that a sentence states: "the password of your account is X", "The new one is X"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.lexicon.link_words import IS, IS_BEHIND, IS_DONE, IS_JOINED, IS_WEAK, NEW_JOINED, THE_NEW_ONE
from claude_scope.lexicon.secret_names import is_about
from claude_scope.lexicon.secret_words import ABOUT
from claude_scope.redaction.value_boundaries import has_digit, has_sign, is_stated_value, is_value

if TYPE_CHECKING:
    from claude_scope.lexicon.secret_names import Name

_BEHIND = 160
"""A sentence may state a value within this many characters after its name."""
_VALUE = (
    r"(?:[\"'`\u201c\u201e\u00ab\u300c\u300e\[]\s?)?(?P<value>[^\s\"'`<>(){}\[\]\u201c\u201d\u00ab\u00bb\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af"
    r"\uff01-\uff60|=,;]{5,80}+)"
)
_LINK = rf"(?:\s?[:：]\s{{0,3}}|\s(?:{IS}|{IS_WEAK})\s?[:：]?\s{{1,3}}|\s?(?:{IS_JOINED})\s?[:：]?\s?)"
_NO_WORD_ENDS = r"[^\n.!?。！？:：;=<>{}|\"\[]"
_IN_SENTENCE = re.compile(rf"(?i)(?P<between>\s?(?:{_NO_WORD_ENDS}|(?<=\sdvs)\.|(?<=\snr)\.){{0,80}}?){_LINK}{_VALUE}")
"""Matches words about the secret, then a link such as "is", then the value."""
_BEFORE_COPULA = re.compile(
    rf"(?i)(?P<between>(?:\s[^\s.:=<>{{}}\[|\"]{{1,20}}){{0,5}}?)\s{_VALUE}\s?(?:{IS_BEHIND}|{IS_DONE})"
)
"""Matches the value, then the copula."""
_AFTER_SENTENCE = re.compile(
    rf"(?i)[^\n\[]{{0,80}}?(?:[.!;,।。！]\s?(?:(?:{THE_NEW_ONE}){_LINK}|(?:{THE_NEW_ONE})\s|(?:{NEW_JOINED}){_LINK})|"
    rf"\s(?:{NEW_JOINED}){_LINK}){_VALUE}"
)
"""Matches the rest of the sentence, then a sentence that says "the new one is" and the value."""
_ABOUT_WORDS = "|".join(re.escape(word.strip().removesuffix("(s)")) for word in ABOUT.split(",") if word.isascii())
_ABOUT = re.compile(
    rf"(?i)(?<!\w)(?:{_ABOUT_WORDS}|hash\w*|encrypt\w*|algorithm|encod\w*|error|fail\w*|invalid|example|field|column|"
    r"option|flag|variable|parameter|method|version|using|via)(?!\w)"
)
_STANDARD = re.compile(
    r"(?:[A-Z]{2,8}|[a-z]{2,8})[-_/]?[\d.-]+|v?\d[\d.]*(?:-[a-z]+\.?\d*)?|[a-z]+(?:[-_.][a-z]+)*\d?|\w+\.[a-z]{2,4}|"
    r"[a-z0-9]+(?:_[a-z0-9]+){2,}|[A-Z0-9]+(?:_[A-Z0-9]+)+|"
    r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+"
)
"""A standard, a version, a file: "SHA-256", "1.2-beta", "login-page2", "auth.py"."""
_GOES_ON = re.compile(r"[/\\_=@%&?#(\[{<-]|\.\S")
"""What follows a name in an address, a path or code."""
_END = ".,:;?…"


def stated_value(text: str, name: Name) -> tuple[int, int] | None:
    """The span of the value that a sentence about this name, or the next sentence, states."""
    if is_about(text, name.end) or _GOES_ON.match(text, name.end):
        return None
    for pattern in (_BEFORE_COPULA, _IN_SENTENCE, _AFTER_SENTENCE):
        match = pattern.match(text, name.end, min(len(text), name.end + _BEHIND))
        if match and not _ABOUT.search(match.groupdict().get("between") or "") and looks_drawn(match["value"]):
            start, end = match.span("value")
            return start, end - (len(match["value"]) - len(match["value"].rstrip(_END)))
    return None


def looks_drawn(value: str) -> bool:
    """Whether a word of a sentence can only be a secret: letters with a digit, and a sign or a capital among them."""
    bare = value.rstrip(_END)
    is_mixed = has_digit(bare) and any(map(str.isalpha, bare))
    has_mark = has_sign(bare[1:]) or any(c in "-.~=/" for c in bare[1:]) or any(map(str.isupper, bare))
    return is_mixed and has_mark and _STANDARD.fullmatch(bare) is None and is_stated_value(bare) and is_value(bare)
