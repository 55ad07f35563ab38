"""Words of the lines of a bill, and currencies."""

from __future__ import annotations

from claude_scope.lexicon.word_lists import word_list
from claude_scope.lexicon.words import Words

TOTALS = Words(word_list("bill_words", "totals"))
"""Names of totals."""
SUBTOTALS = Words(word_list("bill_words", "subtotals"))
"""Names of subtotals."""
DISCOUNTS = Words(word_list("bill_words", "discounts"))
"""Names of deductions."""
TAXES = Words(word_list("bill_words", "taxes"))
"""Names of lines that prices often include."""
CHARGES = Words(word_list("bill_words", "charges"))
"""Names of additions."""
CURRENCIES = r"(?:[$€£¥₹]|US\$|USD|EUR|GBP|CHF|CAD|AUD|SEK|NOK|DKK|PLN|kr|zł)"
