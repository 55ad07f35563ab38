"""What the rows of a bill are called in English and in some other languages of Europe."""

from __future__ import annotations

import re


def _label(*names: str) -> re.Pattern[str]:
    """One of these names is the whole label, but for a remark in brackets, a count of items and a colon."""
    aside = r"(?: ?\([^()]{1,40}\))?(?: ?\d{1,4} (?:items?|products?))?:?$"
    return re.compile(f"(?:{'|'.join(names)}){aside}", re.IGNORECASE)


def _word(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


TOTAL = _label(
    r"(?:(?:grand|order|basket|cart|your|overall|invoice|estimated) )?total"
    r"(?: (?:amount|price|cost|due|to pay|payable))?",
    r"(?:amount|balance) due",
    r"to pay",
    r"gesamt(?:summe|betrag|preis)?|summe|zu zahlen|totale|totaal",
)
SUBTOTAL = _label(
    r"(?:(?:order|cart|basket|items?|merchandise) )?sub-? ?total",
    r"items?|merchandise|products?|net|netto",
    r"(?:items?|net) (?:total|amount)",
    r"total before [a-z ]{2,30}",
    r"zwischensumme|sous-total|subtotaal",
)
TAX = _word("tax(?:es)?", "vat", "gst", "hst", "pst", "mwst", "ust", "tva", "iva", "moms", "btw", "dut(?:y|ies)")
LESS = _word(
    *("discounts?", "coupon", "promo(?:tion)?", "voucher", "gift ?card", "credits?", "savings?", "saved?", "off"),
    *("rebate", "refund", "rabatt", "gutschein", "deposit", "paid", "remise"),
)
MORE = _word(
    *("shipping", "delivery", "postage", "handling", "fees?", "tip", "gratuity", "service", "insurance", "donation"),
    *("gift ?wrap(?:ping)?", "surcharge", "packaging", "freight", "express", "versand(?:kosten)?", "lieferung"),
    *("livraison", "port", "env[ií]o", "verzending"),
)
