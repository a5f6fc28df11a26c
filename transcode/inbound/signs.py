"""Replies that are no words: faces drawn with signs, and what phones write for a reaction to a message."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from transcode.inbound.reading import fold
from transcode.inbound.words import DOUBTS_SHOWN, REFUSALS

__all__ = ["is_emoticon", "is_face_of_joy", "is_ornament", "is_reaction"]

_EMOTICON: Final = re.compile(
    r"""(?:
      [<>}0o]?[:;=%][-'^o~]{0,2}[)(\]\[dpsox3c/\\|*@$&#<>{}b0l]{1,9}   # :D =D :-P >:3 0:)
    | [8bx][-^o']?\)|[8bx][-^][)d(p]                                   # 8) B-) X^)
    | [a-z0-9(\[)\]|/\\][-']?[:;=]|d[-']?8                             # D: c: (:
    | </?3{1,9}                                                        # <3
    | ([a-z0-9^;>-])[._]{1,3}(?:\1|[o0])                               # o.o O_o x_x 0_0 ^_^
    | [<>][._]{1,3}[<>]|\^{2}                                          # >.< ^^
    )""",
    re.VERBOSE,
)
"""As ``fold`` leaves them."""

_JOY: Final = re.compile(r"[:;=][-'^o~]{0,2}[)\]d3p*]{1,9}|<3{1,9}|[:=][-']{0,2}\(")


def is_emoticon(folded: str) -> bool:
    """Tell whether a folded text is one face or several, and nothing else: ``:D``, ``o.o``, ``8)``, ``<3``."""
    faces = folded.split(" ")
    return len(faces) <= 10 and all(_EMOTICON.fullmatch(face) for face in faces)


def is_face_of_joy(word: str) -> bool:
    """Tell whether a word is a face that adds nothing to an answer: a smile, a heart, a tear."""
    return _JOY.fullmatch(word) is not None


@cache
def _emoji() -> Any:
    import regex  # noqa: PLC0415 - costs 20 ms at start-up, and only typed replies need it

    return regex.compile(r"[\p{Extended_Pictographic}\p{Emoji_Modifier}--[©®™‼]]|[\p{So}&&\p{Emoji}]", regex.V1)


def is_ornament(word: str) -> bool:
    """Tell whether a word is a face or an emoji, which adds nothing to an answer but where it refuses or doubts."""
    if word.isascii():
        return is_face_of_joy(word)
    return _emoji().fullmatch(word) is not None and word not in REFUSALS and word not in DOUBTS_SHOWN


_QUOTE: Final = "[\"'\u201c\u201d\u201e\u00ab\u300c]"


@cache
def _reaction() -> Any:
    import regex  # noqa: PLC0415 - costs 20 ms at start-up, and only typed replies need it

    # "👍 to “Yes”" and the like in other languages; an emoji right before a quotation; see the two phones' SMS forms.
    return regex.compile(
        rf"(?:^|\s)(?:to|an|auf|à|a|en|su|op|aan|på|til|на|к)\s*{_QUOTE}|[\p{{Extended_Pictographic}}\p{{Emoji_Modifier}}]\s*{_QUOTE}"
    )


def is_reaction(text: str) -> bool:
    """Tell whether a text is what phones send for a reaction where the channel has none: ``👍 to “Yes”``."""
    return _reaction().search(fold(text)) is not None
