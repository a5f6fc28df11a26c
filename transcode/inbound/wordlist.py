"""A list of words, and how a word of a reply is looked up in it."""

from __future__ import annotations

from collections.abc import Iterable

from transcode.inbound.reading import fold, loose

__all__ = ["Words", "folded"]


def folded(text: str) -> frozenset[str]:
    """Return the words of a list as replies are folded."""
    return frozenset(map(fold, text.split()))


class Words:
    """A list of words, as careful people and as hasty ones type them."""

    def __init__(self, words: Iterable[str]) -> None:
        self.exact = frozenset(words)
        self._loose = frozenset(map(loose, self.exact))
        self._accented = frozenset(loose(word) for word in self.exact if not word.isascii())

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str):
            return False
        # Vietnamese "thể" is not the English article.
        return word in self.exact or (word in self._loose if word.isascii() else loose(word) in self._accented)
