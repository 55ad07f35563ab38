"""Names of secrets as people and programs write them, in 36 languages.

A space stands for any separator or none: "api key" is also `api_key`, `API-Key` and `apikey`. `(s)` may be missing. A
star before a word lets it end a compound (`Datenbankpasswort`), one after it lets it take an ending. A tilde marks what
names a secret in running text only. Letters with accents are also found without. Checked against the translations of
Home Assistant, Keycloak, Clerk and Flask-Security.
"""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """The kind of secret a word names, which decides the form of its value."""

    PASSWORD = "a word of a person"
    KEY = "a key or token that is never anything else"
    TOKEN = "a token, which may also be a number of words or a mark of a parser"
    CODE = "a PIN or one-time code: digits"
    RECOVERY = "codes, a key or words that restore access"
    CARD_CODE = "three or four digits of a payment card"
    NUMBER = "the number of a card or an account"
    NATIONAL_ID = "a number that the state gives a person"


WORDS: dict[Kind, dict[str, str]] = {
    Kind.PASSWORD: {
        "en": "*password(s), *passwd, *passphrase, passcode, pass phrase, pwd, pw, pass word",
        "de": "*passwort, *passworts, *passwörter, *kennwort, *kennworts, *kennwörter, *losungswort, zugangscode",
        "fr": "mot(s) de passe, phrase secrète, phrase de passe",
        "es": "contraseña(s), clave de acceso, clave personal, contrasenya, contrasenia",
        "pt": "senha(s), palavra(s) passe, palavra chave secreta",
        "it": "parola d ordine, parola chiave segreta, chiave di accesso",
        "nl": "*wachtwoord, *wachtwoorden, *wachtzin, toegangscode",
        "sv": "*lösenord, *lösenordet, *lösenfras",
        "da": "*adgangskode, *adgangskoden, *adgangskoder, *kodeord, *kodeordet",
        "nb": "*passord, *passordet, *passordfrase",
        "fi": "salasana, salasanasi, salalause",
        "et": "parool, salasõna",
        "lt": "slaptažod*",
        "sl": "geslo, gesla",
        "fy": "wachtwurd",
        "pl": "hasło, hasła, hasłem, hasłu",
        "cs": "heslo, hesla, heslem",
        "hu": "jelszó, jelszava, jelszavad",
        "ro": "parolă, parola",
        "tr": "şifre, şifresi, şifreniz, şifrenizi, şifrem, parola, parolası, parolanız, parolanızı",
        "ru": "парол*, кодовая фраза",
        "uk": "кодова фраза",
        "sr": "lozinka, лозинка, zaporka",
        "el": "κωδικός πρόσβασης, κωδικό πρόσβασης, κωδικού πρόσβασης, συνθηματικό, συνθηματικού, κωδικός σύνδεσης",
        "ar": "كلمة المرور, كلمة مرور, كلمة السر, كلمة سر, كلمات المرور, الرقم السري",
        "fa": "رمز عبور, گذرواژه, کلمه عبور",
        "he": "סיסמה, סיסמא, סיסמת, סיסמתך, סיסמאות, ביטוי סיסמה",
        "hi": "पासवर्ड, कूटशब्द, पासफ़्रेज़",
        "zh": "密码, 密碼, 口令, 通行码, 通行碼",
        "ja": "パスワード, パスフレーズ, パスコード, 合言葉",
        "ko": "비밀번호, 비밀 번호, 비번, 패스워드, 암호",
        "vi": "mật khẩu",
        "th": "รหัสผ่าน",
        "id": "kata sandi, kata laluan",
    },
    Kind.KEY: {
        "en": "*secret(s), secret key, secret access key, client secret, app secret, api secret, consumer secret, "
        "shared secret, webhook secret, signing secret, api key(s), private key, private key id, "
        "secret token, "
        "access key, account key, shared access key, storage key, signing key, encryption key, decryption key, "
        "master key, license key, licence key, activation key, product key, subscription key, setup key, service key, "
        "deploy key, pre shared key, psk, wpa key, wep key, network security key, access token(s), auth token, "
        "authorization token, authentication token, refresh token, id token, session token, csrf token, xsrf token, "
        "bearer token, api token(s), bot token, personal access token, private token, vault token, security token, "
        "reset token, verification token, oauth token, app token, user token, deploy token, registration token, "
        "bind key, local key, encryption secret",
        "de": "api schlüssel, geheim(er) schlüssel, geheimschlüssel, client geheimnis, *zugriffstoken, *zugangstoken, "
        "zugriffsschlüssel, zugangsschlüssel, privater schlüssel, lizenzschlüssel, netzwerkschlüssel, "
        "wlan schlüssel, verschlüsselungsschlüssel, abonnementschlüssel, *geheimnis",
        "fr": "clé d api, clé api, clé secrète, clé privée, clé d accès, clé de licence, clé wi fi, jeton d accès, "
        "jeton d api, jeton api, jeton d authentification, jeton secret, secret client",
        "es": "clave api, clave de api, clave de la api, clave secreta, clave privada, clave de cifrado, "
        "clave de licencia, token de acceso, token secreto, token api, token de api, secreto de(l) cliente",
        "pt": "chave api, chave da api, chave de api, chave secreta, chave privada, chave de acesso, "
        "chave de licença, chave de encriptação, token de acesso, token secreto, token api, token da api, "
        "segredo do cliente",
        "it": "chiave api, chiave segreta, chiave privata, chiave di licenza, chiave di crittografia, "
        "token di accesso, token segreto, token api, segreto client, segreto del client",
        "nl": "api sleutel, geheime sleutel, privésleutel, toegangssleutel, licentiesleutel, encryptiesleutel, "
        "toegangstoken, api token, clientgeheim, client geheim",
        "sv": "api nyckel(n), hemlig nyckel, privat nyckel, åtkomstnyckel, licensnyckel, krypteringsnyckel, "
        "åtkomsttoken, klienthemlighet",
        "da": "api nøgle(n), hemmelig nøgle, privat nøgle, adgangsnøgle, licensnøgle, krypteringsnøgle, adgangstoken, "
        "klienthemmelighed",
        "nb": "api nøkkel(en), hemmelig nøkkel, privat nøkkel, tilgangsnøkkel, lisensnøkkel, krypteringsnøkkel, "
        "tilgangstoken, klienthemmelighet",
        "fi": "api avain, salainen avain, yksityinen avain, käyttöoikeustunnus, api tunnus",
        "pl": "klucz api, tajny klucz, sekretny klucz, klucz prywatny, klucz dostępu, klucz licencyjny, "
        "klucz szyfrowania, token dostępu, token api, sekret klienta, tajny klucz klienta",
        "cs": "klíč api, api klíč, tajný klíč, soukromý klíč, privátní klíč, přístupový klíč, licenční klíč, "
        "přístupový token, token api, tajný klíč klienta",
        "sk": "api kľúč, kľúč api, tajný kľúč, súkromný kľúč, prístupový kľúč",
        "ca": "clau api, clau d api, clau secreta, token d accés",
        "hu": "api kulcs, titkos kulcs, hozzáférési token, hozzáférési kulcs, privát kulcs",
        "ro": "cheie api, cheie secretă, cheie privată, token de acces",
        "tr": "api anahtarı, api anahtarınız, gizli anahtar, gizli anahtarı, özel anahtar, erişim anahtarı, "
        "erişim belirteci, lisans anahtarı, istemci sırrı, istemci gizli anahtarı, şifreleme anahtarı",
        "ru": "ключ api, api ключ, секретный ключ, закрытый ключ, приватный ключ, ключ доступа, ключ шифрования, "
        "лицензионный ключ, токен доступа, токен api, секрет клиента",
        "uk": "ключ api, api ключ, секретний ключ, закритий ключ, приватний ключ, ключ доступу, ключ шифрування, "
        "ліцензійний ключ, токен доступу, токен api, секрет клієнта",
        "el": "κλειδί api, μυστικό κλειδί, ιδιωτικό κλειδί, κλειδί πρόσβασης, κλειδί κρυπτογράφησης, "
        "token πρόσβασης, διακριτικό πρόσβασης, μυστικό πελάτη",
        "ar": "مفتاح api, مفتاح واجهة برمجة التطبيقات, المفتاح السري, مفتاح سري, المفتاح الخاص, رمز الوصول, "
        "مفتاح الوصول",
        "he": "מפתח api, מפתח ה api, מפתח סודי, מפתח פרטי, מפתח גישה, אסימון גישה, אסימון api, סוד הלקוח",
        "hi": "एपीआई कुंजी, api कुंजी, गुप्त कुंजी, निजी कुंजी, एक्सेस टोकन",
        "zh": "api 密钥, api 金鑰, api 密鑰, 密钥, 私钥, 私鑰, 訪問密鑰, 访问密钥, 存取金鑰, 秘密金鑰, 訪問令牌, "
        "访问令牌, 存取權杖, api 令牌, api 權杖, 客户端密钥, 客戶端密碼, 許可證金鑰, 许可证密钥, 加密金鑰",
        "ja": "api キー, シークレットキー, 秘密鍵, 秘密キー, アクセスキー, アクセストークン, api トークン, "
        "クライアントシークレット, シークレット, 暗号化キー, ライセンスキー, プライベートキー",
        "ko": "api 키, 비밀 키, 비밀키, 시크릿 키, 개인 키, 액세스 키, 액세스 토큰, 접근 토큰, api 토큰, "
        "클라이언트 시크릿, 클라이언트 보안 비밀, 암호화 키, 라이선스 키",
    },
    Kind.TOKEN: {
        "en": "token, jwt, session id, sid, credential(s), auth key, device key, user key",
        "de": "sitzungs id",
        "fr": "jeton",
        "es": "clave",
        "ru": "токен",
        "he": "אסימון",
        "zh": "令牌, 權杖",
        "ja": "トークン",
        "ko": "토큰",
    },
    Kind.CODE: {
        "en": "otp, totp, otp code, one time code, one time password, one time passcode, one time pin, "
        "verification code, confirmation code, security code, login code, sign in code, signin code, access code, "
        "auth code, authentication code, authorization code, authenticator code, two factor code, two step code, "
        "2fa code, 2fa, mfa, mfa code, 2 step code, sms code, digit code, pin, pin code, pin number, pairing code, "
        "unlock code, activation code, ~your code, authenticator app, device code",
        "de": "*bestätigungscode, *sicherheitscode, *verifizierungscode, *einmalcode, *einmalkennwort, "
        "*einmalpasswort, zwei faktor code, 2fa code, sms code, anmeldecode, freischaltcode, aktivierungscode, "
        "kopplungscode, pin nummer, mtan, chiptan, tan nummer, ~tan, ~ihr code, ~dein code",
        "fr": "code de vérification, code de confirmation, code de sécurité, code pin, code à usage unique, "
        "code à deux facteurs, code d authentification, code d accès, code sms, code confidentiel, code secret, "
        "code mfa, code otp, ~votre code, ~ton code",
        "es": "código de verificación, código de confirmación, código de seguridad, código pin, código de acceso, "
        "código de un solo uso, código de dos factores, código de autenticación, código de autorización, código sms, "
        "código mfa, código otp, ~tu código, ~su código",
        "pt": "código de verificação, código de confirmação, código de segurança, código pin, código de acesso, "
        "código de uso único, código de dois fatores, código de autenticação, código de autorização, código sms, "
        "código mfa, código otp, ~seu código, ~teu código",
        "it": "codice di verifica, codice di conferma, codice di sicurezza, codice pin, codice monouso, "
        "codice di accesso, codice a due fattori, codice autenticazione, codice di autenticazione, "
        "codice di autorizzazione, codice sms, codice mfa, codice otp, ~tuo codice",
        "nl": "*verificatiecode, *bevestigingscode, *beveiligingscode, veiligheidscode, pincode, pin code, "
        "*eenmalige code, *tweefactorauthenticatiecode, twee factor code, *authenticatiecode, sms code, inlogcode, "
        "aanmeldcode, ~je code, ~uw code",
        "sv": "*verifieringskod, *bekräftelsekod, *säkerhetskod, pin kod(en), *engångskod, *engångslösenord, "
        "tvåfaktorskod, *autentiseringskod, sms kod, åtkomstkod, inloggningskod, ~din kod",
        "da": "*bekræftelseskode(n), *verifikationskode, *sikkerhedskode, pin kode(n), pinkode, *engangskode, "
        "tofaktorkode, *godkendelseskode, sms kode, loginkode, ~din kode",
        "nb": "*bekreftelseskode(n), *verifiseringskode, *sikkerhetskode, pin kode(n), *engangskode, tofaktorkode, "
        "totrinnsbekreftelse kode, autorisasjonskode, sms kode, innloggingskode",
        "fi": "vahvistuskoodi, pin koodi, kertakäyttökoodi, kaksivaiheinen koodi, todennuskoodi, turvakoodi",
        "pl": "kod weryfikacyjny, kod potwierdzający, kod potwierdzenia, kod bezpieczeństwa, kod pin, "
        "kod jednorazowy, jednorazowy kod, kod dwuskładnikowy, kod uwierzytelniania, "
        "kod uwierzytelniania dwuskładnikowego, kod autoryzacyjny, kod sms, kod dostępu, ~twój kod",
        "cs": "ověřovací kód, potvrzovací kód, bezpečnostní kód, kód pin, jednorázový kód, dvoufaktorový kód, "
        "kód dvoufaktorového ověření, přístupový kód, párovací kód, kód sms, sms kód, ~váš kód",
        "hu": "ellenőrző kód, megerősítő kód, biztonsági kód, pin kód, egyszer használatos kód, kétlépcsős kód",
        "ro": "cod de verificare, codul de verificare, cod de securitate, cod pin, cod de autentificare",
        "tr": "doğrulama kodu, onay kodu, güvenlik kodu, pin kodu, tek kullanımlık kod, tek kullanımlık şifre, "
        "iki faktörlü kod, sms kodu, giriş kodu, erişim kodu, eşleştirme kodu, ~kodunuz",
        "ru": "код подтверждения, код проверки, проверочный код, код безопасности, пин код, пин, pin код, "
        "одноразовый код, код двухфакторной аутентификации, код аутентификации, код авторизации, код доступа, "
        "код из sms, код из смс, ~ваш код",
        "uk": "код підтвердження, код перевірки, код безпеки, пін код, pin код, одноразовий код, двофакторний код, "
        "код двофакторної аутентифікації, код авторизації, код автентифікації, код доступу, ~ваш код",
        "el": "κωδικός επαλήθευσης, κωδικός επιβεβαίωσης, κωδικός ασφαλείας, κωδικός pin, κωδικός μιας χρήσης, "
        "κωδικός δύο παραγόντων, κωδικός sms, κωδικός ταυτοποίησης",
        "ar": "رمز التحقق, رمز التأكيد, رمز الأمان, رمز التفعيل, رمز المرور, رمز pin, رقم التعريف الشخصي, رمز الدخول",
        "he": "קוד אימות, קוד אבטחה, קוד גישה, קוד pin, קוד חד פעמי, קוד sms, קוד כניסה, קוד זיהוי",
        "hi": "सत्यापन कोड, सुरक्षा कोड, पुष्टिकरण कोड, ओटीपी, पिन, पिन कोड, पिन नंबर",
        "zh": "验证码, 驗證碼, 校验码, 校驗碼, 认证码, 認證碼, 雙重認證碼, 双重认证代码, 动态口令, 动态密码, 動態密碼, "
        "pin 码, pin 碼, 安全码, 安全碼, 确认码, 確認碼, 一次性密码, 一次性密碼, 配对代码, 配對碼, 授权码, 授權碼",
        "ja": "認証コード, 確認コード, 認証番号, 検証コード, ワンタイムパスワード, ワンタイムコード, 暗証番号, "
        "pin コード, ピンコード, セキュリティコード, 多要素認証コード, ログインコード, 確認番号",
        "ko": "인증 코드, 인증 번호, 인증번호, 인증코드, 확인 코드, 보안 코드, 보안코드, pin 코드, 핀 코드, 핀번호, "
        "일회용 비밀번호, 일회용 암호, 2단계 인증 코드, 로그인 코드",
        "vi": "mã xác minh, mã xác nhận, mã pin, mã otp",
        "id": "kode verifikasi, kode otp, kode pin",
    },
    Kind.RECOVERY: {
        "en": "recovery code(s), recovery key, recovery phrase, recovery seed, secret recovery phrase, "
        "backup code(s), backup key, backup phrase, back up code(s), seed phrase, seed words, secret phrase, "
        "mnemonic, mnemonic phrase, rescue code(s), emergency code(s), scratch code(s)",
        "de": "*wiederherstellungscode(s), wiederherstellungsschlüssel, wiederherstellungsphrase, backup code(s), "
        "*ersatzcode(s), *notfallcode(s), *sicherungscode(s), sicherungsschlüssel",
        "fr": "code(s) de récupération, code(s) de secours, code(s) de sauvegarde, clé de récupération, "
        "phrase de récupération, phrase mnémonique",
        "es": "código(s) de respaldo, código(s) de recuperación, código(s) de seguridad de respaldo, "
        "clave de recuperación, frase semilla, frase de recuperación",
        "pt": "código(s) de backup, código(s) de recuperação, código(s) reserva, chave de recuperação, "
        "frase semente, frase de recuperação",
        "it": "codice di backup, codici di backup, codice di recupero, codici di recupero, codice di riserva, "
        "chiave di recupero, chiave di ripristino, frase di recupero, frase seme",
        "nl": "*herstelcode(s), back up code(s), *noodcode(s), herstelsleutel, herstelzin",
        "sv": "reserv kod(er), *reservkoden, *återställningskod(er), backupkod(er), återställningsnyckel, "
        "återställningsfras",
        "da": "*gendannelseskode(r), backupkode(r), *nødkode(r), gendannelsesnøgle, gendannelsessætning",
        "nb": "*gjenopprettingskode(r), *reservekode(r), sikkerhetskopikode(r), gjenopprettingsnøkkel",
        "fi": "palautuskoodi, varakoodi, palautusavain",
        "pl": "kod zapasowy, kody zapasowe, kod odzyskiwania, kody odzyskiwania, klucz odzyskiwania, "
        "fraza odzyskiwania, fraza seed, kod ratunkowy",
        "cs": "záložní kód(y), kód(y) pro obnovení, obnovovací kód(y), obnovovací klíč, klíč pro obnovení, "
        "obnovovací fráze",
        "hu": "tartalék kód, helyreállítási kód, helyreállítási kulcs",
        "tr": "yedek kod, yedek kodu, yedek kodlar, yedekleme kodu, yedekleme kodları, kurtarma kodu, "
        "kurtarma kodları, kurtarma anahtarı, kurtarma ifadesi, kurtarma cümlesi",
        "ru": "код восстановления, коды восстановления, резервный код, резервные коды, ключ восстановления, "
        "фраза восстановления, сид фраза, мнемоническая фраза, запасной код",
        "uk": "код відновлення, коди відновлення, резервний код, резервні коди, ключ відновлення, "
        "фраза відновлення, сід фраза",
        "el": "εφεδρικός κωδικός, εφεδρικοί κωδικοί, εφεδρικό κωδικό, κωδικός ανάκτησης, κωδικοί ανάκτησης, "
        "κλειδί ανάκτησης, φράση ανάκτησης, αντίγραφο ασφαλείας κωδικού",
        "ar": "الرمز الاحتياطي, رمز احتياطي, الرموز الاحتياطية, رمز الاسترداد, رموز الاسترداد, رمز النسخ الاحتياطي, "
        "عبارة الاسترداد, مفتاح الاسترداد",
        "he": "קוד גיבוי, קודי גיבוי, קוד הגיבוי, קוד שחזור, קודי שחזור, מפתח שחזור, ביטוי שחזור",
        "hi": "बैकअप कोड, रिकवरी कोड, पुनर्प्राप्ति कोड, रिकवरी फ़्रेज़, सीड फ़्रेज़",
        "zh": "恢复代码, 恢复码, 恢復碼, 恢復代碼, 备用代码, 备用码, 備用碼, 備用代碼, 备份码, 備份碼, 恢复密钥, "
        "恢復金鑰, 助记词, 助記詞, 救援代码",
        "ja": "バックアップコード, リカバリーコード, リカバリコード, 復旧コード, 回復コード, 復元コード, 予備コード, "
        "リカバリーキー, 回復キー, リカバリーフレーズ, 復元フレーズ, シードフレーズ, ニーモニック",
        "ko": "백업 코드, 복구 코드, 복구 키, 복구 문구, 시드 문구, 니모닉",
    },
    Kind.CARD_CODE: {
        "en": "cvv, cvv2, cvc, cvc2, cvn, csc, cid code, card security code, card code, card verification value, "
        "card verification code, card verification number",
        "de": "*kartenprüfnummer, *prüfnummer, kartenprüfziffer",
        "fr": "cryptogramme visuel, cryptogramme",
        "nb": "kontrollsiffer, kontrolcifre",
    },
    Kind.NUMBER: {
        "en": "card number, card no, card num, cc number, credit card, debit card, account number, bank account, "
        "account no, routing number, iban",
        "de": "*kartennummer, *kreditkarte, kontonummer, kontonr, bankkonto",
        "fr": "numéro de carte, n° de carte, carte bancaire, carte de crédit, numéro de compte",
        "es": "número de (la) tarjeta, tarjeta de crédito, número de cuenta",
        "pt": "número do cartão, cartão de crédito, número da conta",
        "it": "numero di carta, numero della carta, carta di credito, numero di conto",
        "nl": "kaartnummer, creditcard, creditcardnummer, rekeningnummer",
        "sv": "kortnummer, kontonummer, kreditkort, kredittkort",
        "fi": "kortin numero, tilinumero",
        "pl": "numer karty, numer konta, numer rachunku, karta kredytowa",
        "cs": "číslo karty, číslo účtu, kreditní karta",
        "tr": "kart numarası, hesap numarası, kredi kartı",
        "ru": "номер карты, номер счёта, кредитная карта, банковская карта",
        "uk": "номер картки, номер рахунку, кредитна картка",
        "el": "αριθμός κάρτας, αριθμός λογαριασμού, πιστωτική κάρτα",
        "ar": "رقم البطاقة, رقم الحساب, بطاقة الائتمان",
        "he": "מספר כרטיס, מספר חשבון, כרטיס אשראי",
        "hi": "कार्ड नंबर, कार्ड संख्या, खाता संख्या, खाता नंबर",
        "zh": "卡号, 卡號, 银行卡号, 信用卡號, 银行账号, 銀行帳號",
        "ja": "カード番号, 口座番号",
        "ko": "카드 번호, 카드번호, 계좌 번호, 계좌번호",
    },
    Kind.NATIONAL_ID: {
        "en": "ssn, social security, social security number, passport number, passport no, national id, "
        "national id number, national insurance number, tax id, taxpayer id, driver s license number, "
        "driving licence number",
        "de": "steuer id, steueridentifikationsnummer, steuernummer, sozialversicherungsnummer, *ausweisnummer, "
        "reisepassnummer, passnummer",
        "fr": "numéro de sécurité sociale, n° de sécurité sociale, numéro de passeport, numéro fiscal",
        "es": "dni, nif, número de (la) seguridad social, número de pasaporte, documento de identidad, curp",
        "pt": "cpf, número de contribuinte, número do passaporte",
        "it": "codice fiscale, numero di passaporto, numero carta d identità",
        "nl": "burgerservicenummer, bsn, paspoortnummer, rijbewijsnummer",
        "sv": "personnummer, samordningsnummer",
        "da": "cpr nummer, cpr nr, pasnummer",
        "nb": "fødselsnummer",
        "fi": "henkilötunnus",
        "pl": "pesel, numer dowodu, numer paszportu",
        "cs": "rodné číslo, číslo pasu, číslo občanského průkazu",
        "tr": "t c kimlik no, t c kimlik numarası, kimlik numarası, pasaport numarası",
        "ru": "снилс, инн, номер паспорта, серия и номер паспорта",
        "uk": "рнокпп, іпн",
        "el": "αφμ, αμκα, αριθμός ταυτότητας, αριθμός διαβατηρίου",
        "ar": "رقم الهوية, الرقم القومي, رقم جواز السفر",
        "he": "תעודת זהות, מספר זהות, מספר דרכון",
        "hi": "आधार नंबर, आधार संख्या, पैन नंबर",
        "zh": "身份证号, 身份证号码, 身分證字號, 护照号, 護照號碼",
        "ja": "マイナンバー, 個人番号, パスポート番号, 旅券番号",
        "ko": "주민등록번호, 주민번호, 여권번호, 여권 번호",
    },
}

ABOUT = (
    "manager, managers, strength, length, hint, policy, policies, rule(s), requirement(s), expiry, expiration, "
    "expires, "
    "expired, generator, history, protected, protection, age, format, type, name, id, ids, count, limit, usage, used, "
    "budget, price, symbol, color, colour, board, method, status, enabled, app, apps, settings, icon, label, size, "
    "label, title, description, chiave, location, url, endpoint, file, path, holder, "
    "stärke, länge, hinweis, richtlinie, ablauf, oublié, olvidada, esquecida, dimenticata, "
    "学, 學, 管理, 强度, 強度, 长度, 長度, 提示, 规则, 規則, 保护, 保護, マネージャ, の長さ, ポリシー, ヒント, の強度, "
    "화, 관리, 강도, 힌트, 길이"
)
"""What a word of a secret is about, if one of these follows: "Password strength" is no password."""

NO_VALUES = {
    "en": "a an and any are at be can cannot changed choose confirm copied correct copy created deleted did "
    "disabled do "
    "does doesn't don't empty enabled enter example expired expires failed false field for forgot generated has hidden "
    "hide if in include incorrect invalid is it last least length long match max maximum medium min minimum missing "
    "mismatch must my new no none not null of ok old omit on optional or per please placeholder redacted "
    "removed repeat "
    "required reset revoked same-origin saved see sent set should show strength strong text that the then this to too "
    "true type undefined unset updated use used valid value was weak when where will with wrong yes you your",
    "de": "der die das ein eine erforderlich fehlt falsch ungültig ist mindestens höchstens zuletzt schwach mittel "
    "stark gültig optional vergessen geändert keine kein bitte leer abgelaufen muss wird nicht",
    "fr": "le la les un une obligatoire requis requise incorrect incorrecte invalide facultatif oublié faible moyen "
    "fort au moins expiré manquant aucun vide doit veuillez saisissez entrez",
    "es": "el la los un una obligatorio obligatoria requerido requerida incorrecta inválida no válida opcional débil "
    "media fuerte mínimo máximo olvidada vacía caducada debe introduce",
    "pt": "o a os um uma obrigatório obrigatória incorreta inválida opcional fraca média forte mínimo esquecida vazia "
    "expirada deve introduza digite",
    "it": "il lo la un una obbligatorio obbligatoria richiesta errata sbagliata facoltativa debole media forte minimo "
    "dimenticata vuota scaduta deve inserisci",
    "nl": "de het een verplicht vereist onjuist ongeldig optioneel zwak gemiddeld sterk minimaal vergeten leeg "
    "verlopen moet voer",
    "sv": "krävs obligatoriskt felaktigt ogiltigt valfritt svagt medel starkt minst glömt tomt saknas måste ange",
    "da": "påkrævet forkert ugyldig valgfri svag stærk mindst glemt tom mangler skal indtast",
    "nb": "påkrevd kreves feil ugyldig valgfritt svakt sterkt minst glemt tomt mangler må skriv",
    "pl": "wymagane nieprawidłowe błędne opcjonalne słabe średnie silne minimum zapomniane puste brak musi wpisz",
    "cs": "povinné vyžadováno nesprávné neplatné volitelné slabé střední silné minimálně zapomenuté prázdné chybí musí "
    "zadejte",
    "tr": "zorunlu gerekli yanlış geçersiz isteğe zayıf orta güçlü en boş eksik girin",
    "ru": "обязательно обязательное обязателен неверный неверно необязательно слабый средний сильный не минимум пусто "
    "требуется введите отсутствует должен забыли",
    "uk": "обов'язково обов'язкове невірний необов'язково слабкий середній сильний не мінімум потрібно введіть має",
    "el": "υποχρεωτικό απαιτείται λάθος άκυρο προαιρετικό αδύναμο ισχυρό τουλάχιστον κενό πρέπει",
    "ar": "مطلوبة مطلوب خاطئة غير اختياري ضعيفة متوسطة قوية فارغة يجب",
    "he": "שדה חובה נדרש נדרשת שגויה שגוי לא אופציונלי חלשה חזקה בינונית ריקה חייבת",
    "hi": "आवश्यक गलत अमान्य वैकल्पिक कमज़ोर मज़बूत खाली",
    "code": "str string number int integer bool boolean bytes char varchar text object any void never unknown float "
    "double optional binary array list dict map set tuple union literal callable promise return await unique "
    "new api this self undefined nullable secretstr bearer basic negotiate digest ntlm required requires "
    "defaults include omit prompt hidden input user username password passwd pass pwd token secret key "
    "mytoken mypassword mysecret mykey yourpassword yourtoken",
}
"""Words that follow the name of a secret and are none, by language."""

FUNCTION_WORDS = {
    "en": "the is are must your for of to and or with be this that not will a an in on from",
    "de": "der die das dein deine ist für",
    "fr": "le la les de du des votre pour",
    "es": "el los tu para una un",
    "pt": "o os seu sua",
    "it": "il per",
    "nl": "het een je van voor",
}
"""Words of sentences: what holds one among three is no password."""
