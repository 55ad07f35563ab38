"""Names of public codes: of orders, discounts, countries, errors."""

from __future__ import annotations

from claude_scope.lexicon.word_lists import word_list
from claude_scope.lexicon.words import Words

PUBLIC_CODES = Words(word_list("public_codes", "public_codes"))
"""Words next to "code" that show that it is public, or the code of a thing."""
