"""Words of buttons that page through a list, undo something, or answer a message."""

from __future__ import annotations

import re
from functools import cache

from claude_scope.lexicon.count_words import counts_a_part
from claude_scope.lexicon.patterns import lower_case
from claude_scope.lexicon.words import Words

NEXT = Words({
    "en": "next (page)", "de": "weiter, nächste(r), nächste seite", "fr": "suivant(e), page suivante",
    "es": "siguiente", "pt": "próximo, próxima, seguinte", "it": "successivo, successiva, avanti", "nl": "volgende",
    "sv": "nästa", "da": "næste", "pl": "następna, następny, dalej", "cs": "další", "ru": "далее, следующая",
    "uk": "далі, наступна", "zh": "下一页, 下一頁, 下一步", "ja": "次へ", "ko": "다음",
})  # fmt: skip
_PREVIOUS = Words({
    "en": "prev, previous (page), back", "de": "zurück, vorherige(r)", "fr": "précédent(e), retour",
    "es": "anterior, atrás", "pt": "anterior, voltar", "it": "precedente, indietro", "nl": "vorige, terug",
    "sv": "föregående, tillbaka", "da": "forrige, tilbage", "nb": "forrige, tilbake", "pl": "poprzednia, wstecz",
    "cs": "předchozí, zpět", "ru": "назад, предыдущая", "uk": "назад, попередня", "zh": "上一页, 上一頁, 上一步",
    "ja": "前へ, 戻る", "ko": "이전",
})  # fmt: skip
_ENDS = Words({
    "en": "first, last", "de": "erste, letzte", "fr": "premier, première, dernier, dernière", "es": "primera, última",
    "pt": "primeira, última", "it": "prima, ultima", "nl": "eerste, laatste", "pl": "pierwsza, ostatnia",
})  # fmt: skip
_UNDO = Words({
    "en": "undo", "de": "rückgängig", "es": "deshacer", "pt": "desfazer", "nl": "ongedaan maken", "sv": "ångra",
    "da": "fortryd", "nb": "angre", "pl": "cofnij", "zh": "撤销, 復原", "ja": "元に戻す", "ko": "실행 취소",
})  # fmt: skip
_REDO = Words({
    "en": "redo", "de": "wiederholen", "fr": "rétablir", "es": "rehacer", "pt": "refazer", "ja": "やり直し",
})  # fmt: skip
_SOLD_OUT = Words({
    "en": "sold out, out of stock", "de": "ausverkauft, nicht vorrätig", "fr": "épuisé, (en) rupture de stock",
    "es": "agotado, sin existencias", "pt": "esgotado", "it": "esaurito", "nl": "uitverkocht", "sv": "slutsåld",
    "da": "udsolgt", "nb": "utsolgt", "pl": "wyprzedane", "zh": "售罄, 缺货", "ja": "売り切れ, 在庫切れ",
    "ko": "품절",
})  # fmt: skip
_STEPPING = NEXT | _PREVIOUS | _ENDS | _UNDO | _REDO | _SOLD_OUT
_REST_OF_LIST = NEXT | Words({
    "en": "more, load, older, all, page", "de": "mehr, alle, seite", "fr": "plus, tout, page", "es": "más, página",
    "pt": "mais, página", "it": "altri, altre, pagina", "nl": "meer, alle, pagina", "sv": "fler, alla, sida",
    "pl": "więcej, wszystkie, strona", "ru": "ещё, все, страница", "zh": "更多, 全部", "ja": "もっと見る, すべて",
    "ko": "더 보기",
})  # fmt: skip
_ANSWERS = _UNDO | Words({
    "en": "dismiss, close, retry, view, ok, got it, show, reload",
    "de": "schließen, wiederholen, erneut versuchen, ansehen, anzeigen, verstanden, neu laden",
    "fr": "annuler, fermer, réessayer, voir, afficher, compris, recharger",
    "es": "cerrar, reintentar, ver, entendido, recargar", "pt": "fechar, tentar novamente, ver, entendi, recarregar",
    "it": "annulla, chiudi, riprova, visualizza, ho capito, ricarica", "nl": "sluiten, opnieuw proberen, bekijken",
    "sv": "stäng", "da": "luk", "nb": "lukk", "pl": "zamknij, ponów, pokaż", "zh": "关闭, 重试, 查看, 知道了",
    "ja": "閉じる, 再試行, 表示", "ko": "닫기, 다시 시도, 보기",
})  # fmt: skip


def is_paging(button: str) -> bool:
    """Whether a button pages through a list, so that it is disabled at either end."""
    return _STEPPING.fullmatch(button) is not None or not any(letter.isalpha() for letter in button)


def is_partial_list(text: str) -> bool:
    """Whether a text shows that a list is partial: "Show more", "2 of 9"."""
    return _REST_OF_LIST.search(text) is not None or counts_a_part(text)


def is_reply_button(text: str) -> bool:
    """Whether a text is a button that answers a message."""
    return _answer().fullmatch(lower_case(text)) is not None


@cache
def _answer() -> re.Pattern[str]:
    return re.compile(rf"\W*{_ANSWERS.pattern}\W*")
