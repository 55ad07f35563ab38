"""Words of the lines of a bill, and currencies."""

from __future__ import annotations

from claude_scope.lexicon.word_lists import word_list
from claude_scope.lexicon.words import Words

TOTALS = Words(word_list("bill_words", "totals"))
"""Names of totals."""
SUBTOTALS = Words(word_list("bill_words", "subtotals"))
"""Names of subtotals."""
DISCOUNTS = Words(word_list("bill_words", "discounts"))
"""Names of amounts that are deducted."""
TAXES = Words(word_list("bill_words", "taxes"))
"""Names of lines whose amount is often included in the prices already."""
CHARGES = Words(word_list("bill_words", "charges"))
"""Names of amounts that are added."""
CURRENCIES = r"(?:[$€£¥₹]|US\$|USD|EUR|GBP|CHF|CAD|AUD|SEK|NOK|DKK|PLN|kr|zł)"
