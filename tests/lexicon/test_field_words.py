"""What fields say is known in many languages."""

from __future__ import annotations

import pytest

from claude_scope.lexicon.field_words import EXAMPLES, SEARCH, is_required


@pytest.mark.parametrize("label", ["Name *", "Name*", "Name (required)", "Email (PFLICHTFELD)", "Nom (obligatoire)"])
def test_a_label_says_that_its_field_has_to_be_filled(label: str) -> None:
    assert is_required(label)


@pytest.mark.parametrize("label", ["Name", "Name (optional)", "Required", "2 * 3"])
def test_other_labels_do_not(label: str) -> None:
    assert not is_required(label)


@pytest.mark.parametrize("text", ["Search the docs", "Suchen", "Rechercher un produit", "検索"])
def test_a_field_is_for_searching(text: str) -> None:
    assert SEARCH.match(text)
    assert not SEARCH.match(f"Deep {text}")


@pytest.mark.parametrize("text", ["e.g. 4711", "Enter a name", "z. B. 4711"])
def test_a_placeholder_shows_an_example(text: str) -> None:
    assert EXAMPLES.match(text)
    assert not EXAMPLES.match(f"Not {text}")
