"""Error messages are known by their words in many languages, and calm texts with the same words are none."""

from __future__ import annotations

import pytest

from claude_scope.lexicon.error_words import alert_says_error, asks_to_confirm, has_error_word, says_error


@pytest.mark.parametrize(
    "text",
    ["Something went wrong", "Could not save", "Couldn’t save", "Enter a valid email", "Entera valid email",
     "Die Postleitzahl ist ungültig.", "UNGULTIG", "Speichern fehlgeschlagen", "Cette adresse est invalide",
     "Este campo es obligatorio", "Não foi possível salvar", "Pagina non trovata", "Er is een fout opgetreden",
     "Nie udało się zapisać", "Не удалось сохранить", "保存失败", "保存できませんでした", "Error code: 404",
     "Could not load the error log", "No such file or directory", "Circular reference detected",
     "2 failed tests", "Failed request: GET /users", "Please fix errors below", "Wrong password", "Falsches Passwort",
     "必須項目です", "You do not have permission to view this page", "A page with this name already exists",
     "The passwords do not match", "The value must be a number", "This file type is not allowed",
     "Die Passwörter stimmen nicht überein", "Impossible de charger la page", "Ce nom existe déjà",
     "La contraseña no coincide", "Já existe um usuário com este nome", "Impossibile salvare il file",
     "Deze naam bestaat al", "Plik już istnieje", "Formuläret innehåller fel", "Soubor již existuje",
     "Değer çok uzun", "Имя уже используется", "Значення вже існує", "密码无效", "コードが無効です",
     "이미 사용 중입니다", "كلمة المرور غير صحيحة"],
)  # fmt: skip
def test_a_message_says_an_error_whatever_it_looks_like(text: str) -> None:
    assert says_error(text)
    assert has_error_word(text)


@pytest.mark.parametrize(
    ("text", "in_red", "in_an_alert"),
    [
        ("This cannot be saved.", True, True),
        ("Speichern kann nicht warten", True, True),
        ("Quota: limit reached", True, True),
        ("Insufficient funds", True, True),
        ("Title required", False, True),
        ("Das Feld muss gefüllt werden", False, True),
    ],
)
def test_a_weaker_word_needs_a_sign_of_an_error(text: str, in_red: bool, in_an_alert: bool) -> None:
    assert (says_error(text), has_error_word(text), alert_says_error(text)) == (False, in_red, in_an_alert)


@pytest.mark.parametrize(
    "text",
    ["12 passed, 0 failed", "Errors: 0",
     "No errors in the last hour", "0 errors", "Error rate", "Error code", "Keine Fehler", "Sans erreurs", "没有错误",
     "This cannot be undone. Click Remove again to confirm.", "Das kann nicht rückgängig gemacht werden",
     "Report an error", "Failure rate", "Show errors",
     "Not found what you look for?", "Unable to scan?", "找不到合适的角色？",
     "Terror", "errorless", "last_error", "Refuse to sell", "Tokens expire in a day", "Ab dem Blad 2", "La loi"],
)  # fmt: skip
def test_other_texts_are_no_errors(text: str) -> None:
    assert not alert_says_error(text)


def test_ten_errors_are_not_no_errors() -> None:
    assert says_error("10 errors")


@pytest.mark.parametrize(
    "text",
    [
        "Are you sure?",
        "Êtes-vous sûr ?",
        "¿Estás seguro?",
        "Das ist unwiderruflich",
        "Tuto akci nelze vrátit zpět.",
        "Tej akcji nie można cofnąć.",
        "Это действие нельзя отменить.",
    ],
)
def test_a_question_before_something_is_done_for_good_is_calm(text: str) -> None:
    assert asks_to_confirm(text)
