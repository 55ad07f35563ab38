"""Words for prices, and currencies."""

from __future__ import annotations

from claude_scope.lexicon.words import Words

PRICES = Words({
    "en": "price(s), cost(s), amount", "de": "preis(e), betrag, kosten", "fr": "prix, montant",
    "es": "precio, importe", "pt": "preço", "it": "prezzo, importo", "nl": "prijs, bedrag", "pl": "cena",
})  # fmt: skip
"""Words for an amount of money in a bug report."""
TOTALS = Words({
    "en": "total, grand total, sum, overall, balance, amount due", "de": "summe, gesamt*, insgesamt, saldo, betrag",
    "fr": "total, totaux, somme, solde, montant", "es": "total, suma, saldo, importe", "pt": "total, soma, saldo",
    "it": "totale, somma, saldo, importo", "nl": "totaal, som, saldo, bedrag", "sv": "summa, totalt, saldo",
    "da": "i alt, sum, saldo", "nb": "totalt, sum, saldo", "fi": "yhteensä, summa", "pl": "suma, razem, łącznie, saldo",
    "cs": "celkem, součet, zůstatek", "tr": "toplam, bakiye", "ru": "итого, всего, сумма, баланс",
    "uk": "разом, усього, сума, баланс", "ar": "المجموع, الإجمالي", "zh": "合计, 总计, 总额, 合計, 總計, 余额",
    "ja": "合計, 総額, 残高", "ko": "합계, 총액, 잔액",
})  # fmt: skip
"""Names of totals."""
SUBTOTALS = Words({
    "en": "subtotal, sub-total, sub total", "de": "zwischensumme", "fr": "sous-total, sous total", "es": "subtotal",
    "it": "subtotale, totale parziale", "nl": "subtotaal", "sv": "delsumma", "pl": "suma częściowa", "ja": "小計",
    "zh": "小计", "ko": "소계",
})  # fmt: skip
"""Names of subtotals."""
DISCOUNTS = Words({
    "en": "discount(s), off, coupon(s), voucher(s), promo, promotion(s), saving(s), gift card(s), store credit",
    "de": "rabatt*, nachlass, gutschein*, ersparnis", "fr": "remise(s), réduction(s), bon d'achat",
    "es": "descuento(s), cupón", "pt": "desconto(s), cupom", "it": "sconto, sconti, buono", "nl": "korting, cadeaubon",
    "sv": "rabatt", "pl": "rabat, zniżka", "ja": "割引", "zh": "折扣, 优惠", "ko": "할인",
})  # fmt: skip
"""Names of deductions."""
TAXES = Words({
    "en": "tax(es), vat, gst, hst, pst, duty, duties", "de": "mwst, ust, steuer*, mehrwertsteuer, umsatzsteuer",
    "fr": "tva, taxe(s)", "es": "iva, impuesto(s)", "pt": "imposto(s)", "it": "imposta, imposte", "nl": "btw",
    "sv": "moms", "ja": "税, 消費税", "zh": "税", "ko": "세금",
})  # fmt: skip
"""Names of lines that prices often include."""
CHARGES = Words({
    "en": "shipping, delivery, postage, handling, fee(s), surcharge(s), tip, gratuity, service charge, gift wrap*",
    "de": "versand*, lieferung, liefer*, porto, gebühr*, zuschlag, trinkgeld",
    "fr": "livraison, frais, port, pourboire",
    "es": "envío, gastos, propina", "pt": "frete, envio, entrega, gorjeta", "it": "spedizione, consegna, mancia",
    "nl": "verzend*, bezorg*, fooi", "sv": "frakt", "pl": "dostawa, wysyłka",
    "ja": "送料", "zh": "运费", "ko": "배송비",
})  # fmt: skip
"""Names of additions."""
CURRENCIES = r"(?:[$€£¥₹]|US\$|USD|EUR|GBP|CHF|CAD|AUD|SEK|NOK|DKK|PLN|kr|zł)"
