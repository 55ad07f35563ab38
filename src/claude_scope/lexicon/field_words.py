"""Words that mark a field as required, or name its purpose."""

from __future__ import annotations

import re
from functools import cache

from claude_scope.lexicon.patterns import lower_case
from claude_scope.lexicon.words import Words

_REQUIRED = Words({
    "en": "required, mandatory", "de": "pflichtfeld, erforderlich", "fr": "obligatoire, requis",
    "es": "obligatorio, obligatoria, requerido, requerida", "pt": "obrigatório, obrigatória",
    "it": "obbligatorio, obbligatoria, richiesto, richiesta", "nl": "verplicht, vereist",
    "sv": "obligatoriskt, krävs", "da": "påkrævet", "nb": "påkrevd", "fi": "pakollinen", "pl": "wymagane",
    "cs": "povinné", "tr": "zorunlu", "ru": "обязательно, обязательное", "zh": "必填", "ja": "必須", "ko": "필수",
})  # fmt: skip
SEARCH = Words({
    "en": "search, find, filter, jump to, ask, type", "de": "suche, suchen, durchsuchen, finden, filtern",
    "fr": "recherche, rechercher, chercher, filtrer", "es": "buscar, búsqueda, filtrar",
    "pt": "buscar, pesquisar, procurar, filtrar", "it": "cerca, ricerca, filtra", "nl": "zoek, zoeken, filteren",
    "sv": "sök", "da": "søg", "nb": "søk", "fi": "etsi, hae", "pl": "szukaj, wyszukaj, filtruj",
    "cs": "hledat, vyhledat", "ru": "поиск, найти, искать", "uk": "пошук, шукати", "zh": "搜索, 搜尋, 查找",
    "ja": "検索", "ko": "검색",
})  # fmt: skip
"""The beginnings of placeholders in search fields and command boxes."""


def is_required(label: str) -> bool:
    """Whether a label ends in a star, or says in brackets that its field is required."""
    return _required().search(lower_case(label)) is not None


@cache
def _required() -> re.Pattern[str]:
    return re.compile(rf"[*\u2217\uff0a]$|\({_REQUIRED.pattern}\)$")
