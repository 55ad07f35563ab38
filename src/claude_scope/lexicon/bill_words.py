"""Words of bills, prices and currencies.

A language with words for totals also has its words for taxes, discounts and extras: an unknown row counts as added.
"""

from __future__ import annotations

import re
from functools import cache

from claude_scope.lexicon.patterns import lower_case
from claude_scope.lexicon.words import Words

_TOTAL = Words({
    "en": "total, amount due, balance due, to pay",
    "de": "gesamt, gesamtsumme, gesamtbetrag, gesamtpreis, summe, zu zahlen",
    "fr": "total ttc, total général, montant total, à payer", "es": "importe total, a pagar",
    "pt": "valor total, a pagar", "it": "totale, importo totale, da pagare", "nl": "totaal, te betalen",
    "sv": "totalt, att betala", "da": "at betale", "nb": "totalt, å betale", "pl": "razem, do zapłaty",
})  # fmt: skip
_OF_TOTAL = Words({
    "en": "grand, order, basket, cart, your, overall, invoice, estimated, amount, price, cost, due, to pay, payable",
})  # fmt: skip
"""What stands before or behind the word."""
_SUBTOTAL = Words({
    "en": "sub total, item(s) sub total, merchandise sub total, item(s) total, item(s) amount, net total, "
    "net amount, item(s), merchandise, product(s), net",
    "de": "zwischensumme, netto, nettobetrag", "fr": "sous total, total ht", "es": "base imponible",
    "it": "subtotale, imponibile", "nl": "subtotaal", "sv": "delsumma", "nb": "delsum", "pl": "suma częściowa, netto",
})  # fmt: skip
_TAX = Words({
    "en": "tax(es), vat, gst, hst, pst, duty, duties", "de": "mwst, ust, mehrwertsteuer, umsatzsteuer", "fr": "tva",
    "es": "iva, impuesto(s)", "pt": "imposto(s)", "it": "imposta, imposte", "nl": "btw", "sv": "moms", "nb": "mva",
    "pl": "podatek",
})  # fmt: skip
_LESS = Words({
    "en": "discount(s), coupon, promo, promotion, voucher, gift card, credit(s), saving(s), save, saved, off, "
    "rebate, refund, deposit, paid",
    "de": "*rabatt, *gutschein, nachlass, skonto, guthaben, anzahlung, ersparnis, bezahlt",
    "fr": "remise, réduction, bon d achat, avoir, acompte", "es": "descuento(s), cupón, vale, ahorro, pagado",
    "pt": "desconto(s), cupom, vale, pago", "it": "sconto, sconti, buono, acconto, pagato",
    "nl": "korting, kortingsbon, cadeaubon, tegoed, betaald", "sv": "rabatt, presentkort, betalt",
    "da": "rabat, gavekort", "nb": "gavekort", "pl": "rabat, zniżka, kupon, zapłacono",
})  # fmt: skip
_MORE = Words({
    "en": "shipping, delivery, postage, handling, fee(s), tip, gratuity, service, insurance, donation, gift wrap, "
    "gift wrapping, surcharge, packaging, freight, express",
    "de": "versand, versandkosten, lieferung, gebühr, gebühren, trinkgeld, zuschlag, verpackung",
    "fr": "livraison, port, frais", "es": "envío, gastos, propina", "pt": "envio, frete, entrega, taxa",
    "it": "spedizione, consegna, spese", "nl": "verzending, verzendkosten, bezorging", "sv": "frakt",
    "da": "fragt, levering", "nb": "levering", "pl": "dostawa, wysyłka",
})  # fmt: skip
_FREE = Words({
    "en": "free, none", "de": "kostenlos, gratis", "fr": "gratuit(e)", "it": "gratuito, gratuita",
    "pt": "grátis", "pl": "za darmo, bezpłatnie, bezpłatna", "ru": "бесплатно", "zh": "免费, 免費", "ja": "無料",
    "ko": "무료",
})  # fmt: skip
_SEVERAL = Words({
    "en": "qty, quantity, each, per", "de": "anzahl, menge, je, pro", "fr": "quantité, qté", "es": "cantidad",
    "pt": "quantidade, qtd", "it": "quantità", "nl": "aantal", "pl": "ilość",
})  # fmt: skip
PRICES = Words({
    "en": "price(s), cost(s), amount", "de": "preis(e), betrag, kosten", "fr": "prix, montant",
    "es": "precio, importe", "pt": "preço", "it": "prezzo, importo", "nl": "prijs, bedrag", "pl": "cena",
})  # fmt: skip
"""How a bug report calls an amount of money."""
CURRENCIES = r"(?:[$€£¥₹]|US\$|USD|EUR|GBP|CHF|CAD|AUD|SEK|NOK|DKK|PLN|kr|zł)"


def is_total(label: str) -> bool:
    """Whether a row is the total, with or without a remark in brackets."""
    return _label(_TOTAL, "").match(lower_case(label)) is not None


def is_subtotal(label: str) -> bool:
    """Whether a row is a subtotal."""
    return _label(_SUBTOTAL, r"|total before [a-z ]{2,30}").match(lower_case(label)) is not None


def is_tax(label: str) -> bool:
    """Whether a row is a tax, which may be part of the total already."""
    return _TAX.search(label) is not None


def is_deduction(label: str) -> bool:
    """Whether a row is a deduction, with or without a sign."""
    return _LESS.search(label) is not None


def is_surcharge(label: str) -> bool:
    """Whether a row is a surcharge, such as shipping."""
    return _MORE.search(label) is not None


def is_zero_amount(text: str) -> bool:
    """Whether a text means an amount of zero: "free"."""
    return text in ("-", "\u2013", "\u2014") or _FREE.fullmatch(text) is not None


def is_unit_price(label: str) -> bool:
    """Whether the amount of a row may be the price of one of several units."""
    return _several().search(lower_case(label)) is not None


@cache
def _label(names: Words, others: str) -> re.Pattern[str]:
    """A pattern of a whole label: one of the names, maybe with a remark in brackets, a count and a colon."""
    aside = r"(?: ?\([^()]{1,40}\))?(?: ?\d{1,4} (?:items?|products?))?:?$"
    of = _OF_TOTAL.pattern
    return re.compile(rf"(?:(?:{of} )?{names.pattern}(?: {of})?{others}){aside}")


@cache
def _several() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s)(?:\d+\s?[x×]|[x×]\s?\d+|{_SEVERAL.pattern})(?:\s|$)|[x×@]\s?\d")
