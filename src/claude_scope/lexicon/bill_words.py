"""Words for prices, and currencies."""

from __future__ import annotations

from claude_scope.lexicon.words import Words

PRICES = Words({
    "en": "price(s), cost(s), amount", "de": "preis(e), betrag, kosten", "fr": "prix, montant",
    "es": "precio, importe", "pt": "preço", "it": "prezzo, importo", "nl": "prijs, bedrag", "pl": "cena",
})  # fmt: skip
"""How a bug report calls an amount of money."""
TOTALS = Words({
    "en": "total, grand total, sum, overall, balance, amount due", "de": "summe, gesamt*, insgesamt, saldo, betrag",
    "fr": "total, totaux, somme, solde, montant", "es": "total, suma, saldo, importe", "pt": "total, soma, saldo",
    "it": "totale, somma, saldo, importo", "nl": "totaal, som, saldo, bedrag", "sv": "summa, totalt, saldo",
    "da": "i alt, sum, saldo", "nb": "totalt, sum, saldo", "fi": "yhteensä, summa", "pl": "suma, razem, łącznie, saldo",
    "cs": "celkem, součet, zůstatek", "tr": "toplam, bakiye", "ru": "итого, всего, сумма, баланс",
    "uk": "разом, усього, сума, баланс", "ar": "المجموع, الإجمالي", "zh": "合计, 总计, 总额, 合計, 總計, 余额",
    "ja": "合計, 総額, 残高", "ko": "합계, 총액, 잔액",
})  # fmt: skip
"""What a figure is called that adds up rows."""
CURRENCIES = r"(?:[$€£¥₹]|US\$|USD|EUR|GBP|CHF|CAD|AUD|SEK|NOK|DKK|PLN|kr|zł)"
