"""Names of passwords."""

from __future__ import annotations

PASSWORDS = {
    "en": "*password(s), *passwd, *passphrase, passcode, pass phrase, pwd, pw, pass word, unlock pattern, app "
    "password(s), application password(s), app specific password(s)",
    "de": "*passwort, *passworts, *passwörter, *kennwort, *kennworts, *kennwörter, *losungswort, zugangscode, "
    "entsperrmuster, app passwort, app kennwort, anwendungspasswort, anwendungskennwort",
    "fr": "mot(s) de passe, mdp, phrase secrète, phrase de passe, schéma de déverrouillage, mot de passe d "
    "application",
    "es": "contraseña(s), clave(s) de ingreso, clave de(l) correo, clave bd, clave de acceso, clave personal, "
    "contrasenya, contrasenia, contraseña de (la) aplicación, contraseña de app",
    "pt": "senha(s), palavra(s) passe, palavra chave secreta, senha de app, senha de aplicativo, senha de "
    "aplicação, palavra passe de aplicação",
    "it": "parola d ordine, parola chiave segreta, chiave di accesso",
    "nl": "*wachtwoord, *wachtwoorden, *wachtzin, toegangscode, app wachtwoord",
    "sv": "*lösenord, *lösenordet, *lösenfras, applösenord",
    "da": "*adgangskode, *adgangskoden, *adgangskoder, *kodeord, *kodeordet, appadgangskode",
    "nb": "*passord, *passordet, *passordfrase, app passord",
    "fi": "*salasana*, *salasanaksi, salalause, sovelluskohtainen salasana",
    "et": "*parool, *parooli, salasõna",
    "lv": "parole, paroli, paroles",
    "bg": "парола, паролата, паролите",
    "ms": "kata laluan",
    "sw": "nenosiri, neno siri",
    "lt": "slaptažod*",
    "sl": "geslo, gesla",
    "fy": "wachtwurd",
    "pl": "hasło, hasła, hasłem, hasłu, hasło aplikacji, hasło do aplikacji",
    "cs": "heslo, hesla, heslem, heslu, heslo aplikace",
    "hu": "*jelszó, *jelszav*, *jelszó*,  alkalmazásjelszó",
    "ro": "parolă, parola, parola dvs, parola ta",
    "tr": "şifre, şifresi, şifreniz, şifrenizi, şifrem, parola, parolası, parolanız, parolanızı, uygulama "
    "şifresi, uygulama parolası",
    "ru": "парол*, кодовая фраза, parol",
    "uk": "кодова фраза",
    "sr": "lozink*, лозинк*, zapork*, šifra",
    "el": "κωδικός πρόσβασης, κωδικό πρόσβασης, κωδικού πρόσβασης, συνθηματικό, συνθηματικού, κωδικός σύνδεσης, "
    "προσωρινός κωδικός, κωδικός (του) wi fi, κωδικοί πρόσβασης",
    "ar": "كلمة المرور, كلمة مرور, كلمة السر, كلمة سر, كلمات المرور, الرقم السري, كلمة مرور التطبيق",
    "fa": "رمز عبور, رمز ورود, گذرواژه, کلمه عبور, پسورد",
    "he": "סיסמה, סיסמא, סיסמת, סיסמתך, סיסמאות, ביטוי סיסמה, סיסמת אפליקציה",
    "hi": "पासवर्ड, कूटशब्द, पासफ़्रेज़",
    "zh": "密码, 密碼, 口令, 通行码, 通行碼, 应用专用密码, 應用程式密碼",
    "ja": "パスワード, パスフレーズ, パスコード, 合言葉, アプリパスワード, アプリ パスワード",
    "ko": "비밀번호, 비밀 번호, 비번, 패스워드, 암호, 암호문, 앱 비밀번호",
    "vi": "mật khẩu, mã khóa, cụm mật khẩu, mật khẩu ứng dụng",
    "th": "รหัสผ่าน, พาสเวิร์ด, รหัสไวไฟ",
    "id": "kata sandi, kata laluan, kata sandi aplikasi",
}  # fmt: skip
