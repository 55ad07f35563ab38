"""Words of buttons that answer a message."""

from __future__ import annotations

import re
from functools import cache

from claude_scope.lexicon.patterns import lower_case
from claude_scope.lexicon.words import Words

_UNDO = Words({
    "en": "undo", "de": "rückgängig", "es": "deshacer", "pt": "desfazer", "nl": "ongedaan maken", "sv": "ångra",
    "da": "fortryd", "nb": "angre", "pl": "cofnij", "zh": "撤销, 復原", "ja": "元に戻す", "ko": "실행 취소",
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


def is_reply_button(text: str) -> bool:
    """Whether a text is a button that answers a message."""
    return _answer().fullmatch(lower_case(text)) is not None


@cache
def _answer() -> re.Pattern[str]:
    return re.compile(rf"\W*{_ANSWERS.pattern}\W*")
