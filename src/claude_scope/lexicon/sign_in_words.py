"""Words of sign-in buttons."""

from __future__ import annotations

from claude_scope.lexicon.words import Words

SIGN_IN = Words({
    "en": "sign in, sign on, log in, log on, continue with", "de": "anmelden, jetzt anmelden, einloggen",
    "fr": "(se) connecter, me connecter, connexion, continuer avec",
    "es": "iniciar sesión, entrar, acceder, ingresar, continuar con",
    "pt": "iniciar sessão, entrar, fazer login, acessar", "it": "accedi, accesso, continua con",
    "nl": "inloggen, aanmelden", "sv": "logga in", "da": "log ind", "nb": "logg inn", "fi": "kirjaudu",
    "pl": "zaloguj, zaloguj się", "cs": "přihlásit, přihlásit se", "hu": "bejelentkezés",
    "ro": "autentificare, conectare", "tr": "giriş yap, oturum aç", "ru": "войти, вход", "uk": "увійти",
    "el": "σύνδεση", "ar": "تسجيل الدخول", "he": "התחברות, כניסה", "zh": "登录, 登入", "ja": "ログイン, サインイン",
    "ko": "로그인", "vi": "đăng nhập",
})  # fmt: skip
CONTINUE = Words({
    "en": "continue", "de": "weiter, fortfahren", "fr": "continuer", "es": "continuar", "pt": "continuar",
    "it": "continua", "nl": "doorgaan", "sv": "fortsätt", "da": "fortsæt", "nb": "fortsett", "fi": "jatka",
    "pl": "kontynuuj", "cs": "pokračovat", "tr": "devam et", "ru": "продолжить", "uk": "продовжити",
    "zh": "继续, 繼續", "ja": "続ける, 続行", "ko": "계속",
})  # fmt: skip
"""The whole label if the password is on a separate page."""
