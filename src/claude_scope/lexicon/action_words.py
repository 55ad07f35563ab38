"""Words of buttons whose effect a page need not show."""

from __future__ import annotations

from claude_scope.lexicon.words import Words

_ELSEWHERE = Words({
    "en": "copy, print, full screen, fullscreen", "de": "kopieren, drucken, vollbild",
    "fr": "copier, imprimer, plein écran", "es": "copiar, imprimir, pantalla completa",
    "pt": "copiar, imprimir, tela cheia", "it": "copia, stampa, schermo intero", "nl": "kopiëren, afdrukken",
    "sv": "kopiera, skriv ut", "pl": "kopiuj, drukuj", "cs": "kopírovat, tisk", "tr": "kopyala, yazdır",
    "ru": "копировать, скопировать, печать", "uk": "копіювати, друк", "zh": "复制, 打印, 全屏",
    "ja": "コピー, 印刷, 全画面", "ko": "복사, 인쇄, 전체 화면",
})  # fmt: skip
_MEDIA = Words({
    "en": "play, pause, record, listen, preview, read aloud",
    "de": "abspielen, wiedergabe, aufnehmen, anhören, vorlesen",
    "fr": "lire, lecture, écouter, enregistrer un son", "es": "reproducir, grabar, escuchar", "pt": "reproduzir, ouvir",
    "it": "riproduci, ascolta", "nl": "afspelen, opnemen", "sv": "spela", "pl": "odtwórz, odtwarzaj",
    "cs": "přehrát", "tr": "oynat", "ru": "воспроизвести, слушать", "uk": "відтворити", "zh": "播放, 录制",
    "ja": "再生, 録音", "ko": "재생, 녹음",
})  # fmt: skip
_STATES = {
    "expanded": Words({
        "en": "expand all, open all, unfold all", "de": "alle(s) ausklappen, alle(s) aufklappen, alle(s) erweitern",
        "fr": "tout déplier, tout développer", "es": "expandir todo, desplegar todo", "pt": "expandir tudo",
        "it": "espandi tutto", "nl": "alles uitklappen", "ru": "развернуть все, развернуть всё",
        "zh": "全部展开, 展开全部", "ja": "すべて展開",
    }),
    "collapsed": Words({
        "en": "collapse all, close all, fold all", "de": "alle(s) einklappen, alle(s) zuklappen, alle(s) reduzieren",
        "fr": "tout replier, tout réduire", "es": "contraer todo, plegar todo", "pt": "recolher tudo",
        "it": "comprimi tutto", "nl": "alles inklappen", "ru": "свернуть все, свернуть всё",
        "zh": "全部折叠, 折叠全部", "ja": "すべて折りたたむ",
    }),
    "top": Words({
        "en": "back to top, to the top, scroll to top", "de": "nach oben, zum seitenanfang", "fr": "haut de page",
        "es": "volver arriba, ir arriba", "pt": "voltar ao topo", "it": "torna su", "nl": "naar boven",
        "ru": "наверх", "zh": "返回顶部, 回到顶部", "ja": "ページトップ",
    }),
}  # fmt: skip


def is_done_elsewhere(name: str) -> bool:
    """Whether a button has its effect outside of the page: in the clipboard, on paper."""
    return _ELSEWHERE.match(name.strip()) is not None


def plays_media(name: str) -> bool:
    """Whether a button plays or records something, and is ready again at the end."""
    return _MEDIA.match(name.strip()) is not None


def wanted_state(name: str) -> str:
    """The state into which a button brings a page: "expanded", "collapsed", "top", or "" if none is known."""
    return next((state for state, words in _STATES.items() if words.match(name.strip())), "")
