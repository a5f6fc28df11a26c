r"""The regular expression that fills parts with whole grapheme clusters (UAX #29, section 3.1.1).

It is one of the standard library's, to which a place where a part may end costs a tenth of what ``\X`` of the library
`regex` takes. What the standard library lacks are properties of characters, which are read from `regex`, and looking
back any length. So the pattern decides what languages and emoji are made of, and leaves unclear what is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from transcode.gsm.character_sets import FREQUENT, HIGHS, LOWS, PICTURES, CharacterSet, character_sets

__all__ = ["filled_parts", "filled_parts_of_pairs"]

_SYLLABLE: Final = "[\uac00-\ud7a3]"
_JOINER: Final = "\u200d"
_EMOJI_STYLE: Final = "\ufe0f"
_FLAG_LETTER: Final = f"{PICTURES}[\ue5e6-\ue5ff]"
_SKIN_TONE: Final = f"{PICTURES}[\ue7fb-\ue7ff]"
_TAG: Final = "\ue340[\ue420-\ue47f]"
_MOST_MARKS: Final = 5
"""In a row, of which it is said whether they join two consonants. Nukta, vowels, nasal and tone make four."""


@lru_cache(maxsize=64)
def filled_parts(size: int) -> Callable[[str], list[str]]:
    """Return what cuts a text into parts of at most ``size`` characters, each as long as whole clusters allow.

    From where a cluster is larger than a part, or its end is unclear, the last piece is all the rest, longer than
    ``size``. The time grows with the length of the text alone: the standard library looks back no further than a
    pattern says.
    """
    return re.compile(_pattern(size, pairs=False), re.DOTALL).findall


@lru_cache(maxsize=64)
def filled_parts_of_pairs(size: int) -> Callable[[str], list[str]]:
    """Return the same for a text in which a character beyond U+FFFF is two.

    U+E000 to U+E3FF stands for its high surrogate, U+E400 to U+E7FF for its low one.
    """
    return re.compile(_pattern(size, pairs=True), re.DOTALL).findall


def _pattern(size: int, *, pairs: bool) -> str:
    sets = character_sets(pairs=pairs)
    joined = [_conjunct(sets), _others(sets)]
    unclear = [_unclear_conjunct(sets), _unclear_emoji(sets), _unclear_others(sets)]
    clear = [_behind_plain(sets), _behind_marks(sets)]
    first, row = [_mark(sets)], ""
    if pairs:
        first += [f"(?<={_FLAG_LETTER})(?={_FLAG_LETTER})(?:{_half_a_flag(size)})", _emoji(sets)]
        longest = f"(?<=(?:{_FLAG_LETTER}){{{size // 2 + 1}}})"
        clear.append(f"(?<={_FLAG_LETTER})(?:(?!{_FLAG_LETTER})|(?!{longest}))")
        unclear.append(f"(?={_FLAG_LETTER}){longest}")
        row = f"{_FLAG_LETTER * (size // 4 * 2)}(?={_FLAG_LETTER * 2})|"  # of which all of a part is full
    else:
        joined.append(_emoji(sets))
    end = f"(?!{'|'.join(first)})(?:{'|'.join(clear)}|(?!{'|'.join(joined)})(?:(?!{'|'.join(unclear)})|.+))"
    return f"{row}.{{1,{size}}}(?:{end})|.+"


def _behind(*rows: tuple[str, ...]) -> str:
    """Return what matches behind one of the ``rows``, as far as there are the characters of which they are made."""
    return f"(?:{'|'.join(_look_back(row) for row in rows if all(row))})"


def _look_back(row: tuple[str, ...]) -> str:
    return f"(?<={''.join(f'(?:{piece})' if '|' in piece else piece for piece in row)})"


def _mark(sets: dict[str, CharacterSet]) -> str:
    """Return what matches a mark behind anything but a control character (GB4, GB9, GB9a), or half of a character."""
    joining, control = sets["Joining"], sets["Control"]
    if not joining.lows:
        return f"{joining.one}(?<!{control.one}.)"
    return "|".join(
        (
            f"[{LOWS}]",
            f"{_TAG}(?<={_TAG}{_TAG})",  # frequent where there is one, and no control character
            *(
                f"(?:{mark})(?<!{control.one}{width})(?<!(?:{control.two}){width})"
                for mark, width in ((joining.one, "."), (joining.two, ".."))
            ),
        )
    )


def _behind_plain(sets: dict[str, CharacterSet]) -> str:
    """Return what matches behind most characters, which what follows joins by being a mark, a vowel or a last jamo."""
    special, vowel, last = sets["Special"], sets["V"], sets["T"]
    rows = [(f"[^{special.units}]",)]
    if special.lows:
        # Any that share no high surrogate with special ones, and those that do and are frequent.
        shared = "".join(special.lows)
        others = CharacterSet("", {high: f"^{special.lows[high]}" for high in _frequent(sets)}).two
        rows = [(f"[^{special.units}{HIGHS}{LOWS}]",), (f"[^{shared}][{LOWS}]",), (others,)]
    return f"{_behind(*rows)}(?!{vowel.any}|{last.one})"


def _behind_marks(sets: dict[str, CharacterSet]) -> str:
    """Return what matches behind marks, which nothing joins but a consonant, and that not where one bears the mark."""
    joining, consonant, sign = sets["Joining"], sets["Consonant"], sets["Indic sign"]
    pairs = CharacterSet("", {high: joining.lows[high] for high in _frequent(sets)}).two if joining.lows else ""
    borne = _behind((consonant.one, sign.one), (consonant.two, sign.two))
    return f"{borne}|{_behind((f'(?!{_JOINER}){joining.one}',), (pairs,))}(?!{consonant.any})"


def _frequent(sets: dict[str, CharacterSet]) -> tuple[str, ...]:
    return (*FREQUENT, *sets["Consonant"].lows)


def _conjunct(sets: dict[str, CharacterSet]) -> str:
    """Return what matches between two consonants with a linker, the ways that languages write it (GB9c)."""
    consonant, linker, mark = sets["Consonant"], sets["Linker"], sets["Indic mark"]
    behind = _behind(
        (consonant.one, linker.one),
        (consonant.one, mark.one, linker.one),
        (consonant.one, linker.one, _JOINER),
        (consonant.two, linker.two),
    )
    return f"(?={consonant.any}){behind}"


def _unclear_conjunct(sets: dict[str, CharacterSet]) -> str:
    """Return what matches before a consonant where there is a linker in another way, or may be one further back.

    A linker behind no consonant joins with some versions of `regex` and does not with others.
    """
    consonant, linker, mark = sets["Consonant"], sets["Linker"], sets["Mark"]
    between = (f"[^{consonant.units}]{{{count}}}." for count in range(_MOST_MARKS))
    near = _behind(*((linker.one, some) for some in between))
    behind = f"(?<={linker.one})|(?<={mark.one})(?:{near}|(?<={mark.one}{{{_MOST_MARKS + 1}}}))"
    if mark.lows:
        behind += f"|{_unclear_pair(sets)}"
    return f"(?={consonant.any})(?:{behind})"


def _unclear_pair(sets: dict[str, CharacterSet]) -> str:
    """Return the same for marks and linkers beyond U+FFFF, if it is no skin tone of an emoji."""
    consonant, mark, emoji = sets["Consonant"], sets["Indic mark"], sets["Emoji"]
    clear = _behind(
        (_FLAG_LETTER,),
        (emoji.one, _SKIN_TONE),
        (emoji.two, _SKIN_TONE),
        (consonant.two,),
        (consonant.two, mark.two),
        (consonant.two, mark.two, mark.two),
    )
    after_pair = _behind(*((f"[{LOWS}]", f"[^{consonant.units}]{{{count}}}..") for count in range(_MOST_MARKS - 1)))
    one = sets["Mark"].one
    return f"(?<=[{LOWS}])(?!{clear})|(?<=[{LOWS}]{one})|(?<={one}{{2}}){after_pair}"


def _emoji(sets: dict[str, CharacterSet]) -> str:
    """Return what matches between two emoji with a joiner, the first with a skin tone or not (GB11)."""
    emoji = sets["Emoji"]
    tone = _SKIN_TONE if emoji.lows else ""
    kinds = ((_JOINER,), (_EMOJI_STYLE, _JOINER), (tone, _JOINER))
    behind = _behind(*((first, *rest) for rest in kinds if all(rest) for first in (emoji.one, emoji.two)))
    return f"(?<={_JOINER})(?={emoji.any}){behind}"


def _unclear_emoji(sets: dict[str, CharacterSet]) -> str:
    """Return what matches between a joiner and an emoji, whatever is before."""
    emoji = sets["Emoji"]
    return f"(?<={_JOINER})[{emoji.units}{HIGHS if emoji.lows else ''}]"


def _others(sets: dict[str, CharacterSet]) -> str:
    """Return what matches between two characters that belong together by themselves (GB3, GB6 to GB8, GB9b)."""
    first, vowel, last, prepend, control = (sets[name] for name in ("L", "V", "T", "Prepend", "Control"))
    return "|".join(
        (
            r"(?<=\r)\n",
            f"(?<={first.one})(?:{first.one}|{vowel.any}|{_SYLLABLE})",
            f"{vowel.behind}(?:{vowel.any}|{last.one})",
            f"(?<={last.one}|{_SYLLABLE}){last.one}",
            f"{prepend.behind}[^{control.units}{HIGHS if prepend.lows else ''}]",
        )
    )


def _unclear_others(sets: dict[str, CharacterSet]) -> str:
    """Return what matches between a syllable and a vowel, which it may end with, and before what may be a control."""
    vowel, prepend = sets["V"], sets["Prepend"]
    return f"(?<={_SYLLABLE}){vowel.any}" + (f"|{prepend.behind}[{HIGHS}]" if prepend.lows else "")


def _half_a_flag(size: int) -> str:
    """Return what matches behind an odd number of letters of flags (GB12, GB13), if they fit a part.

    A part begins between flags, so that what is before it does not count.
    """
    row = f"(?<!{_FLAG_LETTER})(?:{_FLAG_LETTER})"
    return "|".join(f"(?<={row}{{{letters}}})" for letters in range(1, size // 2 + 1, 2))
