"""Words that link a name with its value, as alternatives of a pattern."""

from __future__ import annotations

import re
import unicodedata

_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "ß": "ss", "ł": "l", "đ": "d", "ı": "i"}
_WORD_OF_FOUR = re.compile(r"[^\W\d_]{4,}")


def unaccented(pattern: str) -> str:
    """The pattern, whose words of four letters and more also match as written without accents."""
    return _WORD_OF_FOUR.sub(lambda match: "".join(map(_letter, match[0])), pattern)


def _letter(letter: str) -> str:
    """A pattern for a letter and its replacements without accents: `é` for e, `ü` for u and ue."""
    base = unicodedata.normalize("NFD", letter)[0]
    if letter in _UMLAUTS:
        return f"(?:{letter}|{_UMLAUTS[letter]}|{base})"
    is_latin = base != letter and base.isascii()
    return f"[{letter}{base}]" if is_latin else letter


IS_BY_LANGUAGE = {
    "en": "is now|is|was|are|will be|(?:has been |was |is )?(?:re)?set to|(?:has been |was )?(?:changed|updated) to",
    "de": "ist (?:ab sofort|jetzt|nun)|lautet (?:jetzt|nun|wie folgt)|ist|sind|lautet|lauten|heißt|"
    "(?:geändert|gesetzt|zurückgesetzt|festgelegt) auf",
    "fr": "est (?:désormais|maintenant|le suivant|la suivante|le|la)|est|sont|sera|(?:changé|modifié|"
    "remplacé|réinitialisé|défini|mis)e? (?:en|par|à|a|sur)|devient",
    "es": "es (?:el|la)|es|son|era|será|ahora es|"
    "(?:cambiad|restablecid|modificad|reiniciad|actualizad|establecid)[oa] (?:a|por|en|como)|ha restablecido a",
    "pt": "é (?:o|a)|é|são|será|agora é|"
    "(?:alterad|redefinid|mudad|reposta|trocad|atualizad|definid)[oa]? (?:para|como)",
    "it": "è (?:il|la|ora)|è|sono|sarà|ora è|"
    "(?:impostat|reimpostat|cambiat|modificat|ripristinat|aggiornat)[oa] (?:su|in|a|come)",
    "nl": "is (?:nu|voortaan)|luidt|zijn|"
    "(?:gewijzigd|veranderd|gereset|hersteld|ingesteld|teruggezet|aangepast) (?:in|naar|op)",
    "sv": "är nu|är|lyder|blir|(?:har )?(?:ändrats|återställts|nollställts|bytts|satts) till|(?:ändrat|ändrades|"
    "återställt|återställdes|nollställdes|byttes|sattes) till",
    "da": "er nu|(?:er )?(?:ændret|nulstillet|sat|endret|tilbakestilt|nullstilt|satt) til|er|lyder",
    "nb": "er nå|(?:er )?(?:endret|tilbakestilt|nullstilt|satt) til",
    "fi": "on nyt|on vaihdettu|(?:vaihdettu|nollattu|palautettu)(?: muotoon| arvoon)?",
    "pl": "to teraz|jest|brzmi|(?:zmienione|ustawione|zresetowane|zmieniono|zresetowano|ustawiono) na",
    "cs": "je nyní|je|zní|(?:změněno|nastaveno|resetováno|obnoveno) na",
    "sk": "znie|je teraz|(?:zmenené|nastavené|resetované|obnovené) na",
    "hu": "a következő|az alábbi|mostantól|(?:visszaállítva|módosítva|megváltoztatva)(?: erre| a következőre)?",
    "ro": "este acum|este|sunt|(?:schimbată|modificată|setată|resetată|reinițializată) (?:în|in|la|cu)",
    "sl": "se glasi",
    "lt": "yra",
    "ca": "és ara|és",
    "ru": "это|теперь|(?:измен[её]н|смен[её]н|сброшен|обновл[её]н|установлен)о? на",
    "uk": "це|тепер|(?:змінено|змінений|скинуто|скинутий|оновлено) на",
    "bg": "е|са|(?:сменена|променена|нулирана) на",
    "el": "είναι πλέον|είναι|einai|(?:άλλαξε|επαναφέρθηκε|ορίστηκε) σε",
    "ar": "هو|هي|الى|إلى",
    "he": "היא|הוא",
    "hi": "है",
    "vi": "là|thành",
    "th": "คือ",
    "id": "adalah|ialah|yaitu|menjadi",
}
"""Copulas, and verbs that introduce the new value after a change."""
IS = unaccented("|".join(IS_BY_LANGUAGE.values()))
"""Between spaces: "the password is"."""
IS_DONE = unaccented(
    "zurückgesetzt|geändert|gesetzt|festgelegt|ingesteld|gewijzigd|gezet|sıfırlandı|változott|módosult"
)
"""Verbs after the value: "wurde auf X geändert"."""
IS_WEAK = "la|on|to|e|ir|ni|ay|se|sa"
"""Copulas that are other words in other languages; the text after them must look like a secret."""
IS_BEHIND = r"है|است|شد|olarak|şeklindedir|dir|です|でした|に変更|でログイン|입니다|이에요|예요|으로|lett|가 되었"
"""Copulas of languages that put them after the value: "parolanız X olarak belirlendi"."""
THE_NEW_ONE = (
    "(?:the|your) new (?:one|password|code|pin|key|value)|(?:from )?now (?:on )?it|it|instead use|please use|"
    "this one|"
    "(?:das|ihr|dein|der) neue[sr]?|es|er|neu|"
    "(?:le|la) nouve(?:au|lle)|voici (?:le|la) nouve(?:au|lle)|il|elle|"
    "(?:la|el) nuev[ao]|ahora|(?:a|o) nov[ao]|agora|(?:quella|la|il) nuov[ao]|adesso|ora|"
    "(?:het|de) nieuwe|(?:det|den) nya|(?:det|den) nye|uusi|now[ey]|nové|az új(?: jelszó)?|"
    "cea nouă|cel nou|yenisi|yeni(?: şifre| parola)?|нов(?:ый|ая|ое)(?: пароль| код)?|теперь(?: он)?|"
    "новий(?: пароль)?|"
    "новата|нова(?: парола)?|(?:ο νέος|το νέο|ο καινούριος)|الجديدة?|החדשה?|नया(?: पासवर्ड)?|mới|"
    "mật khẩu mới|yang baru|"
    "nov[aio]|το νέο|uus|naujas|jauns?|(?:el|la) nou|(?:la )?nova"
)
"""The beginnings of sentences that state a secret named in the sentence before: "The new one is ..."."""
NEW_JOINED = "新密码|新密碼|新的|新码|新しいもの|新しいパスワード|새로운 것|새 비밀번호|รหัสใหม่|ใหม่"
IS_JOINED = r"は|を|是|为|為|(?:已?(?:改|设|設|重置|重设|重設|更改|变更|變更)(?:为|為|成))|는|은|이|가|คือ"
"""Of scripts without spaces: "パスワードは"."""
AS = "as|als|como|come|comme|som|jako|jako|ca|olarak|как|як|ως|sebagai|như"
"""Behind a code: "use 482913 as your login code"."""
FOR = (
    r"for|of|to|on|from|in|für|von|zum|zur|de|del|de la|du|da|do|dos|della|di|per|para|por|pour|van|voor|för|"
    r"til|till|"
    r"dla|pro|k|от|для|к|на|від|до|για|του|için|ל|של"
)
"""Words between a name and its value: "password for the database:"."""
YOURS = (
    r"الخاصة? بك|شما|لدیکم|σας|tau|ta|tua|dumneavoastră|dvs|minh|kamu|שלך|của bạn|cua ban|cua quy khach|"
    r"của quý khách|"
    r"ของคุณ|anda|din|ditt"
)
"""The same, in languages that put the owner after the name."""
YOUR = (
    "your|az ön|ön|ihre|deine|vaše|vaša|ваша|ваше|вашият|dvs|anda|ihr|dein|votre|ton|tu|su|seu|sua|"
    "teu|tuo|suo|je|uw|din|ditt|twój|váš|ваш|твой"
)
CODE = (
    "code|codes|passcode|kod|kode|kód|código|codice|код|codul|cod|kodu|koda|koden|koodia|koodi|"
    "kodot|kódot|кода|коду|κωδικό|الرمز|رمز"
)
"""Words for a one-time code in messages, after the name of their sender: "your Northwind code"."""
THIS = (
    "this|these|the following|following|diesen|diesem|folgenden|folgendem|ce|cet|ces|este|esta|esse|estos|siguiente|"
    "seguinte|questo|questi|seguente|deze|volgende|den här|denna|denne|følgende|följande|tämä|tätä|ten|tego|"
    "następujący|"
    "tento|následující|ezt|acest|bu|şu|этот|этого|следующий|цей|наступний|αυτόν|αυτό"
)
"""Before "code", in messages that ask to enter it: "enter this code to sign in: 482913"."""
STATES = (
    r"provisoires?|temporaires?|initiale?|par défaut|générée?|nouveau|actuel|temporal|provisional|inicial|nuev[ao]|"
    r"actual|"
    r"generad[ao]|por defecto|predeterminada|tempor[aá]ri[ao]|provis[oó]ri[ao]|nova|atual|gerada|padrão|temporanea|"
    r"provvisoria|iniziale|nuova|attuale|generata|predefinita|tymczasowe|początkowe|nowe|domyślne|jednorazowe|"
    r"tempor[aă]r[aă]|inițială|nouă|implicită|provizorie|tạm thời|mới|mặc định|sementara|baru|bawaan|awal|"
    r"ชั่วคราว|ใหม่|เริ่มต้น|זמנית|חדשה|ראשונית|المؤقتة|مؤقتة|الجديدة|الحالية|الافتراضية|الأولية|"
    r"admin|administrateur|administrador|amministratore|root|maître|maestra|mestre|principal|temporary|initial|"
    r"default"
)
"""Behind the name of a password, in languages that put adjectives there: "mot de passe provisoire"."""
USE = (
    "use|enter|usa|usar|utilisez|utiliser|saisissez|entrez|verwende|verwenden sie|nutze|gib|geben sie|inserisci|"
    "digita|"
    "digite|informe|insira|introduce|introduzca|ingresa|ingrese|gebruik|voer|använd|ange|brug|indtast|bruk|skriv inn|"
    "käytä|syötä|użyj|wpisz|podaj|použijte|zadejte|használja|folosiți|introduceți|kullanın|girin|используйте|введите|"
    "використайте|введіть|gunakan|masukkan|ange|folosiți|tastați|zadajte|koristite|unesite|"
    "uporabite|въведете|użyj|استخدم|أدخل|nhập|χρησιμοποιήστε|εισάγετε"
)
"""Verbs before "code" in messages: "use o código 482913 para entrar"."""
TO = (
    "untuk|kirjautumiseen|لتسجيل|لتأكيد|để|για|за|za|pre|to|for|para|pour|um|zum|zur|per|om|för|"
    "for at|til|abyste|pro|aby|do|hogy|pentru|için|чтобы|для|щоб|as|als|como"
)
"""Behind the code in such a message."""
VERIFY = (
    "verif|confirm|authenticat|authoris|authoriz|sign|log|complete|unlock|reset|bestätig|anmeld|einlogg|freischalt|"
    "valider|validar|convalid|vérifier|connecter|finaliser|iniciar|verific|confirmar|acceder|entrar|concluir|"
    "accedere|completare|inlog|"
    "in te loggen|bevestig|logga|bekräfta|verifiera|logge|bekræfte|bekrefte|kirjautu|vahvista|zalogow|się zalogować|"
    "potwierdz|zweryfik|přihl|ověř|potvrd|bejelentk|megerősít|autentif|войти|входа|подтвер|увійти|підтвер|giriş|"
    "doğrula|onayla|masuk|verifikasi|đăng nhập|xác"
)
"""Beginnings of verbs that say what a code is for: "enter 482913 to verify your number"."""
KEEP_TO_YOURSELF = (
    "share", "anyone", "nobody", "niemand", "weitergeben", "weiter geben", "partag", "communiqu", "compart", "divulg",
    "ningu", "condivid", "nessuno", "deel ", "dela ", "del ikke", "del den", "älä", "nikomu", "udostępnia", "nesděluj",
    "nesdílej", "paylaş", "никому", "не сообщайте", "нікому", "不要", "请勿", "勿", "泄露", "洩漏", "教えない", "他人",
    "공유", "타인",
)  # fmt: skip
"""What messages with a one-time code ask the reader to do, lower-case."""
SYSTEMS = (
    "prod|dev|test|stage|staging|live|old|new|db|database|datenbank|base|banco|bd|baza|bazy|baze|databas|tietokanta|"
    "basedatos|basededatos|basedonnees|bdd|veritabani|smtp|imap|pop3|mail|email|correo|courriel|poczta|posta|"
    "ftp|sftp|"
    "ssh|ldap|admin|administrador|administrateur|root|server|servidor|serveur|serwer|host|redis|mysql|mariadb|"
    "postgres|"
    "postgresql|pg|mongo|mongodb|mssql|oracle|sql|rabbitmq|amqp|kafka|mqtt|proxy|vpn|wifi|wlan|app|api|service|"
    "backup|"
    "datos|donnees|dati|danych|dados|dateii|cache|master|default|web|portal|nas|router|keystore|truststore"
)
"""Systems whose password may be in a setting: "passwordSmtp", "haslo_db"."""
