"""Finds the value of a password, key or token after its name: `dbPassword: hunter2`, `パスワードはhunter2です`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.lexicon.link_words import FOR, IS, IS_JOINED, STATES, SYSTEMS, YOURS, unaccented
from claude_scope.lexicon.secret_names import is_about
from claude_scope.lexicon.secret_words import Kind
from claude_scope.redaction.stated_values import looks_drawn
from claude_scope.redaction.value_boundaries import (
    CJK,
    has_digit,
    has_function_word,
    has_sign,
    is_long_value,
    is_plain_word,
    is_stated_value,
    is_value,
    unescaped,
)

if TYPE_CHECKING:
    from claude_scope.lexicon.secret_names import Name

_MAX_QUOTED, _MAX_BARE = 8_000, 400
"""The longest value that is examined; a longer one without quotes is masked to its end."""
_STATES, _YOURS = unaccented(STATES), unaccented(YOURS)
_QUOTED = (
    rf"""&(?:quot|\#34|apos|\#39);(?P<entity>[^"'<>&\n]{{1,400}}+)&(?:quot|\#34|apos|\#39);|"""
    rf"""\\{{1,3}}"(?P<escaped>[^"\\\n]{{1,{_MAX_QUOTED}}}+)\\{{1,3}}"|"""
    rf""""(?P<double>[^"\\\n]{{0,{_MAX_QUOTED}}}+(?:\\.[^"\\\n]{{0,400}}+){{0,50}}+)"|"""
    rf"""'(?P<single>[^'\n]{{1,{_MAX_QUOTED}}}+)'|`(?P<tick>[^`\n]{{1,200}}+)`|"""
    r"""[\u201c\u201e\u00ab]\s?(?P<curly>[^\u201d\u201c\u00bb\n]{1,200}?)\s?[\u201d\u201c\u00bb]|"""
    r"""[\u300c\u300e](?P<corner>[^\u300d\u300f\n]{1,200}+)[\u300d\u300f]"""
)
_UNTIL_SIGN = r"[^\s\"'&,;<>(){}\[\]`]"
_BARE = (
    rf"(?P<bare>(?![\"'\\`=]|\[masked:){_UNTIL_SIGN}{{1,{_MAX_BARE}}}+"
    rf"(?:(?<=\w)'(?=\w){_UNTIL_SIGN}{{1,100}}+){{0,2}}+)"
)
_SUFFIX = rf"(?:(?:[_.-]?(?:{SYSTEMS})){{1,3}}(?![a-z])|_?\d{{1,2}})?"
"""The rest of a setting's name: the system to which the password belongs, or a number."""
_QUOTE = r"(?:&(?:quot|apos|\#34|\#39|\#x22|\#x27);|[\"'])"
_CLOSED = r"(?:[\\\"'`]{0,4}|&(?:quot|apos|\#34|\#39);)(?:(?<=[\"'])\])?[?!]?\*{0,2}"
"""Characters that close a name: quotes, a bracket, the mark of an optional field, bold type."""
_QUALIFIED = (
    rf"(?P<qualifier>\s?\([^()\n]{{1,40}}\)|\s(?:{FOR})\s[^\n.:;=：|]{{1,40}}?|\s(?:wi-?fi|wlan)|"
    rf"\s?(?:{_STATES})(?:\s(?:{_YOURS}))?|\s?(?:{_YOURS})(?:\s(?:{_STATES}))?)?"
)
_AFTER = re.compile(
    rf"(?i){_SUFFIX}{_CLOSED}(?:(?P<equals>=(?![=>~]))|{_QUALIFIED}(?:"
    r"(?P<colon>\*{0,2}\s{0,3}(?:=>|:=|[:：＝]|=(?![=>~]))\*{0,2}\s{0,3})|"
    rf"(?P<is>\s{{1,3}}(?:{IS})\s?[:：]?\s{{1,3}}|\s[-–—]\s|\s?(?:{IS_JOINED})\s?[:：]?\s?)|"
    r"(?P<cell>[^\S\n]{0,3}[|│\t][^\S\n]{0,3})|(?P<tag>>|&gt;)|(?P<attribute>\s{1,3}"
    rf"(?:[\w-]{{1,24}}={_QUOTE}[^\"'<>&\n]{{0,60}}{_QUOTE}\s{{1,3}}){{0,4}}(?:value|content)\s?=\s?)|"
    rf"(?P<next>\s{{0,3}}[,\n]\s{{0,12}}[\"']?value[\"']?\s?[:=]\s{{0,3}}))|(?P<said>(?:\s(?:{FOR})\s(?:wi-?fi|wlan))?\s))"
    rf"(?:[bruf]{{0,2}}(?:{_QUOTED})|{_BARE})"
)
_GOES_ON = re.compile(r"[^\S\n]{1,2}(?:[\"'`]?[^\W\d_]+(?![\w]*\s?[:=：])|\d{1,3}(?:\s?[^\W\d]|[.,]?$))")
_KEY_OF_PROGRAM = re.compile(r"[a-z][A-Z]|_")
_REST = re.compile(f"{_UNTIL_SIGN}*+")
_SETTING = re.compile(r"[(\[{<&][^\s\"'`;,]{0,400}")
_CALL = re.compile(r"[(\[]")
_PAST_SIGN = re.compile(
    r"(?!&(?:lt|gt|quot|apos|amp|#\d{1,4}|#x[0-9a-f]{1,4});)(?:[&,;]+[^\s\"'`<>=:&,;(){}\[\]]{1,60}+){1,4}+(?![=:(\[])"
)
_PASSPHRASE = re.compile(r"[a-z]{3,12}(?:[ -][a-z]{3,12}){2,9}(?=[.,;]?(?:\n|$))")
"""Words of a passphrase, up to the end of the line."""
_NAMES_PHRASE = re.compile("(?i)phrase|fras|zin|フレーズ|фраза|lause")
_GROUPS_OF_FOUR = re.compile(r"[A-Za-z2-7]{4}(?: [A-Za-z2-7]{4}){3,15}(?!\w)")
"""The key of an authenticator app as people type it."""
_MIN_KEY_LETTERS = 6
_WORDS_OF_PERSONS = {Kind.PASSWORD, Kind.ANSWER}


def value_after(text: str, name: Name) -> tuple[int, int] | None:
    """The span of the password, key or token after this name; None if there is none."""
    match = None if is_about(text, name.end) else _AFTER.match(text, name.end)
    if not match:
        return None
    start, end = match.span(match.lastgroup or 0)
    if not match["said"] and (grouped := _GROUPS_OF_FOUR.match(text, start)) and not has_function_word(grouped[0]):
        return grouped.span()
    is_phrase = _NAMES_PHRASE.search(text, name.start, name.end) and not match["said"]
    if is_phrase and (phrase := _PASSPHRASE.match(text, start)) and not has_function_word(phrase[0]):
        return phrase.span()
    is_bare, whole = match.lastgroup == "bare", end
    if is_bare:
        end = _end_past_signs(text, match, _end_of_bare(text, start, end))
        end = _end_in_settings(text, name, match, end)
    begins_with_words = is_bare and CJK.match(text, start) is not None
    if begins_with_words or not text[start:end] or not _is_secret(text, name, match, text[start:end], is_bare, end):
        return None
    if is_bare and whole - start >= _MAX_BARE and (rest := _REST.match(text, whole)):
        end = _end_of_bare(text, start, rest.end())
    return start, end


def _end_of_bare(text: str, start: int, end: int) -> int:
    """The end of an unquoted value: before closing punctuation, or before a word in a script without spaces."""
    if text[start].isascii() and (cjk := CJK.search(text, start, end)):
        end = cjk.start()
    while end > start and text[end - 1] in ".,:;?|":
        end -= 1
    return end


def _end_past_signs(text: str, match: re.Match[str], end: int) -> int:
    """The end of a password such as `ab&c;d9`, in which no part names another value."""
    rest = None if match["equals"] else _PAST_SIGN.match(text, end)
    if not rest:
        return end
    is_value = "&" in rest[0] or has_digit(rest[0]) or has_sign(rest[0])
    return _end_of_bare(text, end, rest.end()) if is_value else end


def _end_in_settings(text: str, name: Name, match: re.Match[str], end: int) -> int:
    """The end of a value such as `SECRET_KEY=x(9#kd`, whose bracket is not a function call."""
    rest = _SETTING.match(text, end)
    is_setting = match["equals"] and text[name.start : name.end].isupper()
    return rest.end() if rest and is_setting and has_sign(rest[0]) else end


def _is_secret(text: str, name: Name, match: re.Match[str], value: str, is_bare: bool, end: int) -> bool:
    """Whether a value is a secret, judging by the words that link it to its name."""
    if value.startswith("[masked:") or (is_bare and not match["is"] and _CALL.match(text, end)):
        return False
    if name.kind not in _WORDS_OF_PERSONS and _is_no_key(value, text[name.start : name.end]):
        return False
    if name.kind is Kind.TOKEN:
        return bool(match["equals"] or match["colon"] or match["next"] or match["attribute"]) and is_long_value(value)
    is_quoted_word = not is_bare and " " not in value and is_value(value)
    if match["said"]:
        return _is_said(value) if is_bare else is_quoted_word
    if match["is"]:
        return is_quoted_word or is_stated_value(value)
    if match["cell"] or (match["qualifier"] and match["colon"]):
        return is_stated_value(value)
    return is_value(value) and not (is_bare and not match["equals"] and _begins_sentence(text, name, value, end))


def _begins_sentence(text: str, name: Name, value: str, end: int) -> bool:
    """Whether a value is a plain word that begins a sentence, after a name in prose, unlike `csrfToken`."""
    is_key = _KEY_OF_PROGRAM.search(text, max(0, name.start - 1), name.end)
    return is_plain_word(value) and not is_key and _GOES_ON.match(text, end) is not None


def _is_no_key(value: str, name: str) -> bool:
    """Whether a value in a program is not a key: the name itself, a small number, or words.

    `SessionId = "SessionId"`, `TOKEN = 1256`, `"api_key": "Kunci API"`.
    """
    is_number = value.rstrip("%").isdigit() and len(value) < _MIN_KEY_LETTERS
    is_words = " " in value and not has_digit(unescaped(value))
    return is_number or is_words or value.casefold().endswith(name.casefold())


def _is_said(value: str) -> bool:
    """Whether a word right after "password" is its value: letters, a digit and a sign or capital."""
    has_capital = any(map(str.isupper, value)) and any(map(str.islower, value))
    return looks_drawn(value) and (has_capital or has_sign(value[1:].replace("_", "")))
