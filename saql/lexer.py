"""Text to tokens: one pattern for the whole language, and the parser's state to tell keywords from names.

Lark's contextual lexer makes a pattern for each set of terminals that can follow one another, and takes `orderq` for
`order q` where no name may stand. This one has a single pattern, which is quicker to make, and ends words at their end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lark import Token, UnexpectedCharacters
from lark.lexer import Lexer, LexerState, PatternStr

NAME = "IDENTIFIER"
_NOTHING = "_nothing"


class Word(Token):
    """A token of which only the place is known: what Lark's own do beside costs a sixth of the time of a parse."""

    __slots__ = ()

    def __new__(cls, kind: str, text: str, start: int, end: int) -> Word:
        """Return a token of a kind that stands from `start` to `end`."""
        found = str.__new__(cls, text)
        found.type = kind
        found.value = text
        found.start_pos = start
        found.end_pos = end
        found.line = found.column = found.end_line = found.end_column = None
        return found


class StatementLexer(Lexer):
    """Makes the tokens of one statement. A word is a keyword where the parser can go on with it, else a name."""

    __future_interface__ = 2  # of Lark's custom lexers: it gives slices of texts and the parser's state

    def __init__(self, conf: Any) -> None:
        """Take the grammar's terminals from Lark's configuration."""
        ignored = frozenset(conf.ignore)
        plain = {each.pattern.value: each.name for each in conf.terminals if isinstance(each.pattern, PatternStr)}
        self._keywords = {word: name for word, name in plain.items() if word.isalpha()}
        self._signs = {sign: name for sign, name in plain.items() if len(sign) == 1}
        signs = sorted((sign for sign in plain if not sign.isalpha()), key=len, reverse=True)
        nothing = [each.pattern.to_regexp() for each in conf.terminals if each.name in ignored]
        composed = [
            (each.name, each.pattern.to_regexp())
            for each in conf.terminals
            if each.name not in ignored and not isinstance(each.pattern, PatternStr)
        ]
        parts = [(_NOTHING, "|".join(nothing)), *composed, *((plain[sign], re.escape(sign)) for sign in signs)]
        self._match = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in parts)).match

    def lex(self, state: LexerState, parser: Any) -> Iterator[Token]:
        """Yield the tokens of a text as the parser asks for them.

        Raises:
            UnexpectedCharacters: What stands there begins no token.
        """
        source, counter = state.text.text, state.line_ctr
        place, stop = counter.char_pos, state.text.end
        states, match = parser.parse_conf.states, self._match
        keywords, signs = self._keywords, self._signs
        while place < stop:
            found = match(source, place, stop)
            if found is None:
                raise UnexpectedCharacters(source, place, 1, place + 1, state=parser)  # type: ignore[no-untyped-call]
            end, kind = found.end(), found.lastgroup or ""
            if kind != _NOTHING:
                word = found[0]
                able = states[parser.position]
                if kind == NAME and word in keywords:
                    if keywords[word] in able or NAME not in able:
                        kind = keywords[word]
                elif kind not in able and end == place + 2 and signs.get(word[0]) in able:
                    word, end, kind = word[0], place + 1, signs[word[0]]  # `q == load ..` goes on with `=`
                counter.char_pos = end
                token = Word(kind, word, place, end)
                state.last_token = token
                yield token
            place = end
