"""Tells an Indian postcode, which is called PIN code, from a secret PIN."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_scope.lexicon.secret_names import Name

_NAMES = frozenset({"pin", "pincode", "pinnumber", "पिन", "पिनकोड", "पिननंबर"})
_POSTCODE = re.compile(r"[1-9]\d{2} ?\d{3}")
_BRANCH = re.compile(r"[1-9]\d{2} ?0\d{2}")
"""The postcode of a town: the last three digits number its post offices."""
_ADDRESS = re.compile(
    r"(?i)\b(?:address|deliver(?:y|ed|able|s)?|shipping|ship|city|state|district|dist|taluk|road|street|nagar|marg|locality|"
    r"landmark|pickup|post(?:al|code)?|zip|area|courier|location|village|town|"
    r"india|delhi|mumbai|bengaluru|bangalore|chennai|kolkata|hyderabad|pune|ahmedabad|jaipur|lucknow|karnataka|kerala|"
    r"maharashtra|gujarat|punjab|haryana|rajasthan|telangana|odisha|assam|bihar)\b|पता|शहर|राज्य|ज़िला|जिला|डिलीवरी"
)
_SECRET = re.compile(
    r"(?i)\b(?:your|you|sim|card|bank(?:ing)?|unlock|login|log\sin|sign|secret|security|device|account|one|time|atm|"
    r"new|old|app|transaction|upi|voicemail|phone|alarm|wallet|temporary)\b|आपका|एटीएम|यूपीआई"
)
_AROUND = 100


def is_postcode(text: str, name: Name, start: int, code: str) -> bool:
    """Whether the digits behind "PIN code" are a postcode: six, without a word that speaks of a secret."""
    called = re.sub(r"[\W_]", "", text[name.start : name.end].casefold())
    if re.sub("[^a-zऀ-ॿ]", "", text[name.start : name.end].casefold()) not in _NAMES and called not in _NAMES:
        return False
    if not _POSTCODE.fullmatch(code):
        return False
    line_start, line_end = text.rfind("\n", 0, name.start) + 1, text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    around = text[max(line_start, name.start - _AROUND) : min(line_end, start + _AROUND)]
    if _ADDRESS.search(around):
        return True
    is_linked = text[name.end : start].strip() != ""
    is_told = any(letter.isalpha() for letter in text[name.end : start])
    return not is_told and not _SECRET.search(around) and (not is_linked or _BRANCH.fullmatch(code) is not None)
