"""Words beside security questions and their answers."""

from __future__ import annotations

from claude_scope.lexicon.word_lists import word_list

ASKED = word_list("secret_names", "asked")
"""Words for a security question."""
ANSWER = (
    "answer|antwort|réponse|reponse|respuesta|resposta|risposta|antwoord|svar|vastaus|vastus|odpowiedź|odpowiedz|odpověď|odpoved|"
    "odpoveď|válasz|valasz|răspuns|raspuns|odgovor|cevap|yanıt|yanit|ответ|otvet|відповідь|отговор|απάντηση|الإجابة|إجابة|"
    "الجواب|جواب|پاسخ|תשובה|उत्तर|जवाब|答案|回答|答え|답변|답|trả lời|câu trả lời|tra loi|คำตอบ|jawaban"
)
"""Words before the answer."""
