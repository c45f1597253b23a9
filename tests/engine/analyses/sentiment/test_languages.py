"""Languages are told apart, or said not to be certain; no other language is ever taken for English."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analyses.sentiment.languages import ENGLISH, NO_TEXT, UNSURE, Recogniser

RECOGNISER = Recogniser()

SENTENCES = {
    ENGLISH: (
        "Thank you, that was quick.",
        "The export stopped half way and nobody answered.",
        "Not what I had hoped for",
        "I've been waiting for three weeks, this is terrible!",
        "Never again.",
        "Works perfectly now, great job by your people",
    ),
    "German": (
        "Die Rechnung stimmt schon wieder nicht.",
        "Danke, das ging sehr schnell!",
        "Leider habe ich noch keine Antwort bekommen",
        "Alles gut, wir sind zufrieden.",
        "Warum muss ich das jedes Mal neu erklären?",
    ),
    "French": (
        "Merci beaucoup pour votre aide.",
        "Je n'ai toujours pas de réponse",
        "Le problème n'est pas résolu et personne ne rappelle.",
        "Très bon accueil, tout est clair",
    ),
    "Spanish": (
        "Muchas gracias por la ayuda.",
        "Todavía no tengo respuesta",
        "El problema sigue sin resolver y nadie llama.",
        "Muy buena atención, todo está claro",
    ),
    "Italian": (
        "Grazie mille per l'aiuto.",
        "Non ho ancora ricevuto una risposta",
        "Il problema non è stato risolto e nessuno richiama.",
        "Tutto molto chiaro, siamo contenti",
    ),
    "Portuguese": (
        "Muito obrigado pela ajuda.",
        "Ainda não tenho resposta de vocês",
        "O problema não foi resolvido e ninguém liga.",
        "Tudo muito claro, estou contente com o atendimento",
    ),
    "Dutch": (
        "Bedankt voor de snelle hulp.",
        "Ik heb nog steeds geen antwoord",
        "Het probleem is niet opgelost en niemand belt terug.",
        "Wij zijn zeer tevreden met het resultaat",
    ),
    "Swedish": (
        "Tack för hjälpen.",
        "Jag har fortfarande inte fått något svar",
        "Felet är inte löst och ingen ringer tillbaka.",
    ),
    "Danish": (
        "Tak for hjælpen.",
        "Jeg har stadig ikke fået noget svar",
        "Fejlen er ikke løst, og ingen ringer tilbage.",
    ),
    "Norwegian": (
        "Takk for hjelpen.",
        "Jeg har fortsatt ikke fått noe svar",
        "Feilen er ikke løst, og ingen ringer meg tilbake.",
    ),
    "Polish": (
        "Dziękuję za szybką pomoc.",
        "Nadal nie mam odpowiedzi",
        "Błąd nie został usunięty i nikt nie oddzwania.",
    ),
    "Turkish": (
        "Yardım için çok teşekkürler.",
        "Hala bir yanıt almadım",
        "Sorun çözülmedi ve kimse aramadı, çok kötü.",
    ),
    "Greek": ("Ευχαριστώ πολύ",),
    "Cyrillic script": ("Спасибо за помощь", "Дякую, все працює"),
    "Hebrew": ("תודה רבה",),
    "Arabic script": ("شكرا جزيلا",),
    "Hindi or another in Devanagari": ("बहुत धन्यवाद",),
    "Thai": ("ขอบคุณมาก",),
    "Korean": ("정말 감사합니다",),
    "Japanese": ("対応が遅いです", "ありがとうございます"),
    "Chinese": ("服务很好",),
}
OTHERS = [(language, text) for language, texts in SENTENCES.items() for text in texts if language != ENGLISH]
NORTHERN = {"Swedish", "Danish", "Norwegian"}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_recognised(language):
    found = {text: RECOGNISER.language(text) for text in SENTENCES[language]}
    # Danish and Norwegian are written so much alike that a short text may be either.
    allowed = {language, UNSURE} if language in NORTHERN else {language}
    assert {text: each for text, each in found.items() if each not in allowed} == {}
    assert language in found.values()


@given(st.sampled_from(OTHERS), st.data())
@settings(deadline=None, max_examples=300)
def test_no_part_of_another_language_is_taken_for_english(sentence, data):
    words = sentence[1].split()
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    assert RECOGNISER.language(" ".join(words[start:end])) != ENGLISH


@given(st.text())
@settings(deadline=None)
def test_any_text_has_an_answer(text):
    assert RECOGNISER.language(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", NO_TEXT),
        ("  12:30, 4/5", NO_TEXT),
        ("Atlas X200", UNSURE),
        ("OK", UNSURE),
        ("Das Portal ist sehr langsam, could you please fix it soon", UNSURE),
        ("anna@example.com https://example.com/the/answer/is/not/there", NO_TEXT),
        ("The team wrote 谢谢 to us and we were happy", ENGLISH),
        ("谢谢你们的帮助 thank you", UNSURE),
        ("A nem működik", UNSURE),
        ("Nefunguje to vůbec", UNSURE),
        ("Nu funcționează deloc", UNSURE),
        ("Mr Müller was very helpful at the café", ENGLISH),
    ],
)
def test_what_is_not_certain_is_said_so(text, expected):
    assert RECOGNISER.language(text) == expected
