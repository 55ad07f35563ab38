"""Words that link a name with its value, as alternatives of a pattern."""

from __future__ import annotations

IS = (
    r"is|was|are|ist|sind|lautet|lauten|war|est|sont|es|son|era|é|è|são|er|är|jest|to|je|είναι|هو|هي|היא|הוא|है|"
    r"(?:has been |was |is )?(?:re)?set to|changed to"
)
"""Between spaces: "the password is"."""
IS_JOINED = r"は|是|为|為|는|은|이|가"
"""Of scripts without spaces: "パスワードは"."""
FOR = (
    r"for|of|to|on|from|in|für|von|zum|zur|de|del|de la|du|da|do|dos|della|di|per|para|por|pour|van|voor|för|til|till|"
    r"dla|pro|k|от|для|к|на|від|до|για|του|için|ל|של"
)
"""What a name is followed by before its value comes: "password for the database:"."""
YOURS = r"الخاصة? بك|שלך"
"""The same, in languages that say whose it is behind the name."""
YOUR = "your|ihr|dein|votre|ton|tu|su|seu|sua|teu|tuo|suo|je|uw|din|ditt|twój|váš|ваш|твой"
CODE = "code|passcode|kod|kode|kód|código|codice|код"
"""What messages call a one-time code behind the name of their sender: "your Northwind code"."""
