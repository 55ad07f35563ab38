"""Sign-in buttons are recognised in many languages."""

from __future__ import annotations

import pytest

from claude_scope.lexicon.sign_in_words import CONTINUE, SIGN_IN


@pytest.mark.parametrize("button", ["Sign in", "LOG IN", "Continue with Google", "Anmelden", "Iniciar sesion", "登录"])
def test_a_button_signs_in(button: str) -> None:
    assert SIGN_IN.match(button)


def test_only_the_whole_of_a_button_says_continue() -> None:
    assert CONTINUE.fullmatch("Weiter")
    assert not CONTINUE.fullmatch("Continue shopping")
    assert not SIGN_IN.match("Continue shopping")
