"""Which language a text is in, or that it can't be told.

Texts of customers are short, so what counts is what short texts have: frequent words, and letters. Sure is only what
stands out clearly; all else is `UNSURE`, never the likeliest.
"""

from __future__ import annotations

import re
from collections import Counter

from engine.analyses.sentiment import profiles
from engine.analyses.sentiment.profiles import ENGLISH

UNSURE = "Not certain"
NO_TEXT = "No text"

_SCRIPTS = (
    ("Greek", "\u0370-\u03ff\u1f00-\u1fff"),
    ("Cyrillic script", "\u0400-\u04ff"),
    ("Hebrew", "\u0590-\u05ff"),
    ("Arabic script", "\u0600-\u06ff\u0750-\u077f"),
    ("Hindi or another in Devanagari", "\u0900-\u097f"),
    ("Thai", "\u0e00-\u0e7f"),
    ("Korean", "\u1100-\u11ff\uac00-\ud7af"),
    ("Japanese", "\u3040-\u30ff"),
    ("Chinese", "\u3400-\u4dbf\u4e00-\u9fff"),
)
_OTHER_LETTERS = re.compile("|".join(f"(?P<script{at}>[{letters}]+)" for at, (_, letters) in enumerate(_SCRIPTS)))
_NOT_LATIN = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2c00-\ud7ff]")
_NOT_ENGLISH = re.compile("[\u00aa-\u024f]")
_STRANGE = re.compile("[\u00df-\u00f6\u00f8-\u024f]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_NO_TEXT = re.compile(r"[\W\d_]*")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")

_LEAST = 1.0
"""A language needs as much evidence as one word that no other has."""
_CLEAR = 1.8
"""And so many times as much as the next."""
_SHARE = 0.25
"""And for every word of the text so much."""
_LETTER_WEIGHT = 0.6


class Recogniser:
    """Tells languages apart. It keeps its profiles; threads may share it."""

    def __init__(self) -> None:
        """Make the profiles."""
        self._words = {
            word: tuple((language, 1.0 / len(languages)) for language in languages)
            for word, languages in profiles.words().items()
        }
        self._letters = profiles.letters()
        self._alphabets = profiles.alphabets()

    def language(self, text: str) -> str:
        """Return the language of a text, the script where that is all that can be told, `UNSURE`, or `NO_TEXT`.

        Args:
            text: any text; web and mail addresses in it do not count.
        """
        text = _ADDRESS.sub(" ", text) if "@" in text or "://" in text or "www." in text else text
        script = self._script(text) if _NOT_LATIN.search(text) else None
        if script is not None:
            return script
        words = _WORD.findall(text.lower().replace("\u2019", "'"))
        if not words:
            return UNSURE if not _NO_TEXT.fullmatch(text) else NO_TEXT
        found = self._clearest(self._evidence(words, text), len(words))
        return found if found == UNSURE or self._may_be(found, text) else UNSURE

    def _script(self, text: str) -> str | None:
        """Return the script that most letters are in, None where that is Latin."""
        counts: Counter[str] = Counter()
        for found in _OTHER_LETTERS.finditer(text):
            counts[_SCRIPTS[int((found.lastgroup or "script0")[6:])][0]] += found.end() - found.start()
        if not counts:
            return None
        if counts["Japanese"]:  # it has Chinese signs, too
            counts["Japanese"] += counts.pop("Chinese", 0)
        name, most = counts.most_common(1)[0]
        latin = sum(len(each) for each in _WORD.findall(text)) - sum(counts.values())
        return name if most > max(latin, 0) else UNSURE if most * 4 > latin else None

    def _evidence(self, words: list[str], text: str) -> dict[str, float]:
        evidence: dict[str, float] = {}
        for word in words:
            for language, weight in self._words.get(word, ()):
                evidence[language] = evidence.get(language, 0.0) + weight
        if _NOT_ENGLISH.search(text):
            for word in words:
                for letter in set(word):
                    for language in self._letters.get(letter, ()):
                        evidence[language] = evidence.get(language, 0.0) + _LETTER_WEIGHT
        return evidence

    def _may_be(self, language: str, text: str) -> bool:
        """Return whether a text has no letters that are strange to a language: those of one without a profile."""
        return self._alphabets[language].issuperset(_STRANGE.findall(text.lower()))

    def _clearest(self, evidence: dict[str, float], words: int) -> str:
        best, second, name = 0.0, 0.0, UNSURE
        for language, each in evidence.items():
            if each > best:
                best, second, name = each, best, language
            elif each > second:
                second = each
        clear = best >= max(_LEAST, _SHARE * words) and best >= _CLEAR * second
        return name if clear else UNSURE


__all__ = ["ENGLISH", "NO_TEXT", "UNSURE", "Recogniser"]
