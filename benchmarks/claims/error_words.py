"""Error words in the languages of the applications."""

from __future__ import annotations

import re

ERROR = re.compile(
    r"error|fail|invalid|wrong|denied|forbidden|not found|cannot|can't|could not|couldn't|unable|refused|must |"
    r"required|already exists|already in use|conflict|expired|unknown|missing|no such|not allowed|not valid|"
    r"timed? ?out|exception|traceback|incorrect|"
    r"(?:^\W*|http\D{0,3}|status\D{0,6})[45]\d\d(?=$|\s*[-–:]\s|\s+(?:bad|not|internal|service|un|for|method))|"
    r"fehler|ung[üu]ltig|existiert bereits|gescheitert|nicht gefunden|"
    r"erreur|invalide|introuvable|échec|impossible|refusé|obligatoire|"
    r"inv[aá]lid|no se pudo|denegad|prohibid|no encontrad|\berro\b|não existe|não encontrad|"
    r"ошибк|неверн|неправильн|невозможн|не удалось|не найден|недопустим|обязател|"
    r"失败|错误|无效|不能|非法|无法|不正确|エラー|خطأ|فشل",
    re.IGNORECASE,
)
