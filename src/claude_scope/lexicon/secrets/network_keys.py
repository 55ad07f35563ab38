"""Names of the keys of wireless networks: a word for a key next to that of a network, in the order of each language."""

from __future__ import annotations

from itertools import product

_NETWORKS = ("#",)
"""The words that `patterns.NETWORK` finds."""
_KEYS = {
    "en": ("key, security key, passkey", "for, of"),
    "de": ("schlüssel, sicherheitsschlüssel", "für das, des, zum, vom"),
    "fr": ("clé, clé de sécurité", "du, de la, de"),
    "es": ("clave, clave de seguridad", "del, de la, de"),
    "pt": ("chave, chave de segurança", "do, da, de"),
    "it": ("chiave, chiave di sicurezza", "del, della, di"),
    "nl": ("sleutel, beveiligingssleutel", "van, voor"),
    "sv": ("nyckel, säkerhetsnyckel", "för, till"),
    "da": ("nøgle, sikkerhedsnøgle", "til, for"),
    "nb": ("nøkkel, sikkerhetsnøkkel", "for, til"),
    "fi": ("avain, suojausavain", ""),
    "pl": ("klucz, klucz zabezpieczeń", "do, sieci"),
    "cs": ("klíč, klíč zabezpečení, bezpečnostní klíč", "k, sítě"),
    "sk": ("kľúč, bezpečnostný kľúč", "k, siete"),
    "hu": ("kulcs, biztonsági kulcs", ""),
    "ro": ("cheie, cheia, cheie de securitate", "de, pentru"),
    "hr": ("ključ, sigurnosni ključ", "za"),
    "tr": ("anahtarı, güvenlik anahtarı", ""),
    "ru": ("ключ, ключ безопасности", "от, сети, для"),
    "uk": ("ключ, ключ безпеки", "від, мережі, для"),
    "bg": ("ключ, ключ за сигурност", "за"),
    "el": ("κλειδί, κλειδί ασφαλείας", "του, δικτύου"),
    "ar": ("مفتاح, مفتاح أمان, مفتاح الأمان", "شبكة"),
    "he": ("מפתח, מפתח אבטחה, מפתח האבטחה", ""),
    "hi": ("कुंजी, सुरक्षा कुंजी", ""),
    "zh": ("密钥, 安全密钥, 金鑰, 安全金鑰", ""),
    "ja": ("キー, 暗号化キー, 暗号キー, セキュリティキー, セキュリティ キー", ""),
    "ko": ("키, 보안 키, 암호화 키", ""),
    "vi": ("khóa, khóa bảo mật", "của"),
    "th": ("คีย์, คีย์ความปลอดภัย, รหัส", ""),
    "id": ("kunci, kunci keamanan", ""),
}  # fmt: skip
"""Words for a key, and what may be between them and the network."""
_KEY_LAST = {"fi", "hi", "hu", "ja", "ko", "tr", "zh"}
_LOCAL = {
    "hi": "वाई फ़ाई, वाई फाई, वाईफाई",
    "ar": "واي فاي",
    "he": "ויי פיי",
    "ko": "와이파이",
    "th": "ไวไฟ",
    "zh": "无线, 無線",
    "ja": "無線 lan, 無線lan",
}
"""Other names of wireless networks."""


def _names(language: str) -> list[str]:
    keys, between = ([word.strip() for word in words.split(",") if word.strip()] for words in _KEYS[language])
    local = [word.strip() for word in _LOCAL.get(language, "").split(",") if word.strip()]
    behind = [f"{key} {link} {net}" for key, link, net in product(keys, between, (*_NETWORKS, *local))]
    direct = [f"{key} {net}" for key, net in product(keys, (*_NETWORKS, *local))]
    before = [f"{net} {key}" for net, key in product((*_NETWORKS, *local), keys)]
    return before if language in _KEY_LAST else behind + direct + before


NETWORK_KEYS = {language: ", ".join(_names(language)) for language in _KEYS}

NETWORK_WORDS = (
    "network|netzwerk|réseau|reseau|red|rede|rete|netwerk|nätverk|natverk|netværk|nettverk|verkko|"
    "sieć|siec|síť|sieť|sit|hálózat|"
    "rețea|rețeaua|retea|reteaua|mreža|ağ|сеть|мережа|мрежа|δίκτυο|شبكة|الشبكة|שם הרשת|"
    "רשת|नेटवर्क|网络|網路|ネットワーク|네트워크|"
    "mạng|เครือข่าย|jaringan"
)
"""Words for the name of a network."""
KEY_WORDS = "|".join(
    sorted({key.strip() for keys, _ in _KEYS.values() for key in keys.split(",")}, key=len, reverse=True)
)
"""Words for a key, as alternatives of a pattern."""
