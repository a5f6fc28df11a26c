"""How a text is to be segmented: the options that every entry point takes, checked once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, Self, TypedDict, Unpack

from transcode.gsm.encoding import Encoding
from transcode.gsm.errors import SegmentationError
from transcode.gsm.languages import parse_languages
from transcode.gsm.transliteration import parse_tables

__all__ = ["DEFAULT_RULES", "Options", "Rules"]


class Options(TypedDict, total=False):
    """The keyword options of `segment`, `count_segments`, `truncate`, `advise` and `Rules.of`; none is required."""

    encoding: Encoding | str | None
    """None (default) takes GSM-7 where the text allows and UCS-2 where it does not. ``"UNICODE"`` forces UCS-2.
    ``"GSM"`` forces GSM-7: what it cannot write becomes ``?`` and stands in `Segmentation.replacements`."""
    languages: str | int | Iterable[str | int]
    """National shift tables that may be used, by language: identifiers, English names, ISO codes, or ``"any"``. None
    by default, as handsets and gateways ship. Of the pairs that can write the text the one with the fewest parts is
    taken, of those the one with the most room left in the last part, of those the one nearest the default."""
    reference_bits: Literal[8, 16]
    """Width of the reference number of a concatenated message. 8 (default) leaves 153 septets or 67 units to a part,
    16 leaves 152 or 66."""
    reference: int
    """That number, 0 by default; the same in all parts, and different for messages to the same recipient."""
    keep_graphemes: bool
    """Keep what a reader sees as one character (UAX #29) in one part, unless it is larger than a part. False by
    default: code points are kept whole, as billing counts."""
    normalize: Literal["NFC"] | None
    """Compose the text first: a decomposed ``é`` is two characters that force UCS-2, the composed one is one septet."""
    transliterate: Literal["off", "auto", "always"]
    """``"off"`` (default). ``"auto"``: replace characters outside the alphabet when the message needs more than one
    part in UCS-2 and the result is wholly GSM-7 (Sinch's rule for Auto Encoding). ``"always"``: replace what can be
    replaced in any text that is not wholly GSM-7."""
    transliteration_tables: str | Iterable[str]
    """Names from `TRANSLITERATION_TABLES`, in order of precedence; ``("punctuation",)`` by default."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Options that were checked, to be used for many texts. Make them with `of`: the constructor checks nothing."""

    encoding: Encoding | None = None
    languages: tuple[int, ...] = ()
    reference_bits: int = 8
    reference: int = 0
    keep_graphemes: bool = False
    normalize: Literal["NFC"] | None = None
    transliterate: Literal["off", "auto", "always"] = "off"
    transliteration_tables: tuple[str, ...] = ("punctuation",)

    @classmethod
    def of(cls, **options: Unpack[Options]) -> Self:
        """Return the rules that ``options`` ask for.

        Raises:
            SegmentationError: a value that cannot be used, and which it may be.
            TypeError: an option that does not exist.
        """
        if unknown := options.keys() - cls.__slots__:
            raise TypeError(f"unknown options: {', '.join(sorted(unknown))}")
        encoding = options.get("encoding")
        reference_bits = options.get("reference_bits", 8)
        reference = options.get("reference", 0)
        normalize = options.get("normalize")
        transliterate = options.get("transliterate", "off")
        keep_graphemes = options.get("keep_graphemes", False)
        if not _is_whole(reference_bits) or reference_bits not in (8, 16):
            raise SegmentationError(f"reference_bits is {reference_bits!r}: use 8 or 16")
        if not _is_whole(reference):
            raise SegmentationError(f"reference is {reference!r}: use a whole number")
        if not 0 <= reference < 1 << reference_bits:
            raise SegmentationError(f"reference {reference} does not fit in {reference_bits} bits")
        if not isinstance(keep_graphemes, bool):
            raise SegmentationError(f"keep_graphemes is {keep_graphemes!r}: use True or False")
        if normalize not in (None, "NFC"):
            raise SegmentationError(f"normalize is {normalize!r}: use 'NFC' or None")
        if transliterate not in ("off", "auto", "always"):
            raise SegmentationError(f"transliterate is {transliterate!r}: use 'off', 'auto' or 'always'")
        return cls(
            encoding=Encoding.parse(encoding) if encoding is not None else None,
            languages=parse_languages(options.get("languages", ())),
            reference_bits=reference_bits,
            reference=reference,
            keep_graphemes=keep_graphemes,
            normalize=normalize,
            transliterate=transliterate,
            transliteration_tables=parse_tables(options.get("transliteration_tables", ("punctuation",))),
        )


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


DEFAULT_RULES: Final = Rules()
