"""Words of error messages, in groups by what else the screen must show: nothing, a sign of an error, an alert.

Words with accents also match without: "refusé" would match "refuse", so such words are listed with a second word.
"""

from __future__ import annotations

import re
from functools import cache

from claude_scope.lexicon.patterns import lower_case
from claude_scope.lexicon.words import Words

ERRORS = Words({
    "en": "error(s), failed, failure, invalid, not valid, incorrect, unable to, could not, couldn't, went wrong, "
    "not found, denied, forbidden, unauthorised, unauthorized, timed out, is required, are required, field required, "
    "enter a valid, exception, declined, too short, too long, need(s) at least, must be at least, "
    "must have at least, must contain at least, enter at least, use at least, not a valid, not authorized, "
    "not authorised, connection refused, connection lost, lost connection, "
    "not responding, bad request, bad gateway, "
    "unexpected token, is not a function, is not defined, cannot read propert*, no route to host, "
    "unterminated, illegal character, limit exceeded, quota exceeded, "
    "can't be blank, cannot be blank, cannot be empty, can not be empty, "
    "merge conflict, out of memory, unknown command, unknown column, unknown option, unknown function, "
    "no such file, no such table, no such column, division by zero, divide by zero, circular reference, "
    "wrong password, wrong username, wrong user name, wrong email, networkerror, no internet connection, "
    "not have permission, read-only file system, duplicate key",
    "de": "fehler, fehlgeschlagen, falsches passwort, passwort ist falsch, ungültig*, konnte(n) nicht, "
    "nicht gefunden, schiefgelaufen, ist erforderlich, "
    "zeitüberschreitung, zugriff verweigert, existiert nicht, nicht erlaubt, darf nicht leer",
    "fr": "erreur(s), échoué(e)(s), a échoué, échec de, invalide(s), introuvable(s), est obligatoire, est requis(e), "
    "n existe pas, accès refusé, mot de passe incorrect, non autorisé(e)",
    "es": "errores, falló, inválido(s), inválida(s), no válido, no válida, no se pudo, no se encontró, "
    "es obligatorio, es obligatoria, acceso denegado, no existe, incorrecta, incorrecto, no es válido, no es válida",
    "pt": "erro(s), falhou, falha ao, não foi possível, não encontrado, não encontrada, é obrigatório, é obrigatória, "
    "acesso negado, não existe, incorreta, incorreto",
    "it": "errore, errori, non valido, non valida, non trovato, non trovata, non riuscito, non riuscita, "
    "non è stato possibile, è obbligatorio, è obbligatoria, "
    "accesso negato, non esiste, errata",
    "nl": "fout opgetreden, mislukt, ongeldig(e), kon niet, niet gevonden, is verplicht, is vereist, "
    "geen toegang, bestaat niet, onjuist(e)",
    "sv": "misslyckades, ogiltig*, kunde inte, hittades inte, gick fel",
    "da": "mislykkedes, ugyldig*, kunne ikke, blev ikke fundet, gik galt",
    "nb": "mislyktes, ble ikke funnet, gikk galt", "fi": "virhe, epäonnistui, virheellinen, ei löytynyt",
    "pl": "wystąpił błąd, nie powiodło się, nieprawidłow*, nie udało się, nie znaleziono, jest wymagane, "
    "odmowa dostępu, nie istnieje",
    "cs": "došlo k chybě, nastala chyba, se nezdařilo, se nepodařilo, neplatn*, nenalezen*, je povinné",
    "tr": "hata oluştu, başarısız, geçersiz, bulunamadı",
    "ru": "ошибка, не удалось, неверн*, неправильн*, не найден*, недопустим*, обязательное поле, "
    "обязательно для заполнения, не существует, доступ запрещен*, доступ запрещён, отказано",
    "uk": "помилка, не вдалося, невірн*, не знайдено",
    "el": "σφάλμα, απέτυχε, δεν βρέθηκε",
    "zh": "错误, 錯誤, 失败, 失敗, 无效的, 無效的, 找不到, 未找到, 不能为空, 不能為空, "
    "不存在, 不正确, 不正確, 必填项, 被拒绝",
    "ja": "エラー, 失敗しました, できませんでした, 見つかりません, 必須です, 必須項目です, 無効な, 正しくありません, "
    "存在しません, 拒否されました",
    "ko": "오류, 실패했습니다, 찾을 수 없, 필수 항목, 존재하지 않, 올바르지 않",
})  # fmt: skip
"""Words that make an error message of any text."""
COMPLAINTS = Words({
    "en": "fails, can't, cannot, can not, unable, wrong, rejected, expired, missing, must be, must have, "
    "must contain, must not, try again, does not, doesn't, did not, didn't, do not match, don't match, not saved, "
    "not sent, too large, too small, too many, time out, already taken, already exists, already in use, "
    "already used, problem(s) with, unavailable, refused, aborted, offline, disconnected, conflict(s), exceeds, "
    "exceeded, fill out, fill in, please enter, please select, please choose, unresolved, broken, corrupt(ed), "
    "unsupported, unrecognized, unrecognised, unexpected, undefined, no answer, no response, no such, "
    "not allowed, not permitted, out of range, unbalanced, malformed, crashed, duplicate entry, is a problem, "
    "limit reached, insufficient, not a number, not one of, out of stock",
    "de": "fehler*, konnte* nicht, kann nicht, erforderlich, pflichtfeld, abgelaufen, abgelehnt, nicht verfügbar, "
    "bereits vergeben, existiert bereits, bereits vorhanden, stimmen nicht überein",
    "fr": "échou*, impossible, obligatoire, a expiré, indisponible, existe déjà, ne correspondent pas",
    "es": "obligatorio, obligatoria, no se puede, caducado, caducada, rechazado, rechazada, ya existe, no coinciden",
    "pt": "obrigatório, obrigatória, não é possível, expirado, expirada, recusado, recusada, já existe, "
    "não coincidem",
    "it": "obbligatorio, obbligatoria, impossibile, scaduto, scaduta, rifiutato, rifiutata, esiste già, "
    "non corrispondono",
    "nl": "verplicht, kan niet, verlopen, geweigerd, niet beschikbaar, bestaat al, komen niet overeen",
    "pl": "wymagane, nie można, wygasł*, odrzucon*", "zh": "无法, 無法, 已过期, 已存在, 不匹配, 超时, 异常",
    "ja": "できません, 期限切れ, 一致しません", "ko": "할 수 없습니다, 만료되었습니다, 일치하지 않",
})  # fmt: skip
"""Words of an error message in a text that is red, at a field or like an alert; alone they prove nothing."""
DEMANDS = Words({
    "en": "required, must, problem", "de": "muss, müssen, problem", "fr": "doit, doivent, requis(e), problème",
    "es": "debe, deben, requerido, requerida, problema", "pt": "deve, devem, problema",
    "it": "deve, devono, problema", "nl": "moet, moeten, vereist, probleem", "pl": "musi, problem",
})  # fmt: skip
"""Words that make an error of what looks like an alert."""
CALM = Words({
    "en": "cannot be undone, can't be undone, can not be undone, are you sure, irreversible, permanently, "
    "again to confirm",
    "de": "rückgängig, unwiderruflich, sind sie sicher, bist du sicher", "fr": "irréversible, êtes vous sûr(e)",
    "es": "no se puede deshacer, está seguro, estás seguro, está segura, estás segura",
    "pt": "não pode ser desfeita, não pode ser desfeito, tem certeza", "it": "irreversibile, sei sicuro, sei sicura",
    "nl": "ongedaan, weet je zeker, weet u zeker", "pl": "nie można cofnąć, czy na pewno",
    "zh": "无法撤销, 無法復原, 确定要", "ja": "元に戻せません, 元に戻すことはできません", "ko": "되돌릴 수 없",
})  # fmt: skip
"""What a page asks before something is done for good: no error, however red."""
_NO = Words({
    "en": "no (known), zero (known), without, any, fixed, resolved, solved", "de": "kein(e), keine bekannten, ohne",
    "fr": "aucun(e), sans, pas d", "es": "ningún, sin", "pt": "nenhum, sem", "it": "nessun, senza",
    "nl": "geen, zonder", "pl": "bez, brak", "digits": "0",
})  # fmt: skip
_TROUBLE = Words({
    "en": "error(s), problem(s), failed, failure(s)", "de": "fehler, probleme", "fr": "erreur(s), problème(s)",
    "es": "errores, problemas", "pt": "erro(s), problemas", "it": "errore, errori, problemi",
    "nl": "fout(en), problemen", "pl": "błędów, problemów",
})  # fmt: skip
_TOPICS = Words({
    "en": "error rate, error budget, error log(s), error page(s), error tracking, error message(s), "
    "error report(s), error reporting, error handling, report an error, show errors, errors only, "
    "failure rate(s)",
    "fr": "taux d erreur(s), journal des erreurs, messages d erreur", "es": "tasa de errores, registro de errores",
    "it": "tasso di errore, registro errori", "zh": "没有错误, 错误日志, 错误率", "ja": "エラー率, エラーログ",
    "ko": "오류율, 오류 로그",
})  # fmt: skip


def says_error(text: str) -> bool:
    """Whether a text is an error message whatever it looks like."""
    return _holds(text, ERRORS)


def has_error_word(text: str) -> bool:
    """Whether a text that has a sign of an error, as red letters, says that something went wrong."""
    return _holds(text, ERRORS, COMPLAINTS)


def alert_says_error(text: str) -> bool:
    """Whether a text that looks like an alert says that something went wrong or has to be done."""
    return _holds(text, ERRORS, COMPLAINTS, DEMANDS)


def asks_to_confirm(text: str) -> bool:
    """Whether a text asks for confirmation before something irreversible."""
    return CALM.search(text) is not None


def _holds(text: str, *lists: Words) -> bool:
    """Whether one of the words stands there, and not to ask something, to say that all is well or to name a topic."""
    if not any(words.search(text) for words in lists) or asks_to_confirm(text):
        return False
    rest = _harmless().sub("", lower_case(text))
    return any(words.search(rest) for words in lists)


@cache
def _harmless() -> re.Pattern[str]:
    code = r"(?<!\w)error[\s_-]codes?(?!\w)(?!\W{0,3}\d)|(?<!\w)(?:errors|failures|failed)\W{1,3}0(?![\d.,:%])"
    return re.compile(rf"(?<!\d){_NO.pattern}[\s'\u2019]{{1,3}}{_TROUBLE.pattern}|{_TOPICS.pattern}|{code}")
