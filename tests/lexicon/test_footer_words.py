"""What stands at the foot of a page is known in many languages."""

from __future__ import annotations

import pytest

from claude_scope.lexicon.footer_words import FOOTER


@pytest.mark.parametrize("text", ["All rights reserved", "Terms of use", "Datenschutzerklärung", "Mentions legales"])
def test_a_text_stands_at_the_foot_of_a_page(text: str) -> None:
    assert FOOTER.search(text)
    assert not FOOTER.search("Termsheet")
