"""Words that link a name with its value, as alternatives of a pattern."""

from __future__ import annotations

IS = (
    r"is|was|are|ist|sind|lautet|lauten|war|est|sont|es|son|era|é|è|são|er|är|jest|to|je|είναι|هو|هي|היא|הוא|है|"
    r"est le|est la|es el|è il|este|adalah|ialah|là|(?:has been |was |is )?(?:re)?set to|changed to"
)
"""Between spaces: "the password is"."""
IS_JOINED = r"は|是|为|為|는|은|이|가|คือ"
"""Of scripts without spaces: "パスワードは"."""
FOR = (
    r"for|of|to|on|from|in|für|von|zum|zur|de|del|de la|du|da|do|dos|della|di|per|para|por|pour|van|voor|för|til|till|"
    r"dla|pro|k|от|для|к|на|від|до|για|του|için|ל|של"
)
"""What a name is followed by before its value comes: "password for the database:"."""
YOURS = r"الخاصة? بك|שלך|của bạn|của quý khách|ของคุณ|anda|din|ditt"
"""The same, in languages that say whose it is behind the name."""
YOUR = "your|ihr|dein|votre|ton|tu|su|seu|sua|teu|tuo|suo|je|uw|din|ditt|twój|váš|ваш|твой"
CODE = "code|passcode|kod|kode|kód|código|codice|код"
"""What messages call a one-time code behind the name of their sender: "your Northwind code"."""
THIS = (
    "this|these|the following|following|diesen|diesem|folgenden|folgendem|ce|cet|ces|este|esta|esse|estos|siguiente|"
    "seguinte|questo|questi|seguente|deze|volgende|den här|denna|denne|følgende|följande|tämä|tätä|ten|tego|"
    "następujący|"
    "tento|následující|ezt|acest|bu|şu|этот|этого|следующий|цей|наступний|αυτόν|αυτό"
)
"""Before "code", in messages that ask to enter it: "enter this code to sign in: 482913"."""
STATES = (
    r"provisoires?|temporaires?|initiale?|par défaut|générée?|nouveau|actuel|temporal|provisional|inicial|nuev[ao]|"
    r"actual|"
    r"generad[ao]|por defecto|predeterminada|tempor[aá]ri[ao]|provis[oó]ri[ao]|nova|atual|gerada|padrão|temporanea|"
    r"provvisoria|iniziale|nuova|attuale|generata|predefinita|tymczasowe|początkowe|nowe|domyślne|jednorazowe|"
    r"tempor[aă]r[aă]|inițială|nouă|implicită|provizorie|tạm thời|mới|mặc định|sementara|baru|bawaan|awal|"
    r"ชั่วคราว|ใหม่|เริ่มต้น|זמנית|חדשה|ראשונית|المؤقتة|مؤقتة|الجديدة|الحالية|الافتراضية|الأولية|"
    r"admin|administrateur|administrador|amministratore|root|maître|maestra|mestre|principal|temporary|initial|default"
)
"""Behind the name of a password, in languages that put adjectives there: "mot de passe provisoire"."""
USE = (
    "use|enter|usa|usar|utilisez|utiliser|saisissez|entrez|verwende|verwenden sie|nutze|gib|geben sie|inserisci|"
    "digita|"
    "digite|informe|insira|introduce|introduzca|ingresa|ingrese|gebruik|voer|använd|ange|brug|indtast|bruk|skriv inn|"
    "käytä|syötä|użyj|wpisz|podaj|použijte|zadejte|használja|folosiți|introduceți|kullanın|girin|используйте|введите|"
    "використайте|введіть"
)
"""Verbs before "code" in messages: "use o código 482913 para entrar"."""
TO = "to|for|para|pour|um|zum|zur|per|om|för|for at|til|abyste|pro|aby|do|hogy|pentru|için|чтобы|для|щоб|as|als|como"
"""Behind the code in such a message."""
KEEP_TO_YOURSELF = (
    "share", "anyone", "nobody", "niemand", "weitergeben", "weiter geben", "partag", "communiqu", "compart", "divulg",
    "ningu", "condivid", "nessuno", "deel ", "dela ", "del ikke", "del den", "älä", "nikomu", "udostępnia", "nesděluj",
    "nesdílej", "paylaş", "никому", "не сообщайте", "нікому", "不要", "请勿", "勿", "泄露", "洩漏", "教えない", "他人",
    "공유", "타인",
)  # fmt: skip
"""What messages with a one-time code ask for, lower-case."""
