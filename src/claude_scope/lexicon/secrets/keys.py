"""Names of keys and tokens."""

from __future__ import annotations

KEYS = {
    "en": "*secret(s), secret key, secret access key, client secret, app secret, api secret, consumer secret, "
    "shared secret, webhook secret, signing secret, api key(s), private key, private key id, secret token, access "
    "key, account key, shared access key, storage key, signing key, encryption key, decryption key, master key, "
    "license key, licence key, activation key, product key, subscription key, setup key, service key, deploy key, pre "
    "shared key, psk, wpa key, wep key, network security key, access token(s), auth token, authorization token, "
    "authentication token, refresh token, id token, session token, csrf token, xsrf token, bearer token, api "
    "token(s), bot token, personal access token, private token, vault token, security token, reset token, "
    "verification token, oauth token, app token, user token, deploy token, registration token, bind key, local key, "
    "encryption secret, wi fi key, wifi key, wlan key, wireless key, network key, wpa2 key, wpa3 key, security key "
    "(wpa2), router key, serial key, cd key, registration key, unlock key, license code, licence code, hotspot key",
    "de": "api schlüssel, geheim(er) schlüssel, geheimschlüssel, client geheimnis, *zugriffstoken, *zugangstoken, "
    "zugriffsschlüssel, zugangsschlüssel, privater schlüssel, lizenzschlüssel, netzwerkschlüssel, wlan schlüssel, "
    "verschlüsselungsschlüssel, abonnementschlüssel, *geheimnis, *netzwerksicherheitsschlüssel, *wlan schlüssel, wi "
    "fi schlüssel, wlan key, aktivierungsschlüssel, produktschlüssel, seriennummernschlüssel, wpa schlüssel",
    "fr": "clé d api, clé api, clé secrète, clé privée, clé d accès, clé de licence, clé wi fi, jeton d accès, "
    "jeton d api, jeton api, jeton d authentification, jeton secret, secret client, clé de sécurité réseau, clé de "
    "sécurité du réseau, clé réseau, clé du réseau, clé wlan, clé wpa, clé d activation, clé de produit, clé de "
    "chiffrement",
    "es": "clave api, clave de api, clave de la api, clave secreta, clave privada, clave de cifrado, clave de "
    "licencia, token de acceso, token secreto, token api, token de api, secreto de(l) cliente, clave (del) wifi, "
    "clave de(l) wi fi, clave de red, clave de seguridad de red, clave de la red, clave wpa, clave de activación, "
    "clave de producto",
    "pt": "chave api, chave da api, chave de api, chave secreta, chave privada, chave de acesso, chave de "
    "licença, chave de encriptação, token de acesso, token secreto, token api, token da api, segredo do cliente, "
    "chave do wi fi, chave wi fi, chave de rede, chave da rede, chave de segurança de rede, chave de segurança da "
    "rede, chave wpa, chave de ativação, chave do produto",
    "it": "chiave api, chiave segreta, chiave privata, chiave di licenza, chiave di crittografia, token di "
    "accesso, token segreto, token api, segreto client, segreto del client, chiave di rete, chiave wi fi, chiave del "
    "wi fi, chiave di sicurezza di rete, chiave di sicurezza della rete, chiave wpa, chiave di attivazione, chiave "
    "prodotto",
    "nl": "api sleutel, geheime sleutel, privésleutel, toegangssleutel, licentiesleutel, encryptiesleutel, "
    "toegangstoken, api token, clientgeheim, client geheim, wifi sleutel, wi fi sleutel, netwerksleutel, "
    "netwerkbeveiligingssleutel, wpa sleutel, activeringssleutel, productsleutel",
    "sv": "api nyckel(n), hemlig nyckel, privat nyckel, åtkomstnyckel, licensnyckel, krypteringsnyckel, "
    "åtkomsttoken, klienthemlighet, nätverksnyckel(n), säkerhetsnyckel för nätverket, nätverkssäkerhetsnyckel, wi fi "
    "nyckel, wifi nyckel, aktiveringsnyckel, produktnyckel",
    "da": "api nøgle(n), hemmelig nøgle, privat nøgle, adgangsnøgle, licensnøgle, krypteringsnøgle, adgangstoken, "
    "klienthemmelighed, netværksnøgle(n), netværkssikkerhedsnøgle, wi fi nøgle, wifi nøgle, aktiveringsnøgle, "
    "produktnøgle",
    "nb": "api nøkkel(en), hemmelig nøkkel, privat nøkkel, tilgangsnøkkel, lisensnøkkel, krypteringsnøkkel, "
    "tilgangstoken, klienthemmelighet, nettverksnøkkel(en), nettverkssikkerhetsnøkkel, wi fi nøkkel, wifi nøkkel, "
    "aktiveringsnøkkel, produktnøkkel",
    "fi": "api avain, salainen avain, yksityinen avain, käyttöoikeustunnus, api tunnus, verkkoavain, verkon "
    "suojausavain, wi fi avain, wlan avain, aktivointiavain, tuoteavain, lisenssiavain",
    "pl": "klucz api, tajny klucz, sekretny klucz, klucz prywatny, klucz dostępu, klucz licencyjny, klucz "
    "szyfrowania, token dostępu, token api, sekret klienta, tajny klucz klienta, klucz sieciowy, klucz sieci, klucz "
    "zabezpieczeń sieci, klucz wi fi, klucz aktywacyjny, klucz produktu",
    "cs": "klíč api, api klíč, tajný klíč, soukromý klíč, privátní klíč, přístupový klíč, licenční klíč, "
    "přístupový token, token api, tajný klíč klienta, klíč wi fi, klíč k wi fi, klíč sítě, síťový klíč, klíč "
    "zabezpečení sítě, aktivační klíč, produktový klíč, kód product key",
    "sk": "api kľúč, kľúč api, tajný kľúč, súkromný kľúč, prístupový kľúč, kľúč wi fi, kľúč siete, licenčný kľúč, "
    "aktivačný kľúč",
    "ca": "clau api, clau d api, clau secreta, token d accés",
    "hu": "api kulcs, titkos kulcs, hozzáférési token, hozzáférési kulcs, privát kulcs, hálózati kulcs, hálózati "
    "biztonsági kulcs, wi fi kulcs, licenckulcs, termékkulcs",
    "ro": "cheie api, cheie secretă, cheie privată, token de acces, cheie de rețea, cheia de rețea, cheie wi fi, "
    "cheie de securitate a rețelei, cheie de licență, cheie de activare, cheie de produs",
    "tr": "api anahtarı, api anahtarınız, gizli anahtar, gizli anahtarı, özel anahtar, erişim anahtarı, erişim "
    "belirteci, lisans anahtarı, istemci sırrı, istemci gizli anahtarı, şifreleme anahtarı, ağ anahtarı, kablosuz ağ "
    "anahtarı, ağ güvenlik anahtarı, wi fi anahtarı, ürün anahtarı, etkinleştirme anahtarı",
    "ru": "ключ api, api ключ, секретный ключ, закрытый ключ, приватный ключ, ключ доступа, ключ шифрования, "
    "лицензионный ключ, токен доступа, токен api, секрет клиента, ключ безопасности сети, ключ сети, сетевой ключ, "
    "ключ wi fi, ключ активации, ключ продукта, ключ лицензии",
    "uk": "ключ api, api ключ, секретний ключ, закритий ключ, приватний ключ, ключ доступу, ключ шифрування, "
    "ліцензійний ключ, токен доступу, токен api, секрет клієнта, ключ безпеки мережі, ключ мережі, ключ wi fi, ключ "
    "активації, ключ продукту",
    "el": "κλειδί api, μυστικό κλειδί, ιδιωτικό κλειδί, κλειδί πρόσβασης, κλειδί κρυπτογράφησης, token πρόσβασης, "
    "διακριτικό πρόσβασης, μυστικό πελάτη, κλειδί δικτύου, κλειδί ασφαλείας δικτύου, κλειδί wi fi, κλειδί προϊόντος, "
    "κλειδί άδειας",
    "ar": "مفتاح api, مفتاح واجهة برمجة التطبيقات, المفتاح السري, مفتاح سري, المفتاح الخاص, رمز الوصول, مفتاح "
    "الوصول, مفتاح الشبكة, مفتاح أمان الشبكة, مفتاح المنتج, مفتاح الترخيص, مفتاح التفعيل",
    "he": "מפתח api, מפתח ה api, מפתח סודי, מפתח פרטי, מפתח גישה, אסימון גישה, אסימון api, סוד הלקוח, מפתח רשת, "
    "מפתח הרשת, מפתח אבטחת רשת, מפתח מוצר, מפתח רישיון",
    "hi": "एपीआई कुंजी, api कुंजी, गुप्त कुंजी, निजी कुंजी, एक्सेस टोकन, नेटवर्क कुंजी, नेटवर्क सुरक्षा कुंजी, "
    "उत्पाद कुंजी, लाइसेंस कुंजी",
    "zh": "api 密钥, api 金鑰, api 密鑰, 密钥, 私钥, 私鑰, 訪問密鑰, 访问密钥, 存取金鑰, 秘密金鑰, 訪問令牌, "
    "访问令牌, 存取權杖, api 令牌, api 權杖, 客户端密钥, 客戶端密碼, 許可證金鑰, 许可证密钥, 加密金鑰, 无线密钥, "
    "無線金鑰, 网络密钥, 網路金鑰, 网络安全密钥, 網路安全性金鑰, 产品密钥, 產品金鑰, 激活码, 序列号密钥, 授权密钥",
    "ja": "api キー, シークレットキー, 秘密鍵, 秘密キー, アクセスキー, アクセストークン, api トークン, "
    "クライアントシークレット, シークレット, 暗号化キー, ライセンスキー, プライベートキー, ネットワークキー, "
    "ネットワークセキュリティキー, wi fi キー, プロダクトキー, アクティベーションキー",
    "ko": "api 키, 비밀 키, 비밀키, 시크릿 키, 개인 키, 액세스 키, 액세스 토큰, 접근 토큰, api 토큰, 클라이언트 "
    "시크릿, 클라이언트 보안 비밀, 암호화 키, 라이선스 키, 네트워크 키, 네트워크 보안 키, wi fi 키, 와이파이 키, 제품 "
    "키, 정품 인증 키",
    "vi": "khóa api, khóa bí mật, khóa mạng, khóa cấp phép",
    "th": "คีย์ api, คีย์ลับ, คีย์เครือข่าย, คีย์ผลิตภัณฑ์",
    "id": "kunci api, kunci rahasia, kunci jaringan, kunci lisensi, kunci produk",
}  # fmt: skip

TOKENS = {
    "en": "token, jwt, session id, sid, credential(s), auth key, device key, user key",
    "de": "sitzungs id",
    "fr": "jeton",
    "es": "clave",
    "ru": "токен",
    "he": "אסימון",
    "zh": "令牌, 權杖",
    "ja": "トークン",
    "ko": "토큰",
}  # fmt: skip
