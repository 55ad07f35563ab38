"""Names of codes, keys and phrases that restore access."""

from __future__ import annotations

RECOVERY = {
    "en": "recovery code(s), recovery key, recovery phrase, recovery seed, secret recovery phrase, backup "
    "code(s), backup key, backup phrase, back up code(s), seed phrase, seed words, secret phrase, mnemonic, mnemonic "
    "phrase, rescue code(s), emergency code(s), scratch code(s), recovery words, backup words, secret words, mnemonic "
    "words, wallet phrase, emergency key, security key phrase, backup passcode(s), word of (your) recovery phrase, "
    "reset codes, one time codes, single use codes, ~two factor codes, ~2fa codes",
    "de": "*wiederherstellungscode(s), wiederherstellungsschlüssel, wiederherstellungsphrase, backup code(s), "
    "*ersatzcode(s), *notfallcode(s), *sicherungscode(s), sicherungsschlüssel, *wiederherstellungswörter, "
    "*wiederherstellungs code(s), *wiederherstellungskennwort, seed phrase, seed wörter, merksatz, *einmalcodes, "
    "*reservecode(s)",
    "fr": "code(s) de récupération, code(s) de secours, code(s) de sauvegarde, clé de récupération, phrase de "
    "récupération, phrase mnémonique, mots de récupération, phrase secrète de récupération, phrase de sauvegarde, "
    "phrase seed, codes de rétablissement",
    "es": "código(s) de respaldo, código(s) de recuperación, código(s) de seguridad de respaldo, clave de "
    "recuperación, frase semilla, frase de recuperación, palabras de recuperación, palabras semilla, frase secreta de "
    "recuperación, frase mnemotécnica, códigos de emergencia, código de emergencia",
    "pt": "código(s) de backup, código(s) de recuperação, código(s) reserva, chave de recuperação, frase semente, "
    "frase de recuperação, palavras de recuperação, frase secreta de recuperação, frase mnemônica, códigos de "
    "emergência, código de emergência, chave de recuperação secreta",
    "it": "codice di backup, codici di backup, codice di recupero, codici di recupero, codice di riserva, chiave "
    "di recupero, chiave di ripristino, frase di recupero, frase seme, parole di recupero, parole seme, frase segreta "
    "di recupero, frase mnemonica, codici di emergenza",
    "nl": "*herstelcode(s), back up code(s), *noodcode(s), herstelsleutel, herstelzin, herstelwoorden, geheime "
    "herstelzin, back upcode(s), backupcode(s)",
    "sv": "reserv kod(er), *reservkoden, *återställningskod(er), backupkod(er), återställningsnyckel, "
    "återställningsfras, återställningsord, säkerhetskopieringskod(er)",
    "da": "*gendannelseskode(r), backupkode(r), *nødkode(r), gendannelsesnøgle, gendannelsessætning, "
    "gendannelsesord, sikkerhedskopikode(r)",
    "nb": "*gjenopprettingskode(r), *reservekode(r), sikkerhetskopikode(r), gjenopprettingsnøkkel, "
    "gjenopprettingsord, gjenopprettingsfrase, gjenopprettingskode",
    "fi": "palautuskoodi, varakoodi, palautusavain, palautuskoodit, varakoodit, palautussanat, palautuslause",
    "pl": "kod zapasowy, kody zapasowe, kod odzyskiwania, kody odzyskiwania, klucz odzyskiwania, fraza "
    "odzyskiwania, fraza seed, kod ratunkowy, słowa odzyskiwania, fraza mnemoniczna, kody awaryjne, kod awaryjny",
    "cs": "záložní kód(y), kód(y) pro obnovení, obnovovací kód(y), obnovovací klíč, klíč pro obnovení, obnovovací "
    "fráze, slova pro obnovení, nouzový kód, nouzové kódy, fráze pro obnovení",
    "hu": "tartalék kód, helyreállítási kód, helyreállítási kulcs, helyreállítási kódok, tartalék kódok, "
    "helyreállítási kifejezés, helyreállítási szavak",
    "ro": "cod de recuperare, coduri de recuperare, coduri de rezervă, cod de rezervă, cheie de recuperare, frază "
    "de recuperare",
    "tr": "yedek kod, yedek kodu, yedek kodlar, yedekleme kodu, yedekleme kodları, kurtarma kodu, kurtarma "
    "kodları, kurtarma anahtarı, kurtarma ifadesi, kurtarma cümlesi, kurtarma kelimeleri, yedek kodlarınız, kurtarma "
    "kodlarınız",
    "ru": "код восстановления, коды восстановления, резервный код, резервные коды, ключ восстановления, фраза "
    "восстановления, сид фраза, мнемоническая фраза, запасной код, слова восстановления, секретная фраза, мнемоника, "
    "фраза для восстановления",
    "uk": "код відновлення, коди відновлення, резервний код, резервні коди, ключ відновлення, фраза відновлення, "
    "сід фраза, слова відновлення, секретна фраза, фраза для відновлення",
    "el": "εφεδρικός κωδικός, εφεδρικοί κωδικοί, εφεδρικό κωδικό, κωδικός ανάκτησης, κωδικοί ανάκτησης, κλειδί "
    "ανάκτησης, φράση ανάκτησης, αντίγραφο ασφαλείας κωδικού, λέξεις ανάκτησης, μυστική φράση ανάκτησης, εφεδρικούς "
    "κωδικούς, κωδικούς ανάκτησης",
    "ar": "الرمز الاحتياطي, رمز احتياطي, الرموز الاحتياطية, رمز الاسترداد, رموز الاسترداد, رمز النسخ الاحتياطي, "
    "عبارة الاسترداد, مفتاح الاسترداد, كلمات الاسترداد, العبارة السرية, عبارة الاسترداد السرية, رموز احتياطية",
    "he": "קוד גיבוי, קודי גיבוי, קוד הגיבוי, קוד שחזור, קודי שחזור, מפתח שחזור, ביטוי שחזור, מילות שחזור, ביטוי "
    "סודי, קודי השחזור, קודי הגיבוי, קודים לגיבוי",
    "hi": "बैकअप कोड, रिकवरी कोड, पुनर्प्राप्ति कोड, रिकवरी फ़्रेज़, सीड फ़्रेज़, रिकवरी शब्द, रिकवरी कुंजी, "
    "बैकअप कोड्स, रिकवरी कोड्स",
    "zh": "恢复代码, 恢复码, 恢復碼, 恢復代碼, 备用代码, 备用码, 備用碼, 備用代碼, 备份码, 備份碼, 恢复密钥, "
    "恢復金鑰, 助记词, 助記詞, 救援代码, 助记短语, 恢复短语, 恢復短語, 种子短语, 緊急代碼, 紧急代码, 备用验证码, "
    "備用驗證碼, 备份代码, 一次性恢复代码, 应急码",
    "ja": "バックアップコード, リカバリーコード, リカバリコード, 復旧コード, 回復コード, 復元コード, 予備コード, "
    "リカバリーキー, 回復キー, リカバリーフレーズ, 復元フレーズ, シードフレーズ, ニーモニック, 復元用フレーズ, "
    "シークレットリカバリーフレーズ, 回復フレーズ, 緊急コード, バックアップ コード, リカバリー コード, 復旧用コード",
    "ko": "백업 코드, 복구 코드, 복구 키, 복구 문구, 시드 문구, 니모닉, 비밀 복구 구문, 복구 구문, 시드 구문, "
    "복구 단어, 비상 코드, 복구코드, 백업코드, 예비 코드",
    "vi": "mã khôi phục, mã dự phòng, cụm từ khôi phục, mã sao lưu",
    "th": "รหัสกู้คืน, วลีกู้คืน, รหัสกู้คืนบัญชี",
    "id": "kode pemulihan, kode cadangan, frasa pemulihan, kunci pemulihan",
    "bg": "код за възстановяване, кодове за възстановяване, резервен код, резервни кодове",
    "sk": "záložný kód, záložné kódy, kód na obnovenie, kódy na obnovenie, kľúč na obnovenie",
    "fa": "کد پشتیبان, کدهای پشتیبان, کد بازیابی, کدهای بازیابی",
    "hr": "kod za oporavak, kodovi za oporavak, rezervni kod, rezervni kodovi, sigurnosni kodovi",
    "sl": "koda za obnovitev, kode za obnovitev, rezervna koda, rezervne kode",
    "ms": "kod pemulihan, kod sandaran",
    "ca": "codis de recuperació, codi de recuperació, codis de seguretat de reserva",
    "et": "taastekood, taastekoodid, varukood",
    "lt": "atkūrimo kodas, atkūrimo kodai, atsarginiai kodai",
    "lv": "atkopšanas kods, atkopšanas kodi",
    "tl": "mga backup code",
}  # fmt: skip
