"""Names of secrets as people and programs write them, in 36 languages.

A space represents any separator or none: "api key" is also `api_key`, `API-Key` and `apikey`. `(s)` may be missing. A
star before a word lets it end a compound (`Datenbankpasswort`), one after it lets it take an ending. A hash sign
represents the name of a wireless network. A tilde marks words that name a secret only in running text. Letters with
accents are also found without. Checked against the translations of Home Assistant, Keycloak, Clerk and Flask-Security.
"""

from __future__ import annotations

from enum import Enum

from claude_scope.lexicon.secrets.answers import ANSWERS
from claude_scope.lexicon.secrets.codes import CODES
from claude_scope.lexicon.secrets.keys import KEYS, TOKENS
from claude_scope.lexicon.secrets.network_keys import NETWORK_KEYS
from claude_scope.lexicon.secrets.numbers import CARD_CODES, NATIONAL_IDS, NUMBERS
from claude_scope.lexicon.secrets.passwords import PASSWORDS
from claude_scope.lexicon.secrets.questions import QUESTIONS
from claude_scope.lexicon.secrets.recovery import RECOVERY


class Kind(Enum):
    """The kind of secret a word names, which decides the form of its value."""

    PASSWORD = "a word of a person"
    ANSWER = "the answer to a security question, or a memorable word"
    KEY = "a key or token that is never anything else"
    TOKEN = "a token, which may also be a number of words or a mark of a parser"
    CODE = "a PIN or one-time code: digits"
    RECOVERY = "codes, a key or words that restore access"
    CARD_CODE = "three or four digits of a payment card"
    NUMBER = "the number of a card or an account"
    NATIONAL_ID = "a number that the state gives a person"


def _merged(*lists: dict[str, str]) -> dict[str, str]:
    """Lists of words by language, as one."""
    languages = {language for words in lists for language in words}
    return {tag: ", ".join(words[tag] for words in lists if tag in words) for tag in sorted(languages)}


WORDS: dict[Kind, dict[str, str]] = {
    Kind.PASSWORD: PASSWORDS,
    Kind.ANSWER: _merged(ANSWERS, QUESTIONS),
    Kind.KEY: _merged(KEYS, NETWORK_KEYS),
    Kind.TOKEN: TOKENS,
    Kind.CODE: CODES,
    Kind.RECOVERY: RECOVERY,
    Kind.CARD_CODE: CARD_CODES,
    Kind.NUMBER: NUMBERS,
    Kind.NATIONAL_ID: NATIONAL_IDS,
}

ABOUT = (
    "manager, managers, strength, length, hint, policy, policies, rule(s), requirement(s), expiry, expiration, "
    "expires, "
    "expired, generator, history, protected, protection, age, format, type, name, id, ids, count, limit, usage, used, "
    "budget, price, symbol, color, colour, board, method, status, enabled, app, apps, settings, icon, label, size, "
    "label, title, description, santa, garden, sauce, chiave, location, url, endpoint, file, path, holder, "
    "stärke, länge, hinweis, richtlinie, ablauf, oublié, olvidada, esquecida, dimenticata, "
    "de atendimento, do atendimento, da fila, na fila, de espera, de chegada, de país, de la canción, de canción, "
    "de idioma, de producto, catastral, de artículo, de materia, de sol, de fa, de contato, dicotómica, dicotomica, "
    "de répartition, de voûte, usb, vergessen, forgotten, reset, glömt, glemt, vergeten, zapomniane, zapomenuté, "
    "unuttum, esgotada, esquecida, de música, musical, krzyżówki, reminder, reminders, notes, day, days, bus, "
    "visit, category, "
    "डाक, पोस्टल, क्षेत्र, की मजबूती, 忘れた, 条件, の条件, を忘れた, 忘记, 忘記, 설정 안내, 규칙, "
    "学, 學, 管理, 强度, 強度, 长度, 長度, 提示, 规则, 規則, 保护, 保護, マネージャ, の長さ, ポリシー, ヒント, の強度, "
    "화, 관리, 강도, 힌트, 길이"
)
"""Words that change the meaning of a secret's name before them: "Password strength" is not a password."""

NO_VALUES = {
    "en": "a an and any are at be can cannot changed choose confirm copied correct copy created deleted did "
    "disabled do does doesn't don't empty enabled enter example expired expires failed false field for forgot "
    "generated has hidden hide if in include incorrect invalid is it last least length long match max maximum medium "
    "min minimum missing mismatch must my new no none not null of ok old omit on optional or per please placeholder "
    "redacted removed repeat required reset revoked same-origin saved see sent set should show strength strong text "
    "that the then this to too true type undefined unset updated use used valid value was weak when where will with "
    "wrong yes you your",
    "de": "der die das ein eine erforderlich fehlt falsch ungültig ist mindestens höchstens zuletzt schwach "
    "mittel stark gültig optional vergessen geändert keine kein bitte leer abgelaufen muss wird nicht",
    "fr": "le la les un une obligatoire requis requise incorrect incorrecte invalide facultatif oublié faible "
    "moyen fort au moins expiré manquant aucun vide doit veuillez saisissez entrez",
    "es": "el la los un una obligatorio obligatoria requerido requerida incorrecta inválida no válida opcional "
    "débil media fuerte mínimo máximo olvidada vacía caducada debe introduce",
    "pt": "o a os um uma obrigatório obrigatória incorreta inválida opcional fraca média forte mínimo esquecida "
    "vazia expirada deve introduza digite",
    "it": "il lo la un una obbligatorio obbligatoria richiesta errata sbagliata facoltativa debole media forte "
    "minimo dimenticata vuota scaduta deve inserisci",
    "nl": "de het een verplicht vereist onjuist ongeldig optioneel zwak gemiddeld sterk minimaal vergeten leeg "
    "verlopen moet voer",
    "sv": "krävs obligatoriskt felaktigt ogiltigt valfritt svagt medel starkt minst glömt tomt saknas måste ange",
    "da": "påkrævet forkert ugyldig valgfri svag stærk mindst glemt tom mangler skal indtast",
    "nb": "påkrevd kreves feil ugyldig valgfritt svakt sterkt minst glemt tomt mangler må skriv",
    "pl": "wymagane nieprawidłowe błędne opcjonalne słabe średnie silne minimum zapomniane puste brak musi wpisz",
    "cs": "povinné vyžadováno nesprávné neplatné volitelné slabé střední silné minimálně zapomenuté prázdné chybí "
    "musí zadejte",
    "tr": "zorunlu gerekli yanlış geçersiz isteğe zayıf orta güçlü en boş eksik girin",
    "ru": "обязательно обязательное обязателен неверный неверно необязательно слабый средний сильный не минимум "
    "пусто требуется введите отсутствует должен забыли",
    "uk": "обов'язково обов'язкове невірний необов'язково слабкий середній сильний не мінімум потрібно введіть має",
    "el": "υποχρεωτικό απαιτείται λάθος άκυρο προαιρετικό αδύναμο ισχυρό τουλάχιστον κενό πρέπει",
    "ar": "مطلوبة مطلوب خاطئة غير اختياري ضعيفة متوسطة قوية فارغة يجب",
    "he": "שדה חובה נדרש נדרשת שגויה שגוי לא אופציונלי חלשה חזקה בינונית ריקה חייבת",
    "hi": "आवश्यक गलत अमान्य वैकल्पिक कमज़ोर मज़बूत खाली",
    "code": "str string number int integer bool boolean bytes char varchar text object any void never unknown "
    "float double optional binary array list dict map set tuple union literal callable promise return await unique "
    "new api this self undefined nullable secretstr bearer basic negotiate digest ntlm required requires defaults "
    "include omit prompt hidden input user username password passwd pass pwd token secret key mytoken mypassword "
    "mysecret mykey yourpassword yourtoken",
}
"""Words that follow the name of a secret but are not its value, by language."""

FUNCTION_WORDS = {
    "en": "the is are must your for of to and or with be this that not will a an in on from",
    "de": "der die das dein deine ist für",
    "fr": "le la les de du des votre pour",
    "es": "el los tu para una un",
    "pt": "o os seu sua",
    "it": "il per",
    "nl": "het een je van voor",
}
"""Words of sentences: a text with one of these among three words is not a password."""
