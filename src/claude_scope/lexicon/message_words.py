"""Words of messages that report something, as opposed to commands on buttons."""

from __future__ import annotations

import re

from claude_scope.lexicon.words import Words

DONE = Words({
    "en": "copied, saved, sent, added, done, updated",
    "de": "kopiert, gespeichert, gesendet, hinzugefügt, erledigt, aktualisiert",
    "fr": "copié(e), enregistré(e), envoyé(e), ajouté(e), mis à jour",
    "es": "copiado, copiada, guardado, guardada, enviado, enviada, añadido, añadida, actualizado, actualizada",
    "pt": "copiado, copiada, salvo com sucesso, foi salvo, foi salva, enviado, enviada, adicionado, adicionada, "
    "atualizado, atualizada",
    "it": "copiato, copiata, salvato, salvata, inviato, inviata, aggiunto, aggiunta, aggiornato, aggiornata",
    "nl": "gekopieerd, opgeslagen, verzonden, toegevoegd, bijgewerkt", "sv": "kopierat, sparat, skickat, uppdaterat",
    "da": "kopieret, gemt, sendt, tilføjet, opdateret", "nb": "kopiert, lagret, oppdatert",
    "fi": "kopioitu, tallennettu, lähetetty, lisätty, päivitetty",
    "pl": "skopiowano, zapisano, wysłano, dodano, zaktualizowano", "cs": "zkopírováno, uloženo, odesláno, přidáno",
    "tr": "kopyalandı, kaydedildi, gönderildi, eklendi",
    "ru": "скопировано, сохранено, отправлено, добавлено, обновлено",
    "uk": "скопійовано, збережено, надіслано, додано, оновлено", "zh": "已复制, 已保存, 已发送, 已添加, 已更新",
    "ja": "コピーしました, 保存しました, 送信しました, 追加しました, 更新しました",
    "ko": "복사됨, 저장됨, 저장되었습니다",
})  # fmt: skip
"""Words that confirm an action, briefly on a button or next to it, or in a message."""
_REPORTS = DONE | Words({
    "en": "is, are, was, were, has, have, had, been, not, no longer, cannot, can't, couldn't, failed, failure, "
    "error, success*, lost, undone, offline, online, welcome, thank(s), now",
    "de": "wurde(n), erfolgreich", "fr": "a été, ont été", "es": "se ha, se han, ha sido", "pt": "foi, foram",
    "it": "è stato, è stata", "nl": "werd, zijn",
})  # fmt: skip
_PARTICIPLE = re.compile(r"\b(?:\w{2,}ed|\w{2,}n't)\b", re.IGNORECASE)
_NO_PARTICIPLES = Words({
    "en": "need, feed, seed, speed, embed, unread, red, led",
})  # fmt: skip


def is_report(text: str) -> bool:
    """Whether a text reports something; commands begin with the plain form of a verb and have no such word."""
    return _REPORTS.search(text) is not None or _PARTICIPLE.search(text) is not None


def is_command(text: str) -> bool:
    """Whether a text begins with a verb or noun that only looks like a participle: a command, not a report."""
    return _NO_PARTICIPLES.match(text) is not None
