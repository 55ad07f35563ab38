"""Distinguishes an Indian postcode, which is called a PIN code, from a secret PIN."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_scope.lexicon.secret_names import Name

_NAMES = frozenset({"pin", "pincode", "pinnumber", "पिन", "पिनकोड", "पिननंबर"})
_POSTCODE = re.compile(r"[1-9]\d{2} ?\d{3}")
_BRANCH = re.compile(r"[1-9]\d{2} ?0\d{2}")
"""The postcode of a town: the last three digits number its post offices."""
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = frozenset(
    "address deliver delivers delivered delivery deliverable shipping ship city state district dist taluk road "
    "street nagar "
    "marg locality landmark pickup post postal postcode zip area courier location village town india delhi mumbai "
    "bengaluru bangalore chennai kolkata hyderabad pune ahmedabad jaipur lucknow karnataka kerala maharashtra "
    "gujarat punjab "
    "haryana rajasthan telangana odisha assam bihar पता शहर राज्य".split()
)
"""Words of addresses."""
_SECRET = frozenset(
    "your you sim card bank banking unlock login log sign secret security device account one time atm new old app "
    "transaction upi voicemail phone alarm wallet temporary आपका एटीएम यूपीआई".split()
)
"""Words that describe secret PINs."""
_AROUND = 100
"""Such words count within this many characters before and after the code."""


def is_postcode(text: str, name: Name, start: int, code: str) -> bool:
    """Whether the digits after "PIN code" are a postcode: six digits, judged by the words around them."""
    called = re.sub(r"[\s_.-]", "", text[name.start : name.end].casefold())
    if called not in _NAMES or not _POSTCODE.fullmatch(code):
        return False
    before = text[max(0, name.start - _AROUND) : name.start].rpartition("\n")[2]
    around = before + text[name.end : start + _AROUND].partition("\n")[0]
    words = frozenset(_WORD.findall(around.casefold()))
    if not words.isdisjoint(_ADDRESS):
        return True
    is_linked = text[name.end : start].strip() != ""
    is_told = any(letter.isalpha() for letter in text[name.end : start])
    return not is_told and words.isdisjoint(_SECRET) and (not is_linked or _BRANCH.fullmatch(code) is not None)
