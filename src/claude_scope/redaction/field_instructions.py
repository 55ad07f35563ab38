"""Recognises instructions and other texts in a field that are not its value: "At least 8 characters", "14 March 2025,
09:41".

The pattern works in Python and JavaScript, ignoring case.
"""

from __future__ import annotations

import re

from claude_scope.lexicon.word_lists import word_list

_WORDS = word_list("field_instructions", "patterns")
_FIRST = _WORDS["first"]
_CHARACTERS = _WORDS["characters"]
"""Beginnings of words for characters: "8+ characters"."""
_MONTHS = _WORDS["months"]
INSTRUCTION = (
    rf"^\s*(?:(?:{_FIRST})\s[^\n]{{2,80}}|\d{{1,2}}\s?(?:[+–-]\s?\d{{0,2}}\s?)?(?:{_CHARACTERS})[^\n]{{0,60}}|"
    r"请[^\n]{0,10}输入[^\n]{0,30}|"
    r"請[^\n]{0,10}輸入[^\n]{0,30}|至少[^\n]{1,30}|"
    r"[^\n]{0,40}(?:ください|以上|입력(?:하세요|해 주세요|해주세요)?)|"
    rf"[^\n]{{0,12}}?\d{{1,2}}\.?\s(?:de\s)?(?:{_MONTHS})[^\W\d]{{0,9}}\.?,?\s(?:de\s)?\d{{4}}[^\n]{{0,20}}|"
    rf"(?:{_MONTHS})[^\W\d]{{0,9}}\.?\s\d{{1,2}},\s\d{{4}}[^\n]{{0,20}}|"
    r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4},?[\sT]\d{1,2}[:.]\d{2}[^\n]{0,20}|"
    r"(?:in\s)?\d{1,3}\s(?:days?|weeks?|months?|hours?)(?:\sago|\sleft)?)\s*$"
)
_INSTRUCTION = re.compile(INSTRUCTION, re.IGNORECASE)
_MAX = 100


def is_instruction(value: str) -> bool:
    """Whether the value of a field is an instruction, or the time of a change, and not a secret."""
    return len(value) <= _MAX and _INSTRUCTION.match(value) is not None
