"""Units of time as written behind a number."""

from __future__ import annotations

from claude_scope.lexicon.words import Words

SECONDS = Words({
    "en": "s, sec, secs, second(s)", "de": "sek, sekunde(n)", "fr": "seconde(s)", "es": "segundo(s), seg",
    "it": "secondo, secondi", "nl": "seconden", "sv": "sekund(er)", "pl": "sekund, sekundy", "ru": "сек, секунд",
    "zh": "秒", "ko": "초",
})  # fmt: skip
