"""Names of PINs and one-time codes."""

from __future__ import annotations

CODES = {
    "en": "otp, totp, otp code, one time code, one time password, one time passcode, one time pin, verification "
    "code, confirmation code, security code, login code, sign in code, signin code, access code, auth code, "
    "authentication code, authorization code, authenticator code, two factor code, two step code, 2fa code, "
    "2fa, mfa, "
    "mfa code, 2 step code, sms code, digit code, pin, pin code, pin number, pairing code, unlock code, activation "
    "code, ~your code, authenticator app, device code, puk, puk code, puk2, sim pin, host key, door code, gate code, "
    "alarm code, entry code, entrance code, keypad code, lockbox code, locker code, safe code, garage code, key safe "
    "code, disarm code, duress code, one time security code, passkey pin, transaction code, transaction "
    "authentication number, telephone pin, phone pin, sign on code, log in code, login pin, magic code, email code, "
    "text message code, screen time passcode, meeting passcode, ~code for, ~code to, ~pin for, one time passcode, "
    "passcode for, transaction password, authorisation code, approval code, ~otp for",
    "de": "*bestätigungscode, *sicherheitscode, *verifizierungscode, *einmalcode, *einmalkennwort, "
    "*einmalpasswort, zwei faktor code, 2fa code, sms code, anmeldecode, freischaltcode, aktivierungscode, "
    "kopplungscode, pin nummer, mtan, chiptan, tan nummer, ~tan, ~ihr code, ~dein code, geheimzahl, geheimnummer, "
    "geheimcode, puk, puk code, puk nummer, sim pin, *sicherheits pin, super pin, online pin, itan, *pushtan, "
    "phototan, fototan, smstan, sms tan, qr tan, apptan, tan eingeben, tan code, transaktionsnummer, türcode, "
    "zugangs "
    "pin, kartenpin, einmal pin, *zugangscode, *entsperrcode, *gerätecode, log in code, logincode, anmeldungscode, "
    "verifikationscode, *prüfcode, *authentifizierungscode, bestätigungs code, code für die anmeldung, "
    "code für deine "
    "anmeldung, code für ihre anmeldung, code zur anmeldung, ~code für, ~code zur, ~code zum, ~tan für, ~tan zur, "
    "mobile tan, mobiletan, photo tan, freigabecode, *zugangs code, sms code, bestätigungs tan, ~einzugebende code, "
    "~dein code, ~ihr persönlicher code",
    "fr": "code de vérification, code de confirmation, code de sécurité, code pin, code à usage unique, code à "
    "deux facteurs, code d authentification, code d accès, code sms, code confidentiel, code secret, code mfa, code "
    "otp, ~votre code, ~ton code, code puk, puk, code de la carte sim, code d entrée, code porte, code du portail, "
    "code alarme, code de connexion, code de déverrouillage, code de validation, code à 6 chiffres, code d "
    "activation, code unique, code temporaire, code pour vous connecter, code pour te connecter, ~code pour, code à "
    "usage unique, code d autorisation, code personnel, code reçu par sms, ~code à saisir, ~code à entrer, ~votre "
    "code est le, code de carte bleue, code de la carte bleue, code de (la) carte bancaire",
    "es": "código de verificación, código de confirmación, código de seguridad, código pin, código de acceso, "
    "código de un solo uso, código de dos factores, código de autenticación, código de autorización, código sms, "
    "código mfa, código otp, ~tu código, ~su código, código puk, puk, clave de firma, clave de operaciones, número "
    "secreto, código secreto, código de la puerta, código de desbloqueo, código de inicio de sesión, código de "
    "activación, código temporal, clave otp, clave dinámica, nip, token móvil, código de acceso único, clave "
    "telefónica, código para iniciar sesión, código para entrar, código de ingreso, ~código para, ~clave para, clave "
    "de un solo uso, clave sms, clave temporal, código recibido por sms, ~código a introducir, ~código que debes "
    "introducir",
    "pt": "código de verificação, código de confirmação, código de segurança, código pin, código de acesso, "
    "código de uso único, código de dois fatores, código de autenticação, código de autorização, código sms, código "
    "mfa, código otp, ~seu código, ~teu código, código puk, puk, código secreto, código do portão, código de "
    "desbloqueio, código de login, código de ativação, código temporário, senha de uso único, senha do cartão, senha "
    "de 4 dígitos, senha de 6 dígitos, código para entrar, código para iniciar sessão, código de entrada, ~código "
    "para, ~senha para, ~chave sms, ~seu token, código de autenticação, senha sms, código de validação, "
    "código único, "
    "~código a introduzir, ~código a inserir, ~teu código",
    "it": "codice di verifica, codice di conferma, codice di sicurezza, codice pin, codice monouso, codice di "
    "accesso, codice a due fattori, codice autenticazione, codice di autenticazione, codice di autorizzazione, "
    "codice "
    "sms, codice mfa, codice otp, ~tuo codice, codice puk, puk, codice segreto, codice cancello, codice di sblocco, "
    "codice di attivazione, codice temporaneo, codice usa e getta, codice dispositivo, password monouso, codice dell "
    "allarme, codice per accedere, codice per l accesso, ~codice per, codice di autorizzazione, codice temporaneo, "
    "codice unico, codice usa e getta, ~pin per, ~codice da inserire, ~codice da usare, ~codice da utilizzare, "
    "~vostro codice, ~suo codice",
    "nl": "*verificatiecode, *bevestigingscode, *beveiligingscode, veiligheidscode, pincode, pin code, *eenmalige "
    "code, *tweefactorauthenticatiecode, twee factor code, *authenticatiecode, sms code, inlogcode, aanmeldcode, ~je "
    "code, ~uw code, pukcode, puk code, puk, deurcode, alarmcode, ontgrendelcode, *toegangspin, activeringscode, "
    "activatiecode, tan code, geheime code, eenmalig wachtwoord, koppelcode, code om in te loggen, code voor "
    "inloggen, ~code voor, ~code om, *autorisatiecode, *betaalcode, *toegangscode, sms code, *controlecode, ~jouw "
    "code",
    "sv": "*verifieringskod, *bekräftelsekod, *säkerhetskod, pin kod(en), *engångskod, *engångslösenord, "
    "tvåfaktorskod, *autentiseringskod, sms kod, åtkomstkod, inloggningskod, ~din kod, puk kod(en), puk, "
    "portkod(en), "
    "dörrkod(en), larmkod(en), upplåsningskod, aktiveringskod, engångs pin, koden från sms, kod för inloggning, "
    "*verifieringskoden, *engångskoden, *säkerhetskoden, inloggningskoden, ~kod för, ~koden för, ~kod till, ~koden "
    "till, *godkännandekod, *sms kod, ~koden din",
    "da": "*bekræftelseskode(n), *verifikationskode, *sikkerhedskode, pin kode(n), pinkode, *engangskode, "
    "tofaktorkode, *godkendelseskode, sms kode, loginkode, ~din kode, puk kode(n), puk, dørkode(n), alarmkode(n), "
    "oplåsningskode, aktiveringskode, engangs pin, engangskodeord, kode til login, *engangskoden, *sikkerhedskoden, "
    "*godkendelseskoden, ~kode til, ~koden til, ~kode for, *sms kode, *adgangskode til betaling, ~koden din",
    "nb": "*bekreftelseskode(n), *verifiseringskode, *sikkerhetskode, pin kode(n), *engangskode, tofaktorkode, "
    "totrinnsbekreftelse kode, autorisasjonskode, sms kode, innloggingskode, puk kode(n), puk, dørkode(n), "
    "alarmkode(n), opplåsingskode, aktiveringskode, engangspassord, sikkerhetskoden, kode for innlogging, "
    "*engangskoden, *bekreftelseskoden, *verifiseringskoden, innloggingskoden, ~kode for, ~koden for, ~kode til, "
    "~koden til, ~koden din",
    "fi": "pin koodi, kaksivaiheinen koodi, todennuskoodi, puk koodi, puk, tunnusluku, pin tunnus, puk tunnus, "
    "ovikoodi, kertakäyttösalasana, kertakoodi, pin koodisi, avainluku, aktivointikoodi, vahvistuskood*, "
    "kertakäyttökood*, turvakood*, kirjautumiskood*, *vahvistuskoodi, *kertakäyttökoodi, *turvakoodi, "
    "*kirjautumiskoodi, varmistuskoodi, ~koodisi",
    "et": "kinnituskood, turvakood, pin kood, puk kood, ~teie kood, ~sinu kood",
    "lt": "patvirtinimo kodas, saugos kodas, pin kodas, puk kodas, ~jūsų kodas",
    "lv": "apstiprinājuma kods, drošības kods, pin kods, puk kods, ~jūsu kods",
    "sl": "varnostna koda, potrditvena koda, koda pin, koda puk, enkratno geslo, ~vaša koda",
    "hr": "kod za potvrdu, kôd za potvrdu, sigurnosni kod, verifikacijski kod, pin kod, puk kod, jednokratni kod, "
    "jednokratna lozinka, ~vaš kod",
    "bg": "код за потвърждение, код за проверка, код за сигурност, пин код, пук код, еднократен код, ~код за, "
    "~кодът за, код за достъп, код за вход, ~вашият код, ~кодът ви",
    "pl": "kod weryfikacyjny, kod potwierdzający, kod potwierdzenia, kod bezpieczeństwa, kod pin, kod "
    "jednorazowy, jednorazowy kod, kod dwuskładnikowy, kod uwierzytelniania, kod uwierzytelniania dwuskładnikowego, "
    "kod autoryzacyjny, kod sms, kod dostępu, ~twój kod, kod puk, puk, numer pin, kod do drzwi, kod do bramy, kod "
    "alarmu, kod odblokowania, kod aktywacyjny, kod aktywacji, kod logowania, hasło jednorazowe, hasło sms, kod "
    "tymczasowy, kod potwierdzający sms, kod do logowania, kod logowania sms, ~kod do, ~kod dla, "
    "kod autoryzacji, kod "
    "sms, kod operacji, ~kod z sms, ~pański kod",
    "cs": "ověřovací kód, potvrzovací kód, bezpečnostní kód, kód pin, jednorázový kód, dvoufaktorový kód, kód "
    "dvoufaktorového ověření, přístupový kód, párovací kód, kód sms, sms kód, ~váš kód, kód puk, puk kód, puk, číslo "
    "pin, kód dveří, kód alarmu, odemykací kód, aktivační kód, přihlašovací kód, jednorázové heslo, autorizační kód, "
    "autentizační kód, kód pro přihlášení, kód k přihlášení, ~kód pro, autorizační sms kód, sms klíč, ~tvůj kód",
    "sk": "overovací kód, bezpečnostný kód, potvrdzovací kód, jednorazový kód, kód pin, pin kód, kód puk, puk "
    "kód, prihlasovací kód, ~kód pre, sms kód, autorizačný kód, ~váš kód, ~tvoj kód",
    "hu": "ellenőrző kód, megerősítő kód, biztonsági kód, pin kód, egyszer használatos kód, kétlépcsős kód, puk "
    "kód, puk, kapukód, riasztókód, feloldó kód, aktiváló kód, belépési kód, bejelentkezési kód, ellenőrző kódja, "
    "ellenőrző kódod, megerősítő kódja, megerősítő kódod, biztonsági kódja, biztonsági kódod, hitelesítő kód, "
    "hitelesítő kódja, egyszer használatos jelszó, belépőkód, belépési kódod, belépési kódja, bejelentkezési kódod, "
    "bejelentkezési kódja, jóváhagyó kód, jóváhagyási kód, sms kód, sms jelszó, aláíró kód, egyszeri kód, ~az ön "
    "kódja, ~a kódod",
    "ro": "cod de verificare, codul de verificare, cod de securitate, cod pin, cod de autentificare, cod puk, "
    "codul pin, codul puk, cod de confirmare, codul de confirmare, codul de securitate, codul tău de verificare, "
    "codul dvs de verificare, codul dumneavoastră de verificare, codul de autentificare, cod de activare, codul de "
    "activare, cod unic, codul unic, cod de acces, codul de acces, codul otp, codul sms, cod de conectare, codul de "
    "conectare, cod de autorizare, codul de autorizare, ~codul pentru, ~cod pentru, cod sms, parolă unică, ~codul "
    "tău, ~codul dvs, ~codul dumneavoastră",
    "tr": "doğrulama kodu, onay kodu, güvenlik kodu, pin kodu, tek kullanımlık kod, tek kullanımlık şifre, iki "
    "faktörlü kod, sms kodu, giriş kodu, erişim kodu, eşleştirme kodu, ~kodunuz, puk kodu, puk, kapı kodu, alarm "
    "kodu, kilit açma kodu, etkinleştirme kodu, aktivasyon kodu, tek seferlik kod, tek seferlik şifre, onay şifresi, "
    "doğrulama kodunuz, güvenlik kodunuz, onay kodunuz, giriş kodunuz, kart şifresi, giriş için kodunuz, tek "
    "kullanımlık şifreniz, tek kullanımlık şifre*, onay şifreniz, sms şifresi, sms şifreniz, işlem şifresi, "
    "~kodunuz, "
    "~kodun",
    "ru": "kod podtverzhdeni*, kod proverki, kod bezopasnosti, odnorazovyy kod, odnorazovyi kod, "
    "odnorazoviy kod, odnorazovyy parol, "
    "kod avtorizacii, kod avtorizatsii, "
    "kod dostupa, kod dlya vhoda, kod dlya vkhoda, kod vhoda, kod iz sms, ~vash kod, proverochnyy kod, "
    "parol dlya vhoda, "
    "parol dlya vkhoda, код подтверждения, код проверки, проверочный код, код безопасности, пин код, пин, "
    "pin код, одноразовый "
    "код, код двухфакторной аутентификации, код аутентификации, код авторизации, код доступа, код из sms, "
    "код из смс, "
    "~ваш код, puk код, пук код, код двери, код домофона, код сигнализации, код разблокировки, код активации, "
    "код для "
    "входа, код входа, одноразовый пароль, код смс, смс код, код из письма, защитный код, ~код для, "
    "код операции, код "
    "из уведомления, смс код, sms код, код подтверждения операции, ~твой код",
    "uk": "kod pidtverdzhen*, код підтвердження, код перевірки, код безпеки, пін код, pin код, одноразовий код, "
    "двофакторний код, "
    "код двофакторної аутентифікації, код авторизації, код автентифікації, код доступу, ~ваш код, puk код, пук код, "
    "код дверей, код розблокування, код активації, код для входу, код входу, одноразовий пароль, код із sms, код з "
    "sms, захисний код, код підтвердження входу, ~код для, код операції, смс код, sms код, ~твій код",
    "el": "kodikos epalithefsis, kodikos asfaleias, ~kodikos sas, κωδικός επαλήθευσης, κωδικός επιβεβαίωσης, "
    "κωδικός ασφαλείας, κωδικός pin, κωδικός μιας χρήσης, "
    "κωδικός δύο παραγόντων, κωδικός sms, κωδικός ταυτοποίησης, κωδικός puk, κωδικό επαλήθευσης, "
    "κωδικού επαλήθευσης, "
    "κωδικός εισόδου, κωδικός πόρτας, κωδικός ενεργοποίησης, κωδικός otp, αριθμός pin, κωδικός μίας χρήσης, ~κωδικός "
    "για, ~κωδικό για, κωδικός σύνδεσης, κωδικός συναλλαγής, κωδικός εξουσιοδότησης, ~κωδικός σας, ~κωδικός σου, "
    "~κωδικό σας",
    "ar": "رمز التحقق, رمز التأكيد, رمز الأمان, رمز التفعيل, رمز المرور, رمز pin, رقم التعريف الشخصي, رمز الدخول, "
    "رمز puk, رمز فك القفل, رمز الباب, رمز تسجيل الدخول, كلمة مرور لمرة واحدة, كود التحقق, كود التفعيل, رمز otp, رمز "
    "المصادقة, رمز العملية, رمز لمرة واحدة, الرمز السري المؤقت, رمز الدخول لمرة واحدة, رقم التحقق, ~رمزك, ~الرمز",
    "he": "קוד אימות, קוד אבטחה, קוד גישה, קוד pin, קוד חד פעמי, קוד sms, קוד כניסה, קוד זיהוי, קוד puk, קוד "
    "האימות, קוד האבטחה, קוד הגישה, קוד הכניסה, קוד דלת, קוד הפעלה, סיסמה חד פעמית, קוד סודי, הקוד הסודי, קוד אישור, "
    "קוד האישור, קוד חד פעמי, קוד הכניסה החד פעמי, ~קוד לאישור, ~קוד ל, קוד לכניסה, קוד התחברות, ~הקוד שלך, ~קוד שלך",
    "hi": "सत्यापन कोड, सुरक्षा कोड, पुष्टिकरण कोड, ओटीपी, पिन, पिन कोड, पिन नंबर, पीयूके, पीयूके कोड, लॉगिन कोड, "
    "एक्सेस कोड, वेरिफिकेशन कोड, सिक्योरिटी कोड, वन टाइम पासवर्ड, सत्यापन कोड, लॉगिन कोड, ~आपका कोड, ओटीपी कोड, "
    "यूपीआई पिन, एटीएम पिन, ~आपका कोड",
    "zh": "验证码, 驗證碼, 校验码, 校驗碼, 认证码, 認證碼, 雙重認證碼, 双重认证代码, 动态口令, 动态密码, "
    "動態密碼, pin 码, pin 碼, 安全码, 安全碼, 确认码, 確認碼, 一次性密码, 一次性密碼, 配对代码, 配對碼, 授权码, "
    "授權碼, puk 码, puk 碼, 短信验证码, 簡訊驗證碼, 登录码, 登入碼, 门禁密码, 門禁密碼, 开门密码, 动态码, 動態碼, "
    "激活碼, 提取码, 取件码, 安全代码, 安全代碼, 验证代码, 驗證代碼, 支付密码, 动态验证码, 動態驗證碼, 短信码, "
    "登录验证码, 登錄驗證碼, 手机验证码, 手機驗證碼, 支付验证码, 交易验证码, 一次性验证码, 一次性驗證碼, ~您的代码",
    "ja": "認証コード, 確認コード, 認証番号, 検証コード, ワンタイムパスワード, ワンタイムコード, 暗証番号, pin "
    "コード, ピンコード, セキュリティコード, 多要素認証コード, ログインコード, 確認番号, puk コード, 解除コード, "
    "アクセスコード, 本人確認コード, 二段階認証コード, 認証キー, アンロックコード, ログイン番号, 暗証コード, "
    "パスコード番号, 承認コード, 承認番号, ワンタイムパス, 確認用コード, ログイン認証コード, 認証用コード, "
    "本人確認番号",
    "ko": "인증 코드, 인증 번호, 인증번호, 인증코드, 확인 코드, 보안 코드, 보안코드, pin 코드, 핀 코드, 핀번호, "
    "일회용 비밀번호, 일회용 암호, 2단계 인증 코드, 로그인 코드, puk 코드, 로그인 인증번호, 승인번호, 승인 코드, 출입 "
    "코드, 공동현관 비밀번호, 잠금 해제 코드, 활성화 코드, 카드 비밀번호, 오티피, otp 번호, 인증문자, 본인확인 번호, "
    "확인번호, 본인인증번호, 일회용 코드, ~코드는",
    "vi": "mã xác minh, mã xác nhận, mã pin, mã otp, mã xác thực, mã bảo mật, mã đăng nhập, mã kích hoạt, mã puk, "
    "mã truy cập, mã otp của bạn, mã otp giao dịch, mã giao dịch, mật khẩu một lần, mật khẩu dùng một lần, ~mã của "
    "bạn, ~mã của quý khách, ~mã otp của",
    "th": "รหัส otp, รหัสยืนยัน, รหัสความปลอดภัย, รหัส pin, รหัสพิน, รหัสยืนยันตัวตน, โค้ดยืนยัน, "
    "รหัสผ่านครั้งเดียว, รหัสเข้าสู่ระบบ, รหัสอ้างอิง otp, ~รหัสของคุณ",
    "id": "kode verifikasi, kode otp, kode pin, kode keamanan, kode masuk, kode akses, kode puk, kode konfirmasi, "
    "kode aktivasi, kode otp anda, kode verifikasi anda, kode masuk anda, kode rahasia, kode sekali pakai, "
    "kata sandi "
    "sekali pakai, kode transaksi, kode autentikasi, kode verifikasi, ~kode anda, ~kode ini, kode rahasia atm",
    "fa": "کد تایید, کد تأیید, کد ورود, کد امنیتی, رمز یکبار مصرف, رمز پویا, رمز یک بار مصرف, ~کد شما, ~رمز شما",
    "ms": "kod pengesahan, kod keselamatan, kod otp, nombor pin, ~kod anda",
    "sr": "verifikacioni kod, kod za potvrdu, sigurnosni kod, jednokratni kod, верификациони код, код за потврду",
    "ca": "codi de verificació, codi de seguretat, codi pin, codi d accés, codi d un sol ús, ~el teu codi",
    "tl": "one time pin, verification code mo",
}  # fmt: skip
