"""One choice, and every way in which it reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from transcode.inbound.lines import ShownLine
from transcode.inbound.reading import Word, expanded, fold, loose, plain, split_words
from transcode.inbound.words import NEGATIONS, UNSPACED_NEGATIONS
from transcode.result import ReplyOption

__all__ = ["ENUMERATED", "MAX_LABEL", "Option", "distinct"]

MAX_LABEL: Final = 16_000
"""Characters of a label or a line beyond which nobody types it: eight times what an SMS holds."""

ENUMERATED: Final = re.compile(r"\(?([0-9]{1,3}|[a-z])\s?[.):\-–]\s+(\S.*)")
_TIME: Final = re.compile("[0-9]{1,2}:[0-9]{2}")


class Option:
    """One choice, and every way in which it reads; each is made once, when it is asked for."""

    def __init__(self, reply: ReplyOption, postback: str, line: ShownLine | None) -> None:
        self.reply = reply
        self.postback = postback
        self.line = line

    @cached_property
    def contents(self) -> list[str]:
        """Its line without the mark before it, folded; without a line of its own, its label as shown."""
        return distinct(self.line.content if self.line else self.reply.shown)

    @cached_property
    def lines(self) -> list[str]:
        """Its line, with and without the mark before it, folded."""
        return [*self.contents, *distinct(self.line.whole if self.line else "")]

    @cached_property
    def shown(self) -> list[str]:
        """Its label as the recipient reads it, folded."""
        return distinct(self.reply.shown)

    @cached_property
    def labels(self) -> list[str]:
        """Its label, as shown and as written."""
        return list(dict.fromkeys((*self.shown, *distinct(self.reply.label))))

    @cached_property
    def readings(self) -> list[str]:
        """Its line, its label as shown, and its label as the sender wrote it."""
        return list(dict.fromkeys((*self.lines, *self.labels)))

    @cached_property
    def bare_readings(self) -> list[str]:
        """The same without the mark before the line."""
        return list(dict.fromkeys((*self.contents, *self.labels)))

    @cached_property
    def enumerator(self) -> str | None:
        """The number or letter with which its label begins: ``2. Sales``, ``b) No``."""
        match = next(filter(None, map(ENUMERATED.match, distinct(self.reply.label))), None)
        return None if match is None else str(int(match[1])) if match[1].isdigit() else match[1]

    @cached_property
    def shown_enumerators(self) -> list[str]:
        """The same with the point or bracket that follows it."""
        matches = [match for label in self.labels if (match := ENUMERATED.match(label))]
        return [match[0][: match.start(2)].strip() for match in matches]

    @cached_property
    def extras(self) -> list[str]:
        """Its label without enumerator or with that behind it, without the emoji around it, and its target."""
        matches = [match for label in self.labels if (match := ENUMERATED.match(label))]
        bare = [text for match in matches for text in (match[2], f"{match[2]} {match[1]}")]
        unadorned = [] if self.is_negative else [text for text in map(plain, self.labels) if text]
        target = self.line.target if self.line else ""
        return [*bare, *unadorned, *distinct(target, target.removeprefix("+"))]

    @cached_property
    def times(self) -> list[str]:
        """Its label, where that is a time of day."""
        return [label for label in self.labels if _TIME.fullmatch(label)]

    # --- word by word ---

    @cached_property
    def words(self) -> list[tuple[Word, ...]]:
        """The words of its label, as shown and as written; of a time of day also with a point."""
        labels = [*self.labels, *(label.replace(":", ".") for label in self.times)]
        return [words for label in labels if (words := split_words(label))]

    @cached_property
    def loose_words(self) -> list[tuple[str, ...]]:
        """The same without accents, and with two letters for one that has them."""
        return list(dict.fromkeys(tuple(form) for words in self.words for form in _forms(words)))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All those words."""
        return frozenset(word for words in self.loose_words for word in words)

    @cached_property
    def first_words(self) -> frozenset[str]:
        """Those that its label begins with."""
        return frozenset(words[0] for words in self.loose_words)

    @cached_property
    def hints(self) -> frozenset[str]:
        """Those of scripts that separate words."""
        return frozenset(loose(word.text) for words in self.words for word in words if not word.joined)

    @cached_property
    def is_negative(self) -> bool:
        """Whether the choice itself says no."""
        return any(
            any(word.text in NEGATIONS for word in words) or "".join(w.text for w in words) in UNSPACED_NEGATIONS
            for words in self.words
        )


def _forms(words: Iterable[Word]) -> Iterable[Iterable[str]]:
    texts = [word.text for word in words]
    yield map(loose, texts)
    yield (loose(expanded(text)) for text in texts)


def distinct(*texts: str) -> list[str]:
    """Return the folded texts, each once, without those that are empty or that nobody types."""
    folded = dict.fromkeys(fold(text) for text in texts if len(text) <= MAX_LABEL)
    return [text for text in folded if text]
