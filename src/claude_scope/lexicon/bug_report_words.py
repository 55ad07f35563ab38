"""Words that people use for a bug in the title and the notes of a recording."""

from __future__ import annotations

import re
from functools import cache

from claude_scope.lexicon.patterns import lower_case
from claude_scope.lexicon.words import Words

_AND = Words({
    "en": "and, but, also, then", "de": "und, aber, dann", "fr": "et, mais, puis", "es": "y, pero, luego",
    "pt": "mas, depois", "it": "ma, poi", "nl": "maar", "pl": "ale, potem",
})  # fmt: skip
COMMON = Words({
    "en": "after, again, also, always, appears, because, been, before, being, broken, button, click, clicked, "
    "clicking, correct, does, doesn, expected, from, have, here, instead, into, just, nothing, page, screen, "
    "should, shown, shows, still, text, than, that, them, then, there, they, this, very, wait, what, when, where, "
    "which, while, will, with, without, work, works, wrong, your, bug, error",
    "de": "aber, auch, beim, dann, dass, eine, einem, einen, einer, fehler, immer, klick, klicke, klicken, knopf, "
    "nach, nicht, nichts, noch, ohne, oder, seite, sich, sind, statt, text, über, weil, wenn, wird, wurde, zeigt",
    "fr": "alors, après, avant, avec, bouton, cela, cette, clic, clique, dans, elle, erreur, mais, nous, page, "
    "pour, quand, rien, sans, sont, texte, toujours, vous",
    "es": "aparece, botón, como, cuando, después, donde, error, esta, este, luego, nada, página, para, pero, "
    "pulsar, siempre, sobre, texto",
})  # fmt: skip
"""Words of four letters and more, and "bug", that name nothing on a screen."""


def clauses_of(text: str) -> list[str]:
    """A text in lower case, split into complaints."""
    return _end().split(lower_case(text))


@cache
def _end() -> re.Pattern[str]:
    return re.compile(rf"[.!?](?:\s|$)|[;\n,]|\s{_AND.pattern}\s")
