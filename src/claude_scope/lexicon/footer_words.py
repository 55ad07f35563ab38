"""Words of page footers."""

from __future__ import annotations

from claude_scope.lexicon.words import Words

FOOTER = Words({
    "en": "all rights reserved, privacy, terms, imprint",
    "de": "alle rechte vorbehalten, impressum, datenschutz, datenschutzerklärung, agb, nutzungsbedingungen",
    "fr": "tous droits réservés, mentions légales, confidentialité, cgu, cgv",
    "es": "todos los derechos reservados, aviso legal, privacidad",
    "pt": "todos os direitos reservados, privacidade, termos de uso",
    "it": "tutti i diritti riservati, note legali, informativa privacy",
    "nl": "alle rechten voorbehouden, algemene voorwaarden, privacyverklaring",
    "sv": "integritetspolicy, användarvillkor", "da": "privatlivspolitik", "nb": "personvern",
    "pl": "wszelkie prawa zastrzeżone, prywatności, regulamin",
    "cs": "všechna práva vyhrazena, ochrana osobních údajů", "ru": "все права защищены, конфиденциальности",
    "zh": "版权所有, 隐私政策", "ja": "プライバシーポリシー, 利用規約", "ko": "개인정보처리방침, 이용약관",
})  # fmt: skip
