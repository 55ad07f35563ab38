"""Loading messages are recognised in many languages."""

from __future__ import annotations

import pytest

from claude_scope.lexicon.loading_words import contains_loading_message


@pytest.mark.parametrize(
    "text",
    ["Loading", "Loading your orders…", "Please wait", "Wird geladen…", "Saving...", "Laden…", "Загрузка…"],
)
def test_a_text_says_that_something_is_going_on(text: str) -> None:
    assert contains_loading_message(f'- button "{text}"\n')


@pytest.mark.parametrize("text", ["Processing", "Unloading", "Laden Mitte", "Downloads", "Sendings…"])
def test_a_word_with_another_meaning_says_so_only_with_dots(text: str) -> None:
    assert not contains_loading_message(text)
