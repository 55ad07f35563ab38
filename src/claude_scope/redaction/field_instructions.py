"""Recognises instructions and other texts in a field that are not its value: "At least 8 characters", "14 March 2025,
09:41".

The pattern works in Python and JavaScript, ignoring case.
"""

from __future__ import annotations

import re

_FIRST = (
    "at least|minimum|min\\.|no (?:fewer|less) than|between|enter|type|choose|create|confirm|repeat|re-?enter|"
    "your|please|must|leave|"
    "use at least|last (?:changed|updated)|changed|updated|expires|never|not set|"
    "mindestens|wenigstens|bitte|geben sie|gib|passwort eingeben|ihr|dein|neues|nicht|läuft|zuletzt|"
    "au moins|minimum|entrez|saisissez|choisissez|votre|confirmez|expire|modifié|jamais|"
    "al menos|mínimo|como mínimo|introduce|introduzca|ingresa|ingrese|escribe|escriba|tu|su|repite|confirma|"
    "elige|caduca|"
    "pelo menos|no mínimo|digite|insira|informe|introduza|sua|confirme|repita|crie|expira|"
    "almeno|minimo|inserisci|digita|la tua|conferma|ripeti|scegli|scade|"
    "minstens|minimaal|ten minste|vul|voer|typ|kies|herhaal|bevestig|je|uw|verloopt|"
    "minst|ange|skriv|välj|ditt|mindst|indtast|vælg|din|skriv inn|velg|vähintään|syötä|anna|"
    "co najmniej|przynajmniej|wpisz|podaj|wprowadź|powtórz|twoje|alespoň|nejméně|minimálně|zadejte|vaše|"
    "aspoň|minimálne|zadajte|legalább|adja meg|írja be|cel puțin|minim|introduceți|introdu|najmanje|unesite|"
    "vsaj|vnesite|"
    "en az|lütfen|yeni|не менее|не меньше|минимум|как минимум|введите|придумайте|повторите|ваш|не менше|"
    "щонайменше|введіть|"
    "поне|въведете|τουλάχιστον|εισάγετε|πληκτρολογήστε|على الأقل|أدخل|ادخل|لا يقل|לפחות|הזן|הזינו|הקלד|कम से कम|अपना|"
    "ít nhất|tối thiểu|nhập|อย่างน้อย|minimal|setidaknya|masukkan"
)
_CHARACTERS = (
    "character|zeichen|caract|caratter|teken|tecken|tegn|merkki|znak|karakter|символ|знак|"
    "χαρακτήρ|أحرف|תווים|अक्षर|ký tự"
)
"""Beginnings of words for characters: "8+ characters"."""
_MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|fév|avr|juin|juil|aoû|déc|ene|abr|ago|dic|"
    "fev|set|out|"
    "gen|mag|giu|lug|ott|mrt|mei|maj|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек"
)
INSTRUCTION = (
    rf"^\s*(?:(?:{_FIRST})\s[^\n]{{2,80}}|\d{{1,2}}\s?(?:[+–-]\s?\d{{0,2}}\s?)?(?:{_CHARACTERS})[^\n]{{0,60}}|"
    r"请[^\n]{0,10}输入[^\n]{0,30}|"
    r"請[^\n]{0,10}輸入[^\n]{0,30}|至少[^\n]{1,30}|"
    r"[^\n]{0,40}(?:ください|以上|입력(?:하세요|해 주세요|해주세요)?)|"
    rf"[^\n]{{0,12}}?\d{{1,2}}\.?\s(?:de\s)?(?:{_MONTHS})[^\W\d]{{0,9}}\.?,?\s(?:de\s)?\d{{4}}[^\n]{{0,20}}|"
    rf"(?:{_MONTHS})[^\W\d]{{0,9}}\.?\s\d{{1,2}},\s\d{{4}}[^\n]{{0,20}}|"
    r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4},?[\sT]\d{1,2}[:.]\d{2}[^\n]{0,20}|"
    r"(?:in\s)?\d{1,3}\s(?:days?|weeks?|months?|hours?)(?:\sago|\sleft)?)\s*$"
)
_INSTRUCTION = re.compile(INSTRUCTION, re.IGNORECASE)
_MAX = 100


def is_instruction(value: str) -> bool:
    """Whether the value of a field is an instruction, or the time of a change, and not a secret."""
    return len(value) <= _MAX and _INSTRUCTION.match(value) is not None
