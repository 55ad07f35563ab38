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
    "enter a valid, exception, declined, too short, too long, too large, need(s) at least, must have at least, "
    "must contain at least, enter at least, use at least, not a valid, not authorized, not authorised, "
    "connection refused, connection lost, lost connection, not responding, bad request, bad gateway, "
    "have to select, must provide, please provide, please specify, already added, already assigned, not have enough, "
    "wrong format, "
    "unexpected token, is not a function, is not defined, cannot read propert*, no route to host, "
    "unterminated, illegal character, limit exceeded, quota exceeded, "
    "can't be blank, cannot be blank, cannot be empty, can not be empty, cannot contain, can't contain, "
    "must be a, must be an, must be at least, must be between, must be greater, must be less, must be one of, "
    "must be unique, must match, must start with, must end with, must not be, "
    "already exist(s), already in use, already taken, already used, already registered, "
    "does not exist, do not exist, doesn't exist, don't exist, no longer exists, no longer valid, "
    "does not match, do not match, doesn't match, don't match, mismatch, not allowed, not permitted, "
    "has expired, have expired, is expired, too many requests, too many attempts, "
    "not have permission, not have permissions, don't have permission(s), not have access, don't have access, "
    "check your internet, check your connection, check your network, "
    "merge conflict, out of memory, unknown command, unknown column, unknown option, unknown function, "
    "no such file, no such table, no such column, division by zero, divide by zero, circular reference, "
    "wrong password, wrong username, wrong user name, wrong email, networkerror, no internet connection, "
    "read-only file system, duplicate key",
    "de": "fehler, fehlgeschlagen, falsches passwort, passwort ist falsch, ungültig*, konnte(n) nicht, "
    "nicht gefunden, schiefgelaufen, ist erforderlich, zeitüberschreitung, zugriff verweigert, "
    "existiert nicht, existieren nicht, nicht erlaubt, nicht zulässig, nicht registriert, darf nicht leer, "
    "darf keine, bereits verwendet, bereits vergeben, existiert bereits, ist zu lang, ist zu kurz, ist zu groß, "
    "zu viele, entspricht nicht, entsprechen nicht, stimmt nicht überein, stimmen nicht überein, muss mindestens, "
    "muss zwischen, muss ein(e), muss eine gültige, keine gültige, kein gültiger, kein gültiges, "
    "gib eine gültige, geben sie eine gültige, geben sie einen gültigen, versuche es erneut, versuchen sie es erneut, "
    "ist abgelaufen, nicht unterstützt",
    "fr": "erreur(s), échoué(e)(s), a échoué, échec de, échec du, échec lors, invalide(s), introuvable(s), "
    "est obligatoire, est requis(e), n existe pas, accès refusé, mot de passe incorrect, non autorisé(e), "
    "pas autorisé(e)(s), pas valide(s), non valide(s), impossible de, existe déjà, est déjà utilisé(e), "
    "déjà pris(e), ne correspond pas, ne correspondent pas, n a pas pu, n ont pas pu, est trop long(ue), "
    "est trop court(e), est trop grand(e), doit être un(e), doit être entre, doit contenir, ne peut pas contenir, "
    "ne peut pas être vide, a expiré, est manquant(e), non trouvé(e), pas été trouvé(e), pas disponible, "
    "veuillez réessayer",
    "es": "errores, falló, inválido(s), inválida(s), no válido(s), no válida(s), no se pudo, no se pudieron, "
    "no se encontró, no encontrado, no encontrada, es obligatorio, es obligatoria, acceso denegado, no existe, "
    "incorrecta(s), incorrecto(s), no es válido, no es válida, ya existe, ya está en uso, ya está registrado, "
    "no coincide, no coinciden, es demasiado, demasiado largo, demasiado larga, demasiado corto, demasiado corta, "
    "no puede contener, no puede estar vacío, debe ser un(a), debe estar entre, debe contener, "
    "no se ha podido, no ha podido, ha expirado, ha caducado, no está disponible, inténtalo de nuevo, "
    "inténtelo de nuevo, no está permitido, no permitido, no tiene permiso(s), no tienes permiso(s), salió mal, "
    "ha ido mal",
    "pt": "erro(s), falhou, falha ao, falha na, falha no, não foi possível, não é possível, não encontrado, "
    "não encontrada, é obrigatório, é obrigatória, acesso negado, não existe, não é válido, não é válida, "
    "já existe, já está em uso, já está sendo usado, não corresponde, não correspondem, é muito longo, "
    "é muito curto, é muito grande, deve ser um(a), deve estar entre, deve conter, não pode conter, expirou, "
    "não está disponível, não é permitido, não são permitidos, tente novamente, deu errado",
    "it": "errore, errori, non valido, non valida, non validi, non valide, non è valido, non è valida, "
    "non trovato, non trovata, non è stato trovato, non riuscito, non riuscita, non è stato possibile, "
    "è obbligatorio, è obbligatoria, accesso negato, non esiste, errata, impossibile, esiste già, è già in uso, "
    "non corrisponde, non corrispondono, è troppo, deve essere un(a), deve essere compreso, deve contenere, "
    "non può contenere, non può essere vuoto, è scaduto, è scaduta, andato storto, non supportato, "
    "non è supportato, non consentito, non sono consentiti, non è disponibile, riprova",
    "nl": "fout opgetreden, fout bij, serverfout, mislukt, ongeldig(e), kon niet, konden niet, niet gevonden, "
    "is verplicht, is vereist, geen toegang, bestaat niet, bestaat al, al in gebruik, onjuist(e), "
    "komt niet overeen, komen niet overeen, mag niet, moet een, moet minimaal, moet ten minste, is te lang, "
    "is te kort, is te groot, is verlopen, niet toegestaan, ging mis, misgegaan, probeer het opnieuw",
    "sv": "misslyckades, ogiltig*, kunde inte, hittades inte, kan inte hittas, gick fel, gick inte att, ett fel, "
    "oväntat fel, fel uppstod, fel inträffade, innehåller fel, försök igen, får inte vara, finns redan, finns inte, "
    "matchar inte",
    "da": "mislykkedes, ugyldig*, kunne ikke, blev ikke fundet, gik galt, opstod en fejl, findes allerede, "
    "findes ikke, prøv igen",
    "nb": "mislyktes, ble ikke funnet, gikk galt, oppstod en feil, finnes allerede, finnes ikke",
    "fi": "virhe, epäonnistui, virheellinen, ei löytynyt, yritä uudelleen, on jo olemassa, on jo käytössä",
    "pl": "wystąpił błąd, nieoczekiwany błąd, błąd podczas, błąd serwera, błąd w, zawiera błędy, "
    "nie powiodło się, nie powiodła się, nieprawidłow*, nie udało się, nie znaleziono, nie można, "
    "jest wymagane, jest wymagany, jest wymagana, odmowa dostępu, nie istnieje, już istnieje, "
    "jest już używany, jest już używana, jest już zajęty, jest już zajęta, musi być, musi zawierać, "
    "nie może zawierać, nie pasuje do, nie pasują, zbyt długi(e), zbyt długa, zbyt krótki(e), zbyt krótka, "
    "zbyt duży, zbyt duża, zbyt wiele, wygasł*, nie są dozwolone, nie jest dozwolone, poszło nie tak, "
    "spróbuj ponownie",
    "cs": "došlo k chybě, nastala chyba, chyba při, chyba serveru, obsahuje chyby, se nezdařilo, se nepodařilo, "
    "nepodařilo se, neplatn*, nesprávn*, nenalezen*, nebyl nalezen, neodpovídá, neexistuje, nelze, je povinné, "
    "je povinná, je povinný, již existuje, již používá, musí být, musí obsahovat, nesmí být, vypršel*, "
    "zkuste to",
    "tr": "hata oluştu, hatası, başarısız, geçersiz, bulunamadı, eşleşmiyor, yanlış, desteklenmeyen, "
    "zaten var, zaten mevcut, zaten kullan*, içeremez, olamaz, yüklenemedi, gönderilemedi, edilemedi, "
    "arasında olmalıdır, çok fazla, çok uzun, çok kısa, çok büyük, tekrar deneyin",
    "ru": "ошибка, ошибки, ошибку, не удалось, не удалась, не удается, не удаётся, невозможно, неверн*, "
    "неправильн*, некорректн*, недействительн*, не найден*, недопустим*, обязательное поле, "
    "обязательно для заполнения, не существует, доступ запрещен*, доступ запрещён, отказано, уже используется, "
    "уже существует, не соответствует, не совпада*, слишком длинн*, слишком коротк*, слишком больш*, "
    "слишком много, должен быть, должно быть, должна быть, должен содержать, не может содержать, "
    "не может быть, истек, истекла, истёк, пошло не так, нет прав, недостаточно прав, не разрешен*, "
    "не поддерживается, попробуйте снова, попробуйте еще раз, повторите попытку",
    "uk": "помилк*, не вдалося, невірн*, не знайдено, недійсн*, не може бути, має бути, не менше, повинен бути, "
    "вже існує, вже використовується, не збіга*, не відповідає, спробуйте ще раз",
    "el": "σφάλμα, απέτυχε, δεν βρέθηκε",
    "ar": "خطأ, فشل, غير صالح, غير صالحة, غير صحيح, غير صحيحة, تعذر, غير موجود, مطلوب",
    "zh": "错误, 錯誤, 失败, 失敗, 无效, 無效, 找不到, 未找到, 不能为空, 不能為空, 不存在, 不正确, 不正確, 必填项, "
    "是必需的, 被拒绝, 无法, 無法, 不匹配, 不一致, 已存在, 已被使用, 已被占用, 已过期, 不允许, 不允許, 不支持, 必须是, "
    "必须为, 必须包含, 不能包含, 出错, 缺少, 太长, 太短, 太大, 过长, 稍后再试, 没有权限",
    "ja": "エラー, 失敗しました, できませんでした, 見つかりません, 必須です, 必須項目です, 無効です, 無効な, "
    "正しくありません, 存在しません, 拒否されました, 一致しません, すでに使用, 既に使用, すでに存在, 既に存在, "
    "期限が切れ, 期限切れ, である必要があり, すぎます, 含めることはできません, サポートされていません, "
    "許可されていません, 権限がありません, もう一度お試し",
    "ko": "오류, 실패했습니다, 못했습니다, 찾을 수 없, 가져올 수 없, 필수 항목, 필수입니다, 존재하지 않, 올바르지 않, "
    "유효하지 않, 잘못된, 잘못되었, 일치하지 않, 이미 사용 중, 이미 존재, 지원되지 않, 너무 깁, 너무 짧, "
    "만료되었습니다, 다시 시도",
})  # fmt: skip
"""Words that make an error message of any text."""
COMPLAINTS = Words({
    "en": "fails, can't, cannot, can not, unable, wrong, rejected, expired, missing, must be, must have, "
    "must contain, must not, try again, does not, doesn't, did not, didn't, not saved, not sent, too small, too many, "
    "time out, problem(s) with, unavailable, refused, aborted, offline, disconnected, "
    "conflict(s), exceeds, exceeded, fill out, fill in, please enter, please select, please choose, unresolved, "
    "broken, corrupt(ed), unsupported, not supported, should be a, should be an, unrecognized, unrecognised, "
    "unexpected, undefined, no answer, no response, no such, out of range, unbalanced, malformed, crashed, "
    "duplicate entry, is a problem, limit reached, insufficient, not a number, not one of, out of stock",
    "de": "fehler*, konnte* nicht, kann nicht, erforderlich, pflichtfeld, abgelaufen, abgelehnt, nicht verfügbar, "
    "bereits vorhanden",
    "fr": "échou*, impossible, obligatoire, indisponible",
    "es": "obligatorio, obligatoria, no se puede, caducado, caducada, rechazado, rechazada",
    "pt": "obrigatório, obrigatória, expirado, expirada, recusado, recusada",
    "it": "obbligatorio, obbligatoria, scaduto, scaduta, rifiutato, rifiutata",
    "nl": "verplicht, kan niet, verlopen, geweigerd, niet beschikbaar", "pl": "wymagane, odrzucon*",
    "zh": "超时, 异常", "ja": "できません", "ko": "할 수 없습니다",
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
    "de": "rückgängig, unwiderruflich, sind sie sicher, bist du sicher",
    "fr": "irréversible, ne peut être annulée, ne peut pas être annulée, êtes vous sûr(e)",
    "es": "no se puede deshacer, no puede deshacerse, está seguro, estás seguro, está segura, estás segura",
    "pt": "não pode ser desfeita, não pode ser desfeito, tem certeza",
    "it": "irreversibile, non può essere annullata, sei sicuro, sei sicura",
    "nl": "ongedaan, weet je zeker, weet u zeker", "sv": "kan inte ångras, är du säker",
    "pl": "nie można cofnąć, nie można tego cofnąć, czy na pewno", "cs": "nelze vrátit, jste si jisti, opravdu chcete",
    "tr": "geri alınamaz, emin misiniz", "ru": "нельзя отменить, невозможно отменить, вы уверены",
    "uk": "неможливо скасувати, не можна скасувати, ви впевнені", "ar": "لا يمكن التراجع",
    "zh": "无法撤销, 无法撤消, 無法復原, 确定要",
    "ja": "元に戻せません, 元に戻すことはできません, 取り消せません", "ko": "되돌릴 수 없, 취소할 수 없",
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

_QUESTION = re.compile(r"[^.!。！]*[?？؟]\W*")
"""One sentence that asks something, as "Not found what you look for?"."""


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
    if not any(words.search(text) for words in lists) or asks_to_confirm(text) or _QUESTION.fullmatch(text):
        return False
    rest = _harmless().sub("", lower_case(text))
    return any(words.search(rest) for words in lists)


@cache
def _harmless() -> re.Pattern[str]:
    code = r"(?<!\w)error[\s_-]codes?(?!\w)(?!\W{0,3}\d)|(?<!\w)(?:errors|failures|failed)\W{1,3}0(?![\d.,:%])"
    return re.compile(rf"(?<!\d){_NO.pattern}[\s'\u2019]{{1,3}}{_TROUBLE.pattern}|{_TOPICS.pattern}|{code}")
