"""How a text is to be segmented: the options that every entry point takes, checked once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Final, Literal, Self, TypeAlias, TypedDict, Unpack

from transcode.errors import shorten
from transcode.gsm.alphabet import is_gsm
from transcode.gsm.data_coding import MESSAGE_CLASSES
from transcode.gsm.encoding import Encoding
from transcode.gsm.errors import SegmentationError, UnknownOption, is_whole
from transcode.gsm.header import check_reference
from transcode.gsm.languages import parse_languages
from transcode.gsm.transliteration import CheckedTable, Table, parse_tables
from transcode.gsm.vendors import GENERIC, VENDORS, Vendor, find_vendor

__all__ = ["DEFAULT_RULES", "Options", "Rules", "rules_of"]

Transliterate: TypeAlias = Literal["off", "auto", "whole", "always"]
_LONGEST_MARK: Final = 10


class Options(TypedDict, total=False):
    """The keyword options of `segment`, `count_segments`, `truncate`, `advise` and `Rules.of`; none is required.

    encoding: None (default) takes GSM-7 where the text allows and UCS-2 where it does not. ``"UNICODE"`` forces UCS-2.
        ``"GSM"`` forces GSM-7: what it cannot write becomes ``unknown`` and stands in `Segmentation.replacements`.
    unknown: what forced GSM-7 puts for what it cannot write, ``"?"`` by default; empty to leave it out.
    unknown_per: ``"cluster"`` (default) puts one for what a reader sees as one character, an emoji of five code points
        or a letter with its marks; ``"character"`` one for each code point.
    languages: national shift tables that may be used, by language: identifiers, English names, ISO 639 codes (also
        several in one string, ``"tr,es"``), or ``"any"``. None by default, as handsets and gateways ship. Of the pairs
        that can write the text the one with the fewest parts is taken, of those the one with the most room left in the
        last part, of those the one nearest the default.
    reference_bits: width of the reference number of a concatenated message. 8 (default) leaves 153 septets or 67 units
        to a part, 16 leaves 152 or 66.
    reference: that number, 0 by default; the same in all parts, and different for messages to the same recipient.
    message_class: ``"flash"`` or 0 is shown at once and not stored; ``"handset"``, ``"sim"`` and ``"terminal"`` (1 to
        3) are places to store it (TS 23.038 section 4). None (default) leaves it to the handset. Costs no room.
    keep_graphemes: keep what a reader sees as one character (UAX #29) in one part, unless it is larger than a part.
        False by default: code points are kept whole, as billing counts.
    normalize: ``"NFC"`` composes the text first: a decomposed ``é`` is two characters that force UCS-2, the composed
        one is one septet.
    line_feed: ``"lf"`` (default) sends a line feed as it is; ``"crlf"`` puts a carriage return before each that has
        none, as some vendors do, so that it counts two.
    transliterate: ``"off"`` (default). ``"auto"``: replace characters outside the alphabet when the message needs more
        than one part in UCS-2 and the result is wholly GSM-7 (Sinch's rule for Auto Encoding). ``"whole"``: whenever
        the result is wholly GSM-7. ``"always"``: replace what can be replaced in any text that is not wholly GSM-7.
        ``"vendor"``: the rule of the ``vendor`` for accounts that have it switched on. Letters are composed first.
    transliteration_tables: names from `TRANSLITERATION_TABLES` in order of precedence (also several in one string),
        ``"all"``, dicts of your own from a character to what stands for it, or both; ``"punctuation"`` by default.
    vendor: whose alphabet, limits and headers hold, a name from `VENDORS`; ``"generic"`` (default) is the standard.
    """

    encoding: Encoding | str | None
    unknown: str
    unknown_per: Literal["cluster", "character"]
    languages: str | int | Iterable[str | int]
    reference_bits: Literal[8, 16]
    reference: int
    message_class: int | str | None
    keep_graphemes: bool
    normalize: Literal["NFC"] | None
    line_feed: Literal["lf", "crlf"]
    transliterate: Literal["off", "auto", "whole", "always", "vendor"]
    transliteration_tables: Table | Iterable[Table]
    vendor: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Options that were checked, to be used for many texts. Make them with `of`: the constructor checks nothing.

    For the fields see `Options`.
    """

    encoding: Encoding | None = None
    languages: tuple[int, ...] = ()
    reference_bits: int = 8
    reference: int = 0
    keep_graphemes: bool = False
    normalize: Literal["NFC"] | None = None
    transliterate: Transliterate = "off"
    transliteration_tables: tuple[CheckedTable, ...] = ("punctuation",)
    unknown: str = "?"
    unknown_per: Literal["cluster", "character"] = "cluster"
    message_class: int | None = None
    line_feed: Literal["lf", "crlf"] = "lf"
    vendor: str = GENERIC

    @property
    def profile(self) -> Vendor:
        """The vendor whose alphabet and limits hold."""
        return VENDORS[self.vendor]

    @classmethod
    def of(cls, **options: Unpack[Options]) -> Self:
        """Return the rules that ``options`` ask for.

        Raises:
            SegmentationError: a value that cannot be used, and which it may be.
            UnknownOption: an option that does not exist; a `SegmentationError` and a `TypeError`.
        """
        rules = rules_of(options)
        return (
            rules
            if isinstance(rules, cls)
            else cls(**{field.name: getattr(rules, field.name) for field in fields(rules)})
        )


_SIMPLE: Final = frozenset((str, int, bool, Encoding, type(None)))
"""Values that tell all there is to know by themselves and their type; 1, 1.0 and True are equal."""


def rules_of(options: Options) -> Rules:
    """Return `Rules.of` these options; each call of `segment` with options comes by here."""
    values: Any = options
    try:
        return _checked(**values)
    except TypeError:  # no such option, or a value with values of its own
        pass
    return _check(options)


@lru_cache(maxsize=256, typed=True)
def _checked(**options: Unpack[Options]) -> Rules:
    if not _SIMPLE.issuperset(map(type, options.values())):
        raise TypeError  # equal ones may be of other types within
    return _check(options)


def _check(options: Options) -> Rules:
    for name in options:
        if name not in _NAMES:
            raise UnknownOption(f"unknown option {shorten(name)}{_meant(name)}")
    encoding = options.get("encoding")
    vendor = find_vendor(options.get("vendor", GENERIC))
    reference_bits = options.get("reference_bits", vendor.reference_bits)
    reference = options.get("reference", 0)
    check_reference(reference, reference_bits)
    transliterate = _one_of(options, "transliterate", ("off", "auto", "whole", "always", "vendor"), "off")
    return Rules(
        encoding=Encoding.parse(encoding) if encoding is not None else None,
        languages=parse_languages(options.get("languages", ())),
        reference_bits=reference_bits,
        reference=reference,
        keep_graphemes=_one_of(options, "keep_graphemes", (True, False), False),
        normalize=_one_of(options, "normalize", ("NFC", None), None),
        transliterate=vendor.transliterate if transliterate == "vendor" else transliterate,
        transliteration_tables=parse_tables(options.get("transliteration_tables", ("punctuation",))),
        unknown=_mark(options.get("unknown", "?")),
        unknown_per=_one_of(options, "unknown_per", ("cluster", "character"), "cluster"),
        message_class=_message_class(options.get("message_class")),
        line_feed=_one_of(options, "line_feed", ("lf", "crlf"), vendor.line_feed),
        vendor=vendor.name,
    )


_NAMES: Final = tuple(Options.__annotations__)


def _meant(name: str) -> str:
    near = get_close_matches(name[:80], _NAMES, 1) if isinstance(name, str) else []
    return f": did you mean {near[0]}?" if near else f"; there are {', '.join(_NAMES)}"


def _one_of(options: Options, name: str, values: tuple[Any, ...], default: Any) -> Any:
    """Return an option that has few values, or refuse it by name."""
    value = options.get(name, default)
    if not any(value is known or (type(value) is type(known) and value == known) for known in values):
        listed = ", ".join(map(repr, values[:-1]))
        raise SegmentationError(f"{name} is {shorten(value)}: use {listed} or {values[-1]!r}")
    return value


def _mark(unknown: object) -> str:
    if not isinstance(unknown, str) or len(unknown) > _LONGEST_MARK or not is_gsm(unknown):
        limit = f"at most {_LONGEST_MARK} characters of the GSM alphabet"
        raise SegmentationError(f"unknown is {shorten(unknown)}: use {limit}, or none")
    return unknown


def _message_class(given: object) -> int | None:
    if isinstance(given, str) and given.lower() in MESSAGE_CLASSES:
        return MESSAGE_CLASSES.index(given.lower())
    if given is None or (is_whole(given) and 0 <= given < len(MESSAGE_CLASSES)):
        return given
    names = ", ".join(map(repr, MESSAGE_CLASSES))
    raise SegmentationError(f"message_class is {shorten(given)}: use 0 to 3, {names} or None")


DEFAULT_RULES: Final = Rules()
