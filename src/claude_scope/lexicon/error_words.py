"""Words of error messages, grouped by what else the screen must show: nothing, a sign of an error, an alert.

Words with accents also match without: "refusé" would match "refuse", so such words are mostly listed with a second one.
"""

from __future__ import annotations

import re
from functools import cache

from claude_scope.lexicon.patterns import lower_case
from claude_scope.lexicon.words import Words

ERRORS = Words({
    "en": "error(s), failed, failure, invalid, not valid, incorrect, unable to, could not, couldn't, went wrong, "
    "not found, denied, forbidden, unauthorised, unauthorized, timed out, is required, are required, field required, "
    "enter a valid, exception, declined, too short, too long, need(s) at least, must have at least, "
    "must contain at least, enter at least, use at least, not a valid, not authorized, not authorised, "
    "connection refused, connection lost, lost connection, not responding, bad request, bad gateway, "
    "unexpected token, is not a function, is not defined, cannot read propert*, no route to host, "
    "unterminated, illegal character, limit exceeded, quota exceeded, "
    "can't be blank, cannot be blank, cannot be empty, can not be empty, cannot contain, "
    "must be at least, must be between, must be greater, must be less, must be unique, must match, must start with, "
    "must end with, already exists, already in use, already taken, already assigned, does not exist, no longer exists, "
    "no longer valid, does not match, do not match, doesn't match, don't match, mismatch, not permitted, "
    "has expired, have expired, is expired, too many requests, too many attempts, wrong format, "
    "not have permission(s), don't have permission(s), not have access, don't have access, "
    "check your internet, check your connection, check your network, "
    "merge conflict, out of memory, unknown command, unknown column, unknown option, unknown function, "
    "no such file, no such table, no such column, division by zero, divide by zero, circular reference, "
    "wrong password, wrong username, wrong user name, wrong email, networkerror, no internet connection, "
    "read-only file system, duplicate key, syntax error, segmentation fault, core dumped, "
    "wrongtype, wrong kind of value, wrong number of arguments, missing argument",
    "de": "fehler, fehlgeschlagen, falsches passwort, passwort ist falsch, ungültig*, konnte(n) nicht, "
    "nicht gefunden, schiefgelaufen, ist erforderlich, zeitüberschreitung, zugriff verweigert, "
    "existiert nicht, existieren nicht, nicht erlaubt, nicht zulässig, darf nicht leer, bereits verwendet, "
    "bereits vergeben, existiert bereits, entspricht nicht, entsprechen nicht, stimmt nicht überein, "
    "stimmen nicht überein, keine gültige, kein gültiger, kein gültiges, gib eine gültige, geben sie eine gültige, "
    "geben sie einen gültigen, ist abgelaufen",
    "fr": "erreur(s), échoué(e)(s), a échoué, échec de, échec du, échec lors, invalide(s), introuvable(s), "
    "est obligatoire, est requis(e), n existe pas, accès refusé, mot de passe incorrect, non autorisé(e), "
    "pas autorisé(e)(s), pas valide(s), non valide(s), existe déjà, est déjà utilisé(e), ne correspond pas, "
    "ne correspondent pas, n a pas pu, n ont pas pu, ne peut pas contenir, ne peut pas être vide, a expiré, "
    "est manquant(e), non trouvé(e), pas été trouvé(e), impossible de charger, impossible de trouver, "
    "impossible de supprimer, impossible de créer, impossible d enregistrer, impossible de sauvegarder, "
    "impossible de mettre à jour, impossible de se connecter, impossible de vous connecter",
    "es": "errores, falló, inválido(s), inválida(s), no válido(s), no válida(s), no se pudo, no se pudieron, "
    "no se encontró, no encontrado, no encontrada, es obligatorio, es obligatoria, acceso denegado, no existe, "
    "incorrecta(s), incorrecto(s), no es válido, no es válida, ya existe, ya está en uso, ya está registrado, "
    "no coincide, no coinciden, no puede contener, no puede estar vacío, no se ha podido, ha expirado, ha caducado, "
    "no está permitido, no tiene permiso(s), no tienes permiso(s), salió mal, ha ido mal",
    "pt": "erro(s), falhou, falha ao, falha na, falha no, não foi possível, não é possível, não encontrado, "
    "não encontrada, é obrigatório, é obrigatória, acesso negado, não existe, incorreta, incorreto, não é válido, "
    "não é válida, já existe, já está em uso, já está sendo usado, não corresponde, não correspondem, "
    "não coincide, não coincidem, não pode conter, não é permitido, não são permitidos, deu errado",
    "it": "errore, errori, non valido, non valida, non validi, non valide, non è valido, non è valida, "
    "non trovato, non trovata, non è stato trovato, non riuscito, non riuscita, non è stato possibile, "
    "è obbligatorio, è obbligatoria, accesso negato, non esiste, errata, esiste già, è già in uso, "
    "non corrisponde, non corrispondono, non può contenere, non può essere vuoto, è scaduto, è scaduta, "
    "andato storto, non consentito, non sono consentiti, impossibile trovare, impossibile caricare, "
    "impossibile eliminare, impossibile salvare, impossibile completare, impossibile connettersi, "
    "impossibile generare, impossibile copiare",
    "nl": "fout opgetreden, fout bij, serverfout, mislukt, ongeldig(e), kon niet, konden niet, niet gevonden, "
    "is verplicht, is vereist, geen toegang, bestaat niet, bestaat al, al in gebruik, onjuist(e), "
    "komt niet overeen, komen niet overeen, is verlopen, niet toegestaan, ging mis, misgegaan",
    "sv": "misslyckades, ogiltig*, kunde inte, hittades inte, kan inte hittas, gick fel, gick inte att, "
    "oväntat fel, fel uppstod, fel inträffade, innehåller fel, finns redan, matchar inte",
    "da": "mislykkedes, ugyldig*, kunne ikke, blev ikke fundet, gik galt, opstod en fejl, findes allerede",
    "nb": "mislyktes, ble ikke funnet, gikk galt, oppstod en feil, finnes allerede",
    "fi": "virhe, epäonnistui, virheellinen, ei löytynyt, on jo olemassa, on jo käytössä",
    "pl": "wystąpił błąd, nieoczekiwany błąd, błąd podczas, błąd serwera, zawiera błędy, nie powiodło się, "
    "nie powiodła się, nieprawidłow*, nie udało się, nie znaleziono, nie można znaleźć, nie można usunąć, "
    "jest wymagane, jest wymagany, jest wymagana, odmowa dostępu, nie istnieje, już istnieje, jest już używany, "
    "jest już używana, jest już zajęty, jest już zajęta, nie może zawierać, wygasł*, nie są dozwolone, "
    "nie jest dozwolone, poszło nie tak",
    "cs": "došlo k chybě, nastala chyba, chyba při, chyba serveru, obsahuje chyby, se nezdařilo, se nepodařilo, "
    "nepodařilo se, neplatn*, nesprávn*, nenalezen*, nebyl nalezen, neodpovídá, nelze načíst, je povinné, "
    "je povinná, je povinný, již existuje, již používá, vypršel*",
    "tr": "hata oluştu, hatası oluştu, sunucu hatası, başarısız, geçersiz, bulunamadı, eşleşmiyor, desteklenmeyen, "
    "zaten kullan*, içeremez, yüklenemedi, gönderilemedi, edilemedi, yanlış gitti",
    "ru": "ошибка, ошибки, ошибку, не удалось, не удалась, не удается, не удаётся, неверн*, неправильн*, "
    "некорректн*, недействительн*, не найден*, недопустим*, обязательное поле, обязательно для заполнения, "
    "не существует, доступ запрещен*, доступ запрещён, отказано, уже используется, уже существует, "
    "не соответствует, не совпада*, не может содержать, истек, истекла, истёк, пошло не так, недостаточно прав, "
    "не разрешен*, невозможно загрузить, невозможно удалить, невозможно сохранить",
    "uk": "помилк*, не вдалося, невірн*, не знайдено, недійсн*, вже існує, вже використовується, не збіга*, "
    "не відповідає",
    "el": "σφάλμα, απέτυχε, δεν βρέθηκε",
    "ar": "حدث خطأ, فشل, غير صالح, غير صالحة, غير صحيح, غير صحيحة, تعذر, غير موجود",
    "zh": "错误, 錯誤, 失败, 失敗, 无效, 無效, 找不到, 未找到, 不能为空, 不能為空, 不存在, 不正确, 不正確, 必填项, "
    "是必需的, 被拒绝, 不匹配, 不一致, 已存在, 已被使用, 已被占用, 已过期, 不允许, 不允許, 不能包含, 出错, 没有权限",
    "ja": "エラー, 失敗しました, できませんでした, 見つかりません, 必須です, 必須項目です, 無効です, 無効な, "
    "正しくありません, 存在しません, 拒否されました, 一致しません, すでに使用, 既に使用, すでに存在, 既に存在, "
    "期限が切れ, 期限切れ, 含めることはできません, 許可されていません, 権限がありません",
    "ko": "오류, 실패했습니다, 찾을 수 없, 가져올 수 없, 필수 항목, 필수입니다, 존재하지 않, 올바르지 않, 유효하지 않, "
    "잘못되었, 일치하지 않, 이미 사용 중, 이미 존재, 만료되었습니다",
})  # fmt: skip
"""Words that make an error message of any text."""
COMPLAINTS = Words({
    "en": "fails, can't, cannot, can not, unable, wrong, rejected, expired, missing, must be, must have, "
    "must contain, must not, must provide, have to select, try again, does not, doesn't, did not, didn't, don't exist, "
    "not saved, not sent, not delivered, not deleted, not updated, not supported, not allowed, not have enough, "
    "too small, too large, too many, time out, "
    "problem(s) with, unavailable, refused, aborted, offline, disconnected, conflict(s), exceeds, exceeded, fill out, "
    "fill in, please enter, please select, please choose, please provide, please specify, already added, already used, "
    "already registered, unresolved, broken, corrupt(ed), unsupported, should be a, should be an, unrecognized, "
    "unrecognised, unexpected, undefined, no answer, no response, no such, out of range, unbalanced, malformed, "
    "crashed, duplicate entry, is a problem, limit reached, insufficient, not a number, not one of, out of stock",
    "de": "fehler*, konnte* nicht, kann nicht, erforderlich, pflichtfeld, abgelaufen, abgelehnt, nicht verfügbar, "
    "nicht unterstützt, nicht registriert, bereits vorhanden, darf keine, darf nur, muss ein(e), muss mindestens, "
    "muss zwischen, ist zu lang, ist zu kurz, ist zu groß, zu viele, versuche es erneut, versuchen sie es erneut",
    "fr": "échou*, impossible, obligatoire, indisponible, pas disponible, est trop long(ue), est trop court(e), "
    "est trop grand(e), doit être, doit contenir, déjà pris(e), veuillez réessayer",
    "es": "obligatorio, obligatoria, no se puede, caducado, caducada, rechazado, rechazada, no está disponible, "
    "no permitido, no ha podido, debe ser, debe estar, debe contener, demasiado largo, demasiado larga, "
    "demasiado corto, demasiado corta, inténtalo de nuevo, inténtelo de nuevo",
    "pt": "obrigatório, obrigatória, expirado, expirada, expirou, recusado, recusada, não está disponível, deve ser, "
    "deve estar entre, deve conter, muito longo, muito curto, tente novamente",
    "it": "obbligatorio, obbligatoria, scaduto, scaduta, rifiutato, rifiutata, impossibile, non supportato, "
    "non è supportato, non è disponibile, deve essere, deve contenere, è troppo, riprova",
    "nl": "verplicht, kan niet, verlopen, geweigerd, niet beschikbaar, mag niet, moet een, moet minimaal, "
    "moet ten minste, is te lang, is te kort, is te groot, probeer het opnieuw",
    "sv": "finns inte, ett fel, får inte, försök igen", "da": "findes ikke, prøv igen", "nb": "finnes ikke, prøv igjen",
    "fi": "yritä uudelleen",
    "pl": "wymagane, odrzucon*, nie można, musi być, musi zawierać, zbyt długi(e), zbyt długa, zbyt krótki(e), "
    "zbyt krótka, zbyt duży, zbyt duża, zbyt wiele, nie pasuje do, spróbuj ponownie",
    "cs": "nelze, neexistuje, musí být, musí obsahovat, nesmí být, zkuste to",
    "tr": "hatası, yanlış, zaten var, zaten mevcut, olamaz, arasında olmalıdır, çok fazla, çok uzun, çok kısa, "
    "çok büyük, tekrar deneyin",
    "ru": "укажите, заполните, "
    "невозможно, слишком, должен быть, должно быть, должна быть, должен содержать, не может быть, нет прав, "
    "не поддерживается, попробуйте снова, попробуйте еще раз, повторите попытку",
    "uk": "не може бути, має бути, не менше, повинен бути, спробуйте ще раз",
    "ar": "خطأ, مطلوب",
    "zh": "无法, 無法, 超时, 异常, 不支持, 必须是, 必须为, 必须包含, 缺少, 太长, 太短, 太大, 过长, 稍后再试",
    "ja": "できません, である必要があり, すぎます, サポートされていません, もう一度お試し",
    "ko": "할 수 없습니다, 못했습니다, 잘못된, 지원되지 않, 너무 깁, 너무 짧, 다시 시도",
})  # fmt: skip
"""Words of an error message in a text that is red, at a field or like an alert; alone they prove nothing."""
DEMANDS = Words({
    "en": "required, must, problem", "de": "muss, müssen, problem", "fr": "doit, doivent, requis(e), problème",
    "es": "debe, deben, requerido, requerida, problema", "pt": "deve, devem, problema",
    "it": "deve, devono, problema", "nl": "moet, moeten, vereist, probleem", "pl": "musi, problem",
})  # fmt: skip
"""Words that turn a text that looks like an alert into an error."""
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
"""Questions before something irreversible, which are not errors even if they are red."""
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
    "failure rate(s), exception is raised, exception is thrown, raises an exception, throws an exception, "
    "returns an error, error is returned",
    "fr": "taux d erreur(s), journal des erreurs, messages d erreur", "es": "tasa de errores, registro de errores",
    "it": "tasso di errore, registro errori", "zh": "没有错误, 错误日志, 错误率", "ja": "エラー率, エラーログ",
    "ko": "오류율, 오류 로그",
})  # fmt: skip

REQUIREMENTS = Words({
    "en": "is required, are required, field required, required fields, need(s) at least, must have at least, "
    "must contain at least, enter at least, use at least, must be at least, must be between, must be greater, "
    "must be less, must be unique, must match, must start with, must end with, can't be blank, cannot be blank, "
    "cannot be empty, can not be empty, cannot contain, enter a valid",
    "de": "ist erforderlich, darf nicht leer", "fr": "est obligatoire, est requis(e), ne peut pas être vide",
    "es": "es obligatorio, es obligatoria, no puede contener, no puede estar vacío",
    "pt": "é obrigatório, é obrigatória, não pode conter", "it": "è obbligatorio, è obbligatoria, non può contenere",
    "nl": "is verplicht, is vereist", "pl": "jest wymagane, jest wymagany, jest wymagana, nie może zawierać",
    "cs": "je povinné, je povinná, je povinný", "ru": "обязательное поле, обязательно для заполнения",
    "zh": "不能为空, 不能為空, 必填项, 是必需的, 不能包含", "ja": "必須です, 必須項目です, 含めることはできません",
    "ko": "필수 항목, 필수입니다",
})  # fmt: skip
"""The words of `ERRORS` that also explain in advance how a field has to be filled in."""
_CONDITIONS = Words({
    "en": "if, when, whenever, unless, in case", "de": "wenn, falls", "fr": "lorsque, si vous, si le, si la, si l",
    "es": "cuando, si el, si la, si no", "pt": "quando, se o, se houver", "it": "quando, se il, se la",
    "nl": "als, indien", "sv": "om du", "pl": "jeśli, jeżeli, gdy", "cs": "pokud", "ru": "если", "uk": "якщо",
    "zh": "如果, 如遇",
})  # fmt: skip
"""Words after which the sentence describes what may happen, not what happened."""

_QUOTES = (('"', '"'), ("\u201c", "\u201d"), ("\u00ab", "\u00bb"), ("\u201e", "\u201c\u201d"))
"""Opening and closing quotation marks: quoted text is not the message itself."""
_QUESTION = re.compile(r"[^.!。！,:;\n–—?？؟]*[?？؟]\W*")
"""A clause that asks a question, such as "Not found what you look for?"."""


def says_error(text: str) -> bool:
    """Whether a text is an error message regardless of its look; questions are not."""
    return not _QUESTION.fullmatch(text) and _holds(text, ERRORS)


def only_requires(text: str) -> bool:
    """Whether a text with error words only explains how to fill in a field."""
    return REQUIREMENTS.search(text) is not None and not says_error(re.sub(REQUIREMENTS.pattern, " ", lower_case(text)))


def has_error_word(text: str) -> bool:
    """Whether a text with a sign of an error, such as red letters, says that something went wrong."""
    return _holds(text, ERRORS, COMPLAINTS)


def alert_says_error(text: str) -> bool:
    """Whether a text that looks like an alert says that something went wrong or has to be done."""
    return _holds(text, ERRORS, COMPLAINTS, DEMANDS)


def asks_to_confirm(text: str) -> bool:
    """Whether a text asks for confirmation before something irreversible."""
    return CALM.search(text) is not None


def _holds(text: str, *lists: Words) -> bool:
    """Whether one of the words says what happened: not what may happen, that all is well, or the name of a topic."""
    if not any(words.search(text) for words in lists) or asks_to_confirm(text):
        return False
    rest = _harmless().sub("", lower_case(text))
    return any(words.search(rest) for words in lists)


@cache
def _harmless() -> re.Pattern[str]:
    code = r"(?<!\w)error[\s_-]codes?(?!\w)(?!\W{0,3}\d)|(?<!\w)(?:errors|failures|failed)\W{1,3}0(?![\d.,:%])"
    supposed = rf"{_CONDITIONS.pattern}[^.!?:;\n。！？：；]*|[^.!?:;\n。！？：；、]*(?:た場合|る場合|い場合)"
    no_trouble = rf"(?<!\d){_NO.pattern}[\s'\u2019]{{1,3}}{_TROUBLE.pattern}"
    quoted = "|".join(rf"{opens}[^{closes}\n]{{1,60}}[{closes}]" for opens, closes in _QUOTES)
    return re.compile(rf"{no_trouble}|{_TOPICS.pattern}|{code}|{supposed}|{quoted}")
