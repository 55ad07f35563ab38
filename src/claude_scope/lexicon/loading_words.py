"""Words of loading messages."""

from __future__ import annotations

import re
from functools import cache

from claude_scope.lexicon.patterns import lower_case
from claude_scope.lexicon.words import Words

LOADING = Words({
    "en": "loading, please wait", "de": "wird geladen, werden geladen, lädt, bitte warten",
    "fr": "chargement, veuillez patienter", "es": "cargando, espere por favor", "pt": "carregando, aguarde",
    "it": "caricamento, attendere prego", "nl": "wordt geladen, aan het laden, even geduld", "sv": "laddar, läser in",
    "da": "indlæser, vent venligst", "nb": "laster inn, vennligst vent", "fi": "ladataan, odota hetki",
    "pl": "ładowanie, wczytywanie, proszę czekać", "cs": "načítání, načítá se, čekejte prosím",
    "tr": "yükleniyor, lütfen bekleyin", "ru": "загружается, идет загрузка, подождите",
    "uk": "завантажується, зачекайте", "zh": "加载中, 正在加载, 載入中, 请稍候, 請稍候",
    "ja": "読み込み中, ロード中, お待ちください", "ko": "로딩 중, 불러오는 중",
})  # fmt: skip
_WITH_DOTS = Words({
    "en": "saving, sending, submitting, processing, uploading, downloading, connecting, searching, placing, "
    "fetching, updating, creating, signing in, logging in, paying, deleting, working, generating, preparing, "
    "importing, exporting, one moment, just a moment",
    "de": "laden, wird gespeichert, werden gespeichert, wird gesendet, wird verarbeitet, wird hochgeladen, "
    "wird gesucht, wird erstellt, wird gelöscht, einen moment",
    "fr": "enregistrement, envoi, traitement, téléchargement, connexion, suppression, un instant",
    "es": "guardando, enviando, procesando, subiendo, descargando, conectando, buscando, eliminando, un momento",
    "pt": "salvando, enviando, processando, baixando, conectando, buscando, excluindo, um momento",
    "it": "salvataggio, invio in corso, elaborazione, attendere, un momento",
    "nl": "laden, opslaan bezig, bezig met, een moment", "sv": "sparar, skickar", "da": "gemmer, sender",
    "nb": "laster, lagrer, sender", "pl": "zapisywanie, wysyłanie, przetwarzanie", "cs": "ukládání, odesílání",
    "ru": "загрузка, сохранение, отправка", "uk": "завантаження, збереження", "zh": "保存中, 提交中, 处理中",
    "ja": "保存中, 送信中, 処理中", "ko": "저장 중, 처리 중",
})  # fmt: skip
"""Verbs, and words with other meanings, that mean loading only if dots follow: "Processing" may be a status."""


def contains_loading_message(text: str) -> bool:
    """Whether a longer text contains a loading message."""
    return LOADING.search(text) is not None or _within().search(lower_case(text)) is not None


@cache
def _within() -> re.Pattern[str]:
    return re.compile(rf"{_WITH_DOTS.pattern} ?(?:\.{{3}}|…)")
