"""Words around security questions and their answers."""

from __future__ import annotations

from claude_scope.lexicon.word_lists import word_list

ASKED = word_list("secret_names", "asked")
"""Words for a security question."""
ANSWER = word_list("secret_names", "patterns_of_answers")["answer"]
"""Words before the answer."""
