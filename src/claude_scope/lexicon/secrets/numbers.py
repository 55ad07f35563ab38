"""Names of card codes, of card and account numbers, and of personal numbers assigned by a state."""

from __future__ import annotations

CARD_CODES = {
    "en": "cvv, cvv2, cvc, cvc2, cvn, csc, cid code, card security code, card code, card verification value, card "
    "verification code, card verification number, cid, cv2, cvv number, card verification, card verification no, card "
    "identification number, card security number, 3 digit code, three digit code, 4 digit code on the front, security "
    "code on card, code on the back",
    "de": "*kartenprüfnummer, *prüfnummer, kartenprüfziffer, kartenprüfcode, kartensicherheitscode, prüfziffer "
    "cvv, sicherheitscode der karte, kartencode",
    "fr": "cryptogramme visuel, cryptogramme, code de vérification de la carte, code cvv, code cvc, code de "
    "sécurité de la carte, numéro de vérification de la carte, code cvv2, pictogramme",
    "es": "código cvv, código cvc, código de seguridad de la tarjeta, código de verificación de la tarjeta, clave "
    "cvv",
    "pt": "código cvv, código cvc, código de segurança do cartão, código de verificação do cartão",
    "it": "codice cvv, codice cvc, codice cvv2, codice di sicurezza della carta, codice di verifica della carta",
    "nl": "cvc code, cvv code, beveiligingscode van de kaart, kaartverificatiecode",
    "sv": "cvc kod, cvv kod, kortets säkerhetskod, kortets cvc",
    "da": "cvc kode, cvv kode, kortets sikkerhedskode, kontroltal",
    "nb": "kontrollsiffer, kontrolcifre",
    "fi": "cvc koodi, cvv koodi, kortin turvakoodi, kortin tarkistusnumero, turvaluku",
    "pl": "kod cvv, kod cvc, kod cvv2, kod zabezpieczający karty, kod bezpieczeństwa karty",
    "cs": "kód cvv, kód cvc, cvv kód, cvc kód, bezpečnostní kód karty",
    "hu": "cvc kód, cvv kód, cvc, kártya biztonsági kódja, ellenőrző kód a kártyán",
    "ro": "cod cvv, cod cvc, codul cvv, cod de securitate al cardului, codul de securitate al cardului",
    "tr": "cvv kodu, cvc kodu, kart güvenlik kodu, güvenlik numarası, cvv, cvc",
    "ru": "cvv код, cvc код, код cvv, код cvc, код безопасности карты, код на обороте карты",
    "uk": "cvv код, cvc код, код cvv, код cvc, cvv2, код на звороті картки",
    "el": "κωδικός cvv, κωδικός cvc, κωδικός ασφαλείας κάρτας",
    "ar": "رمز cvv, رمز cvc, رمز أمان البطاقة, رمز التحقق من البطاقة",
    "he": "קוד cvv, קוד cvc, ספרות בגב הכרטיס, 3 ספרות בגב הכרטיס",
    "hi": "सीवीवी, सीवीसी, सीवीवी नंबर",
    "zh": "信用卡安全码, 信用卡安全碼, 卡片安全码, 卡片安全碼, 卡背安全码, 卡片验证码, cvv 码, cvc 码, cvv 碼, "
    "cvc 碼, 检查码, 檢查碼, 安全識別碼",
    "ja": "カードのセキュリティコード, カード確認番号, カード認証コード, cvv コード, cvc コード",
    "ko": "카드 cvc, 카드 보안코드, 카드 보안 코드, 카드 인증 번호, cvc 번호, cvv 번호",
    "vi": "mã cvv, mã cvc, mã bảo mật thẻ",
    "id": "kode cvv, kode cvc, kode keamanan kartu",
    "th": "รหัส cvv, รหัส cvc, รหัสหลังบัตร",
    "hr": "sigurnosni broj kartice, cvv kod",
    "bg": "cvv код, код за сигурност на картата",
    "fa": "کد cvv2, رمز دوم",
    "sk": "cvv kód, cvc kód, bezpečnostný kód karty",
    "sl": "cvv koda, cvc koda",
}  # fmt: skip

NUMBERS = {
    "en": "card number, card no, card num, cc number, credit card, debit card, account number, bank account, "
    "account no, routing number, iban, card digits, number on card, payment card, sort code and account",
    "de": "*kartennummer, *kreditkarte, kontonummer, kontonr, bankkonto, iban, karten nr",
    "fr": "numéro de carte, n° de carte, carte bancaire, carte de crédit, numéro de compte, numéro de (la) carte "
    "bancaire, numéro de la carte, n° carte, numéro iban",
    "es": "número de (la) tarjeta, tarjeta de crédito, número de cuenta, n° de tarjeta, número de tarjeta de "
    "crédito, tarjeta de débito",
    "pt": "número do cartão, cartão de crédito, número da conta, número de cartão, cartão de débito",
    "it": "numero di carta, numero della carta, carta di credito, numero di conto, carta di debito",
    "nl": "kaartnummer, creditcard, creditcardnummer, rekeningnummer, bankpas nummer, pasnummer bank",
    "sv": "kortnummer, kontonummer, kreditkort, kredittkort, kreditkortsnummer, bankkortsnummer",
    "fi": "kortin numero, tilinumero, korttinumero, luottokortin numero, maksukortin numero, kortin nro",
    "pl": "numer karty, numer konta, numer rachunku, karta kredytowa, nr karty, numer karty kredytowej",
    "cs": "číslo karty, číslo účtu, kreditní karta, číslo platební karty, číslo bankovního účtu",
    "tr": "kart numarası, hesap numarası, kredi kartı, kart no, kredi kartı numarası",
    "ru": "номер карты, номер счёта, кредитная карта, банковская карта",
    "uk": "номер картки, номер рахунку, кредитна картка",
    "el": "αριθμός κάρτας, αριθμός λογαριασμού, πιστωτική κάρτα",
    "ar": "رقم البطاقة, رقم الحساب, بطاقة الائتمان",
    "he": "מספר כרטיס, מספר חשבון, כרטיס אשראי",
    "hi": "कार्ड नंबर, कार्ड संख्या, खाता संख्या, खाता नंबर, क्रेडिट कार्ड नंबर, डेबिट कार्ड नंबर",
    "zh": "卡号, 卡號, 银行卡号, 信用卡號, 银行账号, 銀行帳號, 信用卡号, 銀行卡號, 卡片號碼",
    "ja": "カード番号, 口座番号, クレジットカード番号, カード番号",
    "ko": "카드 번호, 카드번호, 계좌 번호, 계좌번호, 신용카드 번호, 카드넘버",
    "da": "kortnummer, kreditkortnummer, betalingskort",
    "nb": "kortnummer, *kredittkortnummer, bankkortnummer, kontonummer",
    "sk": "číslo karty, číslo účtu, číslo platobnej karty",
    "hu": "kártyaszám, bankkártyaszám, kártya száma, bankkártya száma, bankkártya szám, hitelkártya szám, "
    "számlaszám, bankszámlaszám",
    "ro": "numărul cardului, număr card, numărul de card, număr de cont, numărul contului, card de credit",
    "hr": "broj kartice, broj računa",
    "sr": "broj kartice, broj računa, број картице",
    "sl": "številka kartice, številka računa",
    "bg": "номер на карта, номер на картата, номер на сметка",
    "fa": "شماره کارت, شماره حساب",
    "vi": "số thẻ, số thẻ tín dụng, số tài khoản",
    "th": "หมายเลขบัตร, เลขบัตรเครดิต, เลขที่บัตร, เลขที่บัญชี, หมายเลขบัตรเครดิต",
    "id": "nomor kartu, nomor kartu kredit, nomor rekening",
    "ms": "nombor kad, nombor akaun",
    "et": "kaardi number",
    "lt": "kortelės numeris",
    "lv": "kartes numurs",
    "ca": "número de targeta",
}  # fmt: skip

NATIONAL_IDS = {
    "en": "ssn, social security, social security number, passport number, passport no, national id, national id "
    "number, national insurance number, tax id, taxpayer id, driver s license number, driving licence number",
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
}  # fmt: skip
