"""Words of controls, messages and counts are known in many languages, and not within other words."""

from __future__ import annotations

import pytest

from claude_scope.lexicon.action_words import is_paging, is_partial_list, is_reply_button
from claude_scope.lexicon.count_words import counted_selected, counted_things
from claude_scope.lexicon.message_words import DONE, is_command, is_report


@pytest.mark.parametrize("button", ["Next", "Previous page", "Zurück", "Précédent", "Ausverkauft", "<", "2", "次へ"])
def test_a_button_is_disabled_where_there_is_nothing_further(button: str) -> None:
    assert is_paging(button)


def test_a_button_that_only_begins_so_is_wondered_about() -> None:
    assert not is_paging("Next of kin")
    assert not is_paging("Backup")


@pytest.mark.parametrize("text", ["Load more", "Weiter", "Ver más", "1-10: 2 of 9", "5 von 12", "Toon alle"])
def test_a_text_shows_the_rest_of_a_list(text: str) -> None:
    assert is_partial_list(text)


@pytest.mark.parametrize("text", ["Todo", "Moreover", "Allow", "Settings"])
def test_other_texts_show_no_rest(text: str) -> None:
    assert not is_partial_list(text)


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


def test_things_are_counted_with_what_they_are_in() -> None:
    inside = counted_things("3 items in your Cart")
    assert inside is not None
    assert inside.groups() == ("3", "cart")
    alone = counted_things("Zeige 12 Einträge")
    assert alone is not None
    assert alone.groups() == ("12", None)
    assert counted_things("3 wishes") is None


@pytest.mark.parametrize("text", ["2 items selected", "2 rows selected", "2 ausgewahlt", "2 sélectionnées"])
def test_what_is_ticked_is_counted(text: str) -> None:
    ticked = counted_selected(text)
    assert ticked is not None
    assert ticked[1] == "2"
