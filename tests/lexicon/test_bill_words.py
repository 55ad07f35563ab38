"""Rows of bills are known in many languages, and not by words within others."""

from __future__ import annotations

import pytest

from claude_scope.lexicon.bill_words import is_deduction, is_subtotal, is_tax, is_total, is_unit_price, is_zero_amount


@pytest.mark.parametrize(
    "label",
    ["Total", "TOTAL:", "Your total (incl. VAT)", "Order total 3 items", "Total due", "Gesamtbetrag", "Zu zahlen",
     "Montant total", "Importe total", "Totale", "Totaal", "Att betala", "Do zapłaty"],
)  # fmt: skip
def test_a_label_is_that_of_a_total(label: str) -> None:
    assert is_total(label)
    assert not is_subtotal(label)


@pytest.mark.parametrize(
    "label", ["Subtotal", "Sub-total", "Order subtotal", "Items (3)", "Total before tax", "Zwischensumme", "Sous-total"]
)
def test_a_label_is_that_of_a_subtotal(label: str) -> None:
    assert is_subtotal(label)
    assert not is_total(label)


def test_a_word_within_another_is_no_row_of_a_bill() -> None:
    assert not is_total("Totally free")
    assert not is_tax("Taxi")
    assert not is_deduction("Carbon offset")
    assert not is_zero_amount("Freedom")
    assert not is_unit_price("Permit")


def test_rows_are_known_in_other_languages() -> None:
    assert is_tax("zzgl. 19 % MwSt.")
    assert is_deduction("Mengenrabatt")
    assert is_deduction("Descuento")
    assert is_zero_amount("Kostenlos")
    assert is_unit_price("3 x")
