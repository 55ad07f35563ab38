"""Error messages are recognised by their words in many languages; harmless texts with the same words are not errors."""

from __future__ import annotations

import pytest

from claude_scope.lexicon.error_words import (
    alert_says_error,
    asks_to_confirm,
    has_error_word,
    only_requires,
    says_error,
)


@pytest.mark.parametrize(
    "text",
    ["Something went wrong", "Could not save", "Couldn’t save", "Enter a valid email", "Entera valid email",
     "Die Postleitzahl ist ungültig.", "UNGULTIG", "Speichern fehlgeschlagen", "Cette adresse est invalide",
     "Este campo es obligatorio", "Não foi possível salvar", "Pagina non trovata", "Er is een fout opgetreden",
     "Nie udało się zapisać", "Не удалось сохранить", "保存失败", "保存できませんでした", "Error code: 404",
     "Could not load the error log", "No such file or directory", "Circular reference detected",
     "2 failed tests", "Failed request: GET /users", "Please fix errors below", "Wrong password", "Falsches Passwort",
     "必須項目です", "You do not have permission to view this page", "A page with this name already exists",
     "The passwords do not match", "Senha incorreta", "As senhas não coincidem", "Upload failed, retry?",
     "Could not connect: is the server running?", "Login failed\nForgot your password?",
     "Die Passwörter stimmen nicht überein", "Impossible de charger la page", "Ce nom existe déjà",
     "La contraseña no coincide", "Já existe um usuário com este nome", "Impossibile salvare il file",
     "Deze naam bestaat al", "Plik już istnieje", "Formuläret innehåller fel", "Soubor již existuje",
     "Dosya yüklenemedi", "Имя уже используется", "Значення вже існує", "密码无效", "コードが無効です",
     "이미 사용 중입니다", "كلمة المرور غير صحيحة"],
)  # fmt: skip
def test_a_message_with_words_of_an_error_is_one_whatever_it_looks_like(text: str) -> None:
    assert says_error(text)
    assert has_error_word(text)


@pytest.mark.parametrize(
    ("text", "in_red", "in_an_alert"),
    [
        ("This cannot be saved.", True, True),
        ("Speichern kann nicht warten", True, True),
        ("Quota: limit reached", True, True),
        ("Insufficient funds", True, True),
        ("The value must be a number", True, True),
        ("This file type is not allowed", True, True),
        ("Der Name ist zu lang", True, True),
        ("De naam mag niet leeg zijn", True, True),
        ("Değer çok uzun", True, True),
        ("Это поле не может быть пустым", True, True),
        ("名称太长", True, True),
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
     "Terror", "errorless", "last_error", "Refuse to sell", "Tokens expire in a day", "Ab dem Blad 2", "La loi"],
)  # fmt: skip
def test_other_texts_are_not_errors(text: str) -> None:
    assert not alert_says_error(text)


@pytest.mark.parametrize(
    "text",
    ["You must be a member to comment", "Already used by 10,000 teams", "Das muss ein Traum sein",
     "Impossible de résister", "Nunca es demasiado tarde", "Amplo e muito grande", "Bello e troppo caro",
     "Deze klassieker mag niet ontbreken", "Det finns inte plats", "Tego nie można przegapić", "Zkuste to zdarma",
     "Çok büyük bir şehir", "Кофе должен быть горячим", "Потрібно не менше двох осіб", "无法忘记的一天",
     "美味しすぎます", "المبلغ المطلوب", "Not found what you look for?", "Unable to scan?", "找不到合适的角色？"],
)  # fmt: skip
def test_calm_texts_with_weaker_words_and_questions_are_not_errors_without_a_sign(text: str) -> None:
    assert not says_error(text)


@pytest.mark.parametrize(
    "text",
    ["If the connection failed, check the cable", "Returns None when the file was not found.",
     "Falls die Datei nicht gefunden wird, wird sie angelegt", "Если файл не найден, он будет создан",
     "Cuando no se encontró el archivo, se crea", "如果找不到文件，请新建", "エラーが発生した場合はお知らせください",
     'A message such as "file not found" means that it was moved', "«not found» ist nur ein Wort"],
)  # fmt: skip
def test_what_may_happen_is_not_an_error(text: str) -> None:
    assert not alert_says_error(text)


@pytest.mark.parametrize(
    "text",
    ["Could not save. If this happens again, write to us", "An error occurred when saving", "Se ha producido un error",
     "Si è verificato un errore", "Fehler beim Speichern, falls nötig neu laden", "保存に失敗しました"],
)  # fmt: skip
def test_what_happened_is_an_error_whatever_may_follow(text: str) -> None:
    assert says_error(text)


def test_a_requirement_is_not_a_failure() -> None:
    assert only_requires("Must contain at least 8 characters")
    assert only_requires("* поля обязательны: это обязательное поле")
    assert not only_requires("The name is invalid, a name is required")
    assert not only_requires("Could not save")


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
        "Bu işlem geri alınamaz.",
        "Цю дію неможливо скасувати.",
        "Åtgärden kan inte ångras.",
        "لا يمكن التراجع عن هذا الإجراء",
        "Tej akcji nie można cofnąć.",
        "Это действие нельзя отменить.",
    ],
)
def test_a_question_before_something_is_done_for_good_is_calm(text: str) -> None:
    assert asks_to_confirm(text)
