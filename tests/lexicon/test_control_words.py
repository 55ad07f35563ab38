"""Words of controls and messages are known in many languages, and not within other words."""

from __future__ import annotations

import pytest

from claude_scope.lexicon.action_words import is_reply_button
from claude_scope.lexicon.message_words import DONE, is_command, is_report


@pytest.mark.parametrize("text", ["Undo", "GOT IT!", "Schließen", "Réessayer", "关闭"])
def test_a_message_is_answered(text: str) -> None:
    assert is_reply_button(text)
    assert not is_reply_button(f"{text} all settings")


@pytest.mark.parametrize("text", ["Changes saved", "Änderungen gespeichert", "Ajouté au panier", "Zmiany zapisano"])
def test_a_message_reports_what_was_done(text: str) -> None:
    assert DONE.search(text)
    assert is_report(text)


@pytest.mark.parametrize("text", ["Save changes", "Salva la ricetta", "Speichern", "Enregistrer"])
def test_a_button_orders_and_reports_nothing(text: str) -> None:
    assert not is_report(text)


def test_a_noun_that_looks_like_a_participle_is_none() -> None:
    assert is_command("Feed settings")
    assert not is_command("Feedback sent")
