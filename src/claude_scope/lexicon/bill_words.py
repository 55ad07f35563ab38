"""Words for prices, and currencies."""

from __future__ import annotations

from claude_scope.lexicon.words import Words

PRICES = Words({
    "en": "price(s), cost(s), amount", "de": "preis(e), betrag, kosten", "fr": "prix, montant",
    "es": "precio, importe", "pt": "preço", "it": "prezzo, importo", "nl": "prijs, bedrag", "pl": "cena",
})  # fmt: skip
"""How a bug report calls an amount of money."""
CURRENCIES = r"(?:[$€£¥₹]|US\$|USD|EUR|GBP|CHF|CAD|AUD|SEK|NOK|DKK|PLN|kr|zł)"
