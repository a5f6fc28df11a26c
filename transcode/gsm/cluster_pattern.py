r"""The regular expression that fills parts with whole grapheme clusters (UAX #29, section 3.1.1).

It is one of the standard library's, to which a place where a part may end costs a tenth of what ``\X`` of the library
`regex` takes. What the standard library lacks are properties of characters, which are read from `regex`, and looking
back any length. So the pattern decides what languages and emoji are made of, and leaves unclear what is not.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import chain
from typing import Final, NamedTuple

__all__ = ["filled_parts"]

_PROPERTIES: Final = {
    "Special": r"[\P{GCB=Other}\p{InCB=Linker}]",
    "Joining": r"[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]",
    "Control": r"[\p{GCB=Control}\p{GCB=CR}\p{GCB=LF}]",
    "Prepend": r"\p{GCB=Prepend}",
    "L": r"\p{GCB=L}",
    "V": r"\p{GCB=V}",
    "T": r"\p{GCB=T}",
    "Consonant": r"\p{InCB=Consonant}",
    "Linker": r"\p{InCB=Linker}",
    "Mark": r"\p{InCB=Extend}",
    "Emoji": r"\p{ExtPict}",
}
_BLOCKS: Final = (
    *((0x0, 0x3400), (0xA000, 0xAC00), (0xD7A4, 0xD800), (0xF900, 0x12000), (0x13000, 0x17000), (0x1B000, 0x20000)),
    (0xE0000, 0xE1000),
)
"""The characters to tell apart; all others have no part in any rule, but for syllables of Hangul."""

_SYLLABLE: Final = "[\uac00-\ud7a3]"
_JOINER: Final = "\u200d"
_EMOJI_STYLE: Final = "\ufe0f"
_HIGHS: Final = "\ue000-\ue3ff"
_LOWS: Final = "\ue400-\ue7ff"
_PICTURES: Final = "\ue03c"
"""The high surrogate of U+1F000 to U+1F3FF: emoji, letters of flags, skin tones."""
_FLAG_LETTER: Final = f"{_PICTURES}[\ue5e6-\ue5ff]"
_SKIN_TONE: Final = f"{_PICTURES}[\ue7fb-\ue7ff]"
_MOST_MARKS: Final = 5
"""In a row, of which it is said whether they join two consonants. Nukta, vowels, nasal and tone make four."""


class _Set(NamedTuple):
    """Characters, as a pattern has them."""

    units: str
    """What stands in brackets for those up to U+FFFF."""
    lows: dict[str, str]
    """The same for those beyond: of each high surrogate the low ones."""

    @property
    def one(self) -> str:
        return f"[{self.units}]"

    @property
    def two(self) -> str:
        """One of those beyond U+FFFF, or nothing where there are none."""
        return "|".join(f"{high}[{self.lows[high]}]" for high in sorted(self.lows, key=_PICTURES.__ne__))

    @property
    def any(self) -> str:
        return f"(?:{self.one}|{self.two})" if self.lows else self.one

    @property
    def behind(self) -> str:
        """What matches behind one."""
        return _behind((self.one,), (self.two,))


@lru_cache(maxsize=64)
def filled_parts(size: int, *, pairs: bool = False) -> Callable[[str], list[str]]:
    """Return what cuts a text into parts of at most ``size`` characters, each as long as whole clusters allow.

    From where a cluster is larger than a part, or its end is unclear, the last piece is all the rest, longer than
    ``size``. With ``pairs`` a character beyond U+FFFF is two in the text: U+E000 to U+E3FF for its high surrogate,
    U+E400 to U+E7FF for the low one. The time grows with the length of the text alone: the standard library looks back
    no further than a pattern says.
    """
    sets = _sets(pairs=pairs)
    joined = [_conjunct(sets), _emoji(sets), _others(sets)]
    unclear = [_unclear_conjunct(sets), _unclear_emoji(sets), _unclear_others(sets)]
    joining, row = sets["Joining"], ""
    if pairs:
        joining = _Set(_LOWS + joining.units, joining.lows)  # with the second half of a character
        joined.insert(0, _flag(size))
        unclear.append(f"(?={_FLAG_LETTER})(?<=(?:{_FLAG_LETTER}){{{size // 2 + 1}}})")
        row = f"{_FLAG_LETTER * (size // 4 * 2)}(?={_FLAG_LETTER * 2})|"  # of which all of a part is full
    end = (
        f"(?!{joining.any})"  # GB9, GB9a
        f"(?:{_behind_plain(sets)}|{_behind_marks(sets)}|(?!{'|'.join(joined)})(?:(?!{'|'.join(unclear)})|.+))"
        f"|{sets['Control'].behind}(?!\n)"  # GB4: even these do not join a control character
    )
    return re.compile(f"{row}.{{1,{size}}}(?:{end})|.+", re.DOTALL).findall


def _behind(*rows: tuple[str, ...]) -> str:
    """Return what matches behind one of the ``rows``, as far as there are the characters of which they are made."""
    return f"(?:{'|'.join(_look_back(row) for row in rows if all(row))})"


def _look_back(row: tuple[str, ...]) -> str:
    return f"(?<={''.join(f'(?:{piece})' if '|' in piece else piece for piece in row)})"


def _behind_plain(sets: dict[str, _Set]) -> str:
    """Return what matches behind most characters, which what follows joins by being a mark, a vowel or a last jamo."""
    special, vowel, last = sets["Special"], sets["V"], sets["T"]
    rows = [(f"[^{special.units}]",)]
    if special.lows:
        # Of the pairs whose high surrogate is also that of special ones, only emoji are worth a look here.
        highs = "".join(high for high in map(chr, range(ord(_HIGHS[0]), ord(_LOWS[0]))) if high not in special.lows)
        emoji = f"{_PICTURES}[^{special.lows[_PICTURES]}]"
        rows = [(f"[^{special.units}{_HIGHS}{_LOWS}]",), (f"[{highs}].",), (emoji,)]
    return f"{_behind(*rows)}(?!{vowel.any}|{last.one})"


def _behind_marks(sets: dict[str, _Set]) -> str:
    """Return what matches behind marks and flags, which are joined by consonants and by flags alone."""
    joining = sets["Joining"]
    rows = [(f"(?!{_JOINER}){joining.one}",), (joining.two,)]
    flags = f"|(?<={_FLAG_LETTER})(?!{_FLAG_LETTER})" if joining.lows else ""
    return f"{_behind(*rows)}(?!{sets['Consonant'].any}){flags}"


def _conjunct(sets: dict[str, _Set]) -> str:
    """Return what matches between two consonants with a linker, the ways that languages write it (GB9c)."""
    consonant, linker, mark = sets["Consonant"], sets["Linker"], sets["Mark of consonants"]
    behind = _behind(
        (consonant.one, linker.one),
        (consonant.one, mark.one, linker.one),
        (consonant.one, linker.one, _JOINER),
        (consonant.two, linker.two),
    )
    return f"(?={consonant.any}){behind}"


def _unclear_conjunct(sets: dict[str, _Set]) -> str:
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


def _unclear_pair(sets: dict[str, _Set]) -> str:
    """Return the same for marks and linkers beyond U+FFFF, if it is no skin tone of an emoji."""
    consonant, mark, emoji = sets["Consonant"], sets["Mark of consonants"], sets["Emoji"]
    clear = _behind(
        (_FLAG_LETTER,),
        (emoji.one, _SKIN_TONE),
        (emoji.two, _SKIN_TONE),
        (consonant.two,),
        (consonant.two, mark.two),
        (consonant.two, mark.two, mark.two),
    )
    marks = _behind(*((f"[{_LOWS}]", f"{sets['Mark'].one}{{{count}}}") for count in range(1, _MOST_MARKS + 1)))
    return f"(?<=[{_LOWS}])(?!{clear})|{marks}"


def _emoji(sets: dict[str, _Set]) -> str:
    """Return what matches between two emoji with a joiner, the first with a skin tone or not (GB11)."""
    emoji = sets["Emoji"]
    tone = _SKIN_TONE if emoji.lows else ""
    kinds = ((_JOINER,), (_EMOJI_STYLE, _JOINER), (tone, _JOINER))
    behind = _behind(*((first, *rest) for rest in kinds if all(rest) for first in (emoji.one, emoji.two)))
    return f"(?<={_JOINER})(?={emoji.any}){behind}"


def _unclear_emoji(sets: dict[str, _Set]) -> str:
    """Return what matches between a joiner and an emoji, whatever is before."""
    emoji = sets["Emoji"]
    return f"(?<={_JOINER})[{emoji.units}{_HIGHS if emoji.lows else ''}]"


def _others(sets: dict[str, _Set]) -> str:
    """Return what matches between two characters that belong together by themselves (GB3, GB6 to GB8, GB9b)."""
    first, vowel, last, prepend, control = (sets[name] for name in ("L", "V", "T", "Prepend", "Control"))
    return "|".join(
        (
            r"(?<=\r)\n",
            f"(?<={first.one})(?:{first.one}|{vowel.any}|{_SYLLABLE})",
            f"{vowel.behind}(?:{vowel.any}|{last.one})",
            f"(?<={last.one}|{_SYLLABLE}){last.one}",
            f"{prepend.behind}[^{control.units}{_HIGHS if prepend.lows else ''}]",
        )
    )


def _unclear_others(sets: dict[str, _Set]) -> str:
    """Return what matches between a syllable and a vowel, which it may end with, and before what may be a control."""
    vowel, prepend = sets["V"], sets["Prepend"]
    return f"(?<={_SYLLABLE}){vowel.any}" + (f"|{prepend.behind}[{_HIGHS}]" if prepend.lows else "")


def _flag(size: int) -> str:
    """Return what matches between the two letters of a flag: there is an odd number of them before (GB12, GB13).

    A part begins between flags, so that what is before it does not count.
    """
    behind = (f"(?<=(?<!{_FLAG_LETTER})(?:{_FLAG_LETTER}){{{letters}}})" for letters in range(1, size // 2 + 1, 2))
    return f"(?={_FLAG_LETTER})(?<={_FLAG_LETTER})(?:{'|'.join(behind)})"


@cache
def _sets(*, pairs: bool) -> dict[str, _Set]:
    """Return the characters of each property as a pattern has them; those beyond U+FFFF with ``pairs`` alone."""
    sets = {name: _written(runs, pairs=pairs) for name, runs in _characters().items()}
    mark, consonant = sets["Mark"], sets["Consonant"]
    near = "".join(re.findall("[\u0900-\u1cff]-[\u0900-\u1cff]|[\u0900-\u1cff]", mark.units))
    sets["Mark of consonants"] = _Set(near, {high: mark.lows[high] for high in consonant.lows})
    return sets


def _written(runs: Iterable[tuple[int, int]], *, pairs: bool) -> _Set:
    units = ""
    lows: dict[str, str] = {}
    for first, last in runs:
        if last <= 0xFFFF:
            units += _range(first, last)
        elif pairs:
            # One range for each high surrogate, which is that of 1,024 characters.
            for begin in (first, *range((first | 0x3FF) + 1, last + 1, 0x400)):
                high = chr(ord(_HIGHS[0]) + ((begin - 0x10000) >> 10))
                low = _range(ord(_LOWS[0]) + (begin & 0x3FF), ord(_LOWS[0]) + (min(last, begin | 0x3FF) & 0x3FF))
                lows[high] = lows.get(high, "") + low
    return _Set(units, lows)


def _range(first: int, last: int) -> str:
    return chr(first) if first == last else f"{chr(first)}-{chr(last)}"


@cache
def _characters() -> dict[str, list[tuple[int, int]]]:
    """Return the first and the last of each row of characters that have a property."""
    import regex  # noqa: PLC0415 - costs 20 ms at start-up and few texts need it

    codes = array("I", chain.from_iterable((*range(*block), ord("a")) for block in _BLOCKS))
    text = codes.tobytes().decode("utf-32")
    return {
        name: [(ord(run[0]), ord(run[-1])) for run in regex.findall(f"{pattern}+", text)]
        for name, pattern in _PROPERTIES.items()
    }
