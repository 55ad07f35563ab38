"""The subjects of security questions: the first pet, the first school, the mother's maiden name."""

from __future__ import annotations

QUESTIONS = {
    "en": "first pet, first school, first car, childhood pet, childhood friend, childhood nickname, favourite "
    "teacher, favorite teacher, first teacher, street you grew up, street did you grow up, city were you born, town "
    "were you born, where were you born, first concert, mother s birth name, primary school name, elementary school "
    "name",
    "de": "erstes haustier, ersten haustiers, ihr erstes haustier, ersten haustieres, erste schule, ersten "
    "schule, erstes auto, ersten autos, spitzname in der kindheit, lieblingslehrer, lieblingslehrers, geburtsname "
    "ihrer mutter, geburtsname deiner mutter, stadt wurden sie geboren, stadt bist du geboren",
    "fr": "premier animal, première école, première voiture, ami d enfance, meilleur ami d enfance, surnom d "
    "enfance, professeur préféré, ville êtes vous né, ville es tu né, ville de naissance de (votre) mère, rue de "
    "votre enfance",
    "es": "primera mascota, primer colegio, primera escuela, primer coche, primer auto, amigo de la infancia, "
    "apodo de la infancia, profesor favorito, maestro favorito, ciudad naciste, ciudad nació, calle en la que "
    "creciste",
    "pt": "primeiro animal, primeira escola, primeiro carro, primeiro bicho, amigo de infância, apelido de "
    "infância, professor favorito, professor preferido, cidade você nasceu, cidade nasceu, rua da sua infância",
    "it": "primo animale, prima scuola, prima auto, prima macchina, amico d infanzia, soprannome da bambino, "
    "insegnante preferito, maestra preferita, città sei nato, città è nato, cognome da nubile",
    "nl": "eerste huisdier, eerste school, eerste auto, jeugdvriend, bijnaam als kind, favoriete leraar, stad "
    "bent u geboren, stad ben je geboren",
    "sv": "första husdjur, första husdjuret, första skola, första bil, barndomsvän, smeknamn som barn, "
    "favoritlärare, stad föddes du",
    "da": "første kæledyr, første skole, første bil, barndomsven, yndlingslærer, by blev du født",
    "nb": "første kjæledyr, første skole, første bil, barndomsvenn, favorittlærer, by ble du født",
    "fi": "ensimmäisen lemmikkisi, ensimmäinen lemmikkisi, ensimmäisen lemmikin, ensimmäinen koulusi, ensimmäinen "
    "autosi, lapsuuden ystävä, lempiopettaja, lempiopettajasi, kaupungissa synnyit",
    "et": "esimese lemmiklooma, esimene lemmikloom, ema neiupõlvenimi",
    "pl": "pierwsze zwierzę, pierwszego zwierzęcia, pierwszego zwierzaka, pierwsza szkoła, pierwszej szkoły, "
    "pierwszego samochodu, pierwszy samochód, przyjaciela z dzieciństwa, ulubionego nauczyciela, mieście się "
    "urodziłeś",
    "cs": "první domácí zvíře, prvního domácího zvířete, první domácí mazlíček, prvního mazlíčka, první škola, "
    "první školy, první auto, přítel z dětství, oblíbený učitel, oblíbeného učitele",
    "sk": "prvé domáce zviera, prvého domáceho zvieraťa, prvá škola, prvé auto, obľúbený učiteľ",
    "hu": "első háziállat*, első kisállat*, első iskol*, első autó*, gyerekkori barát*, kedvenc tanár*",
    "ro": "primul animal, primului animal, prima școală, primei școli, prima mașină, primei mașini, prieten din "
    "copilărie, profesorul preferat, profesorului preferat",
    "sl": "prvi hišni ljubljenček, prvega hišnega ljubljenčka, prva šola",
    "hr": "prvi kućni ljubimac, prvog kućnog ljubimca, prva škola, prve škole, majčino djevojačko prezime",
    "sr": "prvi ljubimac, prvog kućnog ljubimca, prva škola",
    "bg": "първия домашен любимец, първият домашен любимец, първото училище, моминското име на майка",
    "tr": "ilk evcil hayvan*, ilk okulunuz, ilkokul öğretmen*, ilk araba*, çocukluk arkadaş*, en sevdiğiniz öğretmen",
    "ru": "первого питомца, первый питомец, первого домашнего животного, первого домашнего питомца, первой школы, "
    "первая школа, первого автомобиля, первая машина, друга детства, любимого учителя, любимый учитель",
    "uk": "першого улюбленця, першого домашнього улюбленця, перша домашня тварина, першої домашньої тварини, "
    "першої школи, першого автомобіля, друга дитинства, улюбленого вчителя",
    "el": "πρώτου σας κατοικιδίου, πρώτο κατοικίδιο, πρώτου κατοικιδίου, πρώτο σχολείο, πρώτου σχολείου, πρώτο "
    "αυτοκίνητο, παιδικού φίλου, αγαπημένου δασκάλου",
    "ar": "أول حيوان أليف, اول مدرسة, أول مدرسة, أول سيارة, صديق الطفولة, معلمك المفضل",
    "fa": "اولین حیوان خانگی, اولین مدرسه, نام معلم",
    "he": "חיית המחמד הראשונה, בית הספר הראשון, הרכב הראשון, חבר הילדות, המורה האהוב",
    "hi": "पहले पालतू, पहला पालतू, पहले स्कूल, पहली कार, बचपन के दोस्त, पसंदीदा शिक्षक",
    "zh": "第一只宠物, 第一隻寵物, 第一个宠物, 第一所学校, 小学名称, 小學名稱, 第一辆车, 童年好友, 最喜欢的老师, "
    "小学班主任",
    "ja": "最初に飼ったペット, 初めて飼ったペット, 最初のペット, 小学校の名前, 卒業した小学校, 初めての車, "
    "子供の頃のあだ名, 幼なじみの名前, 好きだった先生",
    "ko": "첫 번째 애완동물, 첫 애완동물, 첫 반려동물, 첫 번째 반려동물, 출신 초등학교, 졸업한 초등학교, 첫 차, "
    "어릴 적 별명, 가장 친한 친구, 기억에 남는 선생님",
    "vi": "thú cưng đầu tiên, trường học đầu tiên, chiếc xe đầu tiên, bạn thời thơ ấu, giáo viên yêu thích",
    "th": "สัตว์เลี้ยงตัวแรก, โรงเรียนแรก, รถคันแรก, เพื่อนสมัยเด็ก",
    "id": "hewan peliharaan pertama, sekolah pertama, mobil pertama, teman masa kecil, guru favorit",
    "ms": "haiwan peliharaan pertama, sekolah pertama",
    "ca": "primera mascota, primera escola",
}  # fmt: skip

ASKED = {
    "en": "security question, secret question, challenge question, recovery question",
    "de": "sicherheitsfrage, geheimfrage, geheime frage, kontrollfrage",
    "fr": "question secrète, question de sécurité",
    "es": "pregunta de seguridad, pregunta secreta",
    "pt": "pergunta de segurança, pergunta secreta",
    "it": "domanda di sicurezza, domanda segreta",
    "nl": "beveiligingsvraag, geheime vraag, controlevraag",
    "sv": "säkerhetsfråga, säkerhetsfrågan, kontrollfråga, hemlig fråga",
    "da": "sikkerhedsspørgsmål, hemmeligt spørgsmål",
    "nb": "sikkerhetsspørsmål, hemmelig spørsmål",
    "fi": "turvakysymys, turvakysymyksesi",
    "et": "turvaküsimus",
    "pl": "pytanie bezpieczeństwa, pytanie zabezpieczające, pytanie pomocnicze, tajne pytanie",
    "cs": "bezpečnostní otázka, kontrolní otázka, tajná otázka",
    "sk": "bezpečnostná otázka, kontrolná otázka",
    "hu": "biztonsági kérdés, titkos kérdés",
    "ro": "întrebare de securitate, întrebarea de securitate, întrebare secretă",
    "hr": "sigurnosno pitanje, tajno pitanje",
    "sl": "varnostno vprašanje",
    "tr": "güvenlik sorusu, gizli soru",
    "ru": "секретный вопрос, контрольный вопрос, вопрос безопасности, sekretnyy vopros, kontrolnyy vopros",
    "uk": "секретне питання, контрольне питання, секретне запитання, контрольне запитання, питання безпеки",
    "bg": "таен въпрос, секретен въпрос, въпрос за сигурност",
    "el": "ερώτηση ασφαλείας, μυστική ερώτηση",
    "ar": "سؤال الأمان, السؤال السري, سؤال أمان",
    "fa": "سؤال امنیتی, سوال امنیتی",
    "he": "שאלת אבטחה, שאלת האבטחה",
    "hi": "सुरक्षा प्रश्न, गुप्त प्रश्न",
    "zh": "安全问题, 安全問題, 密保问题, 密保問題, 安全提问",
    "ja": "秘密の質問, セキュリティの質問, セキュリティ質問",
    "ko": "보안 질문, 비밀번호 찾기 질문, 본인 확인 질문",
    "vi": "câu hỏi bảo mật, câu hỏi bí mật",
    "th": "คำถามเพื่อความปลอดภัย, คำถามรักษาความปลอดภัย, คำถามลับ",
    "id": "pertanyaan keamanan, pertanyaan rahasia",
}
"""Words for a security question."""
ANSWER = (
    "answer|antwort|réponse|reponse|respuesta|resposta|risposta|antwoord|svar|vastaus|vastus|odpowiedź|odpowiedz|odpověď|odpoved|"
    "odpoveď|válasz|valasz|răspuns|raspuns|odgovor|cevap|yanıt|yanit|ответ|otvet|відповідь|отговор|απάντηση|الإجابة|إجابة|"
    "الجواب|جواب|پاسخ|תשובה|उत्तर|जवाब|答案|回答|答え|답변|답|trả lời|câu trả lời|tra loi|คำตอบ|jawaban"
)
"""Words before the answer."""
