"""Words of sign-in buttons."""

from __future__ import annotations

from claude_scope.lexicon.word_lists import word_list
from claude_scope.lexicon.words import Words

SIGN_IN = Words(word_list("sign_in_words", "sign_in"))
CONTINUE = Words(word_list("sign_in_words", "continue"))
"""Words that are the whole label of the button if the password is on a separate page."""
