"""Words of texts that count things, and of texts that count what is selected."""

from __future__ import annotations

import re
from functools import cache

from claude_scope.lexicon.patterns import lower_case
from claude_scope.lexicon.words import Words

_THINGS = Words({
    "en": "result(s), item(s), message(s), order(s), product(s), entries, file(s), task(s), member(s), people, "
    "guest(s), host(s), article(s)",
    "de": "artikel, einträge, ergebnis, ergebnisse, treffer, nachrichten, aufgaben, dateien",
    "fr": "résultat(s), élément(s), produit(s), fichier(s)",
    "es": "resultado(s), elemento(s), producto(s), mensaje(s)",
    "pt": "resultado(s), itens, produto(s), mensagens, arquivos", "it": "risultati, elementi, prodotti, messaggi",
    "nl": "resultaten, berichten, artikelen, taken", "pl": "wyników, wyniki, produktów, produkty",
})  # fmt: skip
_SHOWING = Words({
    "en": "showing, found", "de": "zeige", "fr": "affichage de", "es": "mostrando", "pt": "mostrando",
})  # fmt: skip
_WITHIN = Words({
    "en": "in your, in the", "de": "im, in ihrem, in deinem", "fr": "dans votre, dans le",
    "es": "en el, en tu, en su", "pt": "no, no seu", "it": "nel, nel tuo", "nl": "in je, in uw",
})  # fmt: skip
_SELECTED = Words({
    "en": "(row) selected, rows selected, ticked, chosen", "de": "ausgewählt",
    "fr": "sélectionné(e), sélectionnés, sélectionnées", "es": "seleccionado(s), seleccionada(s)",
    "pt": "selecionado(s), selecionada(s)", "it": "selezionato, selezionata, selezionati, selezionate",
    "nl": "geselecteerd", "sv": "valda, markerade", "da": "valgt, valgte", "nb": "valgt, valgte",
    "pl": "wybrano, zaznaczono",
})  # fmt: skip
_OF = Words({
    "en": "of", "de": "von", "fr": "sur", "es": "de", "pt": "de", "it": "di", "nl": "van", "sv": "av", "pl": "z",
})  # fmt: skip


def counted_things(text: str) -> re.Match[str] | None:
    """Matches a text that counts the things below it: group 1 is the number, group 2 their container, if named."""
    return _things().fullmatch(lower_case(text))


def counted_selected(text: str) -> re.Match[str] | None:
    """Matches a text that counts selected things: group 1 is the number."""
    return _ticked().fullmatch(lower_case(text))


def counts_a_part(text: str) -> bool:
    """Whether a text counts a part of something: "2 of 9"."""
    return _part().search(lower_case(text)) is not None


@cache
def _things() -> re.Pattern[str]:
    return re.compile(rf"(?:{_SHOWING.pattern} )?(\d{{1,3}}) {_THINGS.pattern}(?: {_WITHIN.pattern} (\w+))?")


@cache
def _ticked() -> re.Pattern[str]:
    return re.compile(rf"(\d{{1,3}}) (?:{_THINGS.pattern} )?{_SELECTED.pattern}")


@cache
def _part() -> re.Pattern[str]:
    return re.compile(rf"\d+ {_OF.pattern} \d+")
