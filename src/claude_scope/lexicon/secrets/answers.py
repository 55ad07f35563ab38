"""Names of what people use to prove who they are: answers to security questions, memorable words."""

from __future__ import annotations

ANSWERS = {
    "en": "memorable word, memorable information, memorable answer, memorable phrase, secret word, secret answer, "
    "security answer(s), secret question answer, security question answer, answer to (your) security question, answer "
    "to the security question, answer to (your) secret question, mother s maiden name, mothers maiden name, maiden "
    "name of (your) mother, code word, your first pet, first pet s name, city were you born, challenge answer",
    "de": "sicherheitsantwort, geheime antwort, geheimantwort, antwort auf (die) sicherheitsfrage, antwort auf "
    "(ihre) sicherheitsfrage, antwort auf deine sicherheitsfrage, antwort zur sicherheitsfrage, antwort auf (die) "
    "geheime frage, mädchenname der mutter, mädchenname ihrer mutter, mädchenname deiner mutter, geburtsname der "
    "mutter, *codewort, *geheimwort, merkwort",
    "fr": "réponse secrète, réponse de sécurité, réponse à la question secrète, réponse à la question de "
    "sécurité, réponse à votre question secrète, réponse à votre question de sécurité, nom de jeune fille de (la) "
    "mère, nom de jeune fille de (votre) mère, nom de naissance de la mère, mot secret, mot mémorable",
    "es": "respuesta secreta, respuesta de seguridad, respuesta a la pregunta secreta, respuesta a la pregunta de "
    "seguridad, respuesta a tu pregunta de seguridad, apellido de soltera de (la) madre, apellido de soltera de (tu) "
    "madre, palabra secreta, palabra de seguridad",
    "pt": "resposta secreta, resposta de segurança, resposta à pergunta secreta, resposta à pergunta de "
    "segurança, resposta da pergunta de segurança, nome de solteira da mãe, apelido de solteira da mãe, palavra "
    "secreta, frase secreta",
    "it": "risposta segreta, risposta di sicurezza, risposta alla domanda segreta, risposta alla domanda di "
    "sicurezza, cognome da nubile della madre, cognome da nubile di tua madre, parola segreta, frase segreta",
    "nl": "geheim antwoord, beveiligingsantwoord, antwoord op (de) beveiligingsvraag, antwoord op (uw) "
    "beveiligingsvraag, antwoord op je beveiligingsvraag, antwoord op (de) geheime vraag, meisjesnaam van (uw) "
    "moeder, meisjesnaam van je moeder, *codewoord, geheim woord",
    "sv": "säkerhetssvar(et), svar på (din) säkerhetsfråga, svar på säkerhetsfrågan, hemligt svar, mors "
    "flicknamn, mammas flicknamn, kodord, hemligt ord",
    "da": "sikkerhedssvar(et), svar på (dit) sikkerhedsspørgsmål, svar på sikkerhedsspørgsmålet, hemmeligt svar, "
    "mors pigenavn, hemmeligt ord",
    "nb": "sikkerhetssvar(et), svar på (ditt) sikkerhetsspørsmål, svar på sikkerhetsspørsmålet, hemmelig svar, "
    "mors pikenavn, kodeord, hemmelig ord",
    "fi": "turvakysymyksen vastaus, vastaus turvakysymykseen, salainen vastaus, äidin tyttönimi, tunnussana",
    "pl": "odpowiedź na pytanie zabezpieczające, odpowiedź na pytanie bezpieczeństwa, odpowiedź na pytanie "
    "pomocnicze, sekretna odpowiedź, tajna odpowiedź, nazwisko panieńskie matki, nazwisko rodowe matki, słowo "
    "hasłowe, tajne słowo",
    "cs": "odpověď na bezpečnostní otázku, odpověď na kontrolní otázku, bezpečnostní odpověď, tajná odpověď, "
    "rodné příjmení matky, příjmení matky za svobodna, heslové slovo, tajné slovo",
    "sk": "odpoveď na bezpečnostnú otázku, bezpečnostná odpoveď, rodné priezvisko matky",
    "hu": "biztonsági kérdés válasza, válasz a biztonsági kérdésre, biztonsági válasz, titkos válasz, anyja "
    "leánykori neve, titkos szó, jelige",
    "ro": "răspuns la întrebarea de securitate, răspunsul la întrebarea de securitate, răspuns secret, numele de "
    "fată al mamei, cuvânt secret",
    "tr": "güvenlik sorusunun cevabı, güvenlik sorusu cevabı, güvenlik sorusunun yanıtı, güvenlik sorusu yanıtı, "
    "gizli cevap, gizli yanıt, anne kızlık soyadı, annenizin kızlık soyadı, gizli kelime",
    "ru": "ответ на секретный вопрос, ответ на контрольный вопрос, контрольный ответ, секретный ответ, девичья "
    "фамилия матери, кодовое слово, секретное слово, контрольное слово",
    "uk": "відповідь на секретне питання, відповідь на контрольне запитання, відповідь на секретне запитання, "
    "секретна відповідь, дівоче прізвище матері, кодове слово, секретне слово",
    "el": "απάντηση ασφαλείας, απάντηση στην ερώτηση ασφαλείας, μυστική απάντηση, πατρικό όνομα μητέρας, μυστική "
    "λέξη",
    "ar": "إجابة سؤال الأمان, إجابة السؤال السري, الإجابة السرية, جواب سؤال الأمان, اسم عائلة الأم قبل الزواج",
    "he": "תשובה לשאלת אבטחה, תשובה לשאלת האבטחה, תשובת אבטחה, תשובה סודית, שם נעורים של האם, מילת סוד, מילה סודית",
    "hi": "सुरक्षा प्रश्न का उत्तर, सुरक्षा उत्तर, गुप्त उत्तर, माँ का विवाहपूर्व नाम",
    "zh": "密保答案, 安全问题答案, 安全问题的答案, 安全問題答案, 安全性問題的答案, 安全提问答案, 提示問題答案, "
    "安全答案, 母亲的婚前姓氏, 母親的婚前姓氏",
    "ja": "秘密の質問の答え, 秘密の質問の回答, 秘密の答え, セキュリティ質問の答え, セキュリティの質問の答え, "
    "母親の旧姓, 合い言葉",
    "ko": "보안 질문 답변, 보안 질문의 답변, 보안 질문 답, 비밀번호 찾기 답변, 본인 확인 답변, 어머니의 결혼 전 성",
    "vi": "câu trả lời bảo mật, câu trả lời cho câu hỏi bảo mật",
    "id": "jawaban pertanyaan keamanan, jawaban rahasia, nama gadis ibu",
}  # fmt: skip
