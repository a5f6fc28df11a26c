"""Text in, parts out: which encoding, which tables, how many short messages."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final, Unpack

from transcode.errors import shorten
from transcode.gsm.alphabet import EXTENDED, count_escapes
from transcode.gsm.boundaries import split_septets_by_cluster, split_units_by_cluster
from transcode.gsm.composition import compose
from transcode.gsm.encoding import Encoding
from transcode.gsm.errors import SegmentationError, check_text
from transcode.gsm.header import DEFAULT_TABLES, Tables, capacity
from transcode.gsm.languages import covering_tables, writable_characters
from transcode.gsm.options import DEFAULT_RULES, Options, Rules, rules_of
from transcode.gsm.segmentation import Segmentation
from transcode.gsm.splitting import count_septets, count_units, split_septets, split_units
from transcode.gsm.transliteration import substitute
from transcode.gsm.vendors import GENERIC

__all__ = ["count_by", "count_segments", "prepared", "segment", "segment_by"]

_GSM: Final = Encoding.GSM
_UNICODE: Final = Encoding.UNICODE
_GSM_ALONE: Final = capacity(_GSM, concatenated=False)  # 160 septets
_GSM_PART: Final = capacity(_GSM, concatenated=True)  # 153 septets
_UNICODE_ALONE: Final = capacity(_UNICODE, concatenated=False)  # 70 UTF-16 units
_UNICODE_PART: Final = capacity(_UNICODE, concatenated=True)  # 67 UTF-16 units
_SURELY_ONE: Final = _UNICODE_ALONE // 2
"""So many characters fit in one message whatever they are: each takes two units, or two septets, at most."""

_LONE_LINE_FEED: Final = re.compile(r"(?<!\r)\n")

_make: Final = tuple.__new__  # a named tuple, without the cost of its constructor


def segment(text: str, **options: Unpack[Options]) -> Segmentation:
    """Return ``text`` cut into short messages.

    With no options this is what a carrier bills: GSM-7 where the default alphabet and its extension can write the text,
    UCS-2 where they cannot; parts filled to the last unit, with an 8-bit reference number. For the options see
    `Options`; to check them once and use them for many texts make `Rules` and call `segment_by`.

    No text raises: lone surrogates, control characters and the empty text included. Neither does length; only a header
    for more than 255 parts does, when it is asked for.

    Raises:
        SegmentationError: an option cannot be used as it is given, or the text is none.
    """
    if options:
        return segment_by(rules_of(options), text)
    try:
        escapes = count_escapes(text)
    except (AttributeError, TypeError):  # to ask each text whether it is one would cost more
        check_text(text)
        raise
    # What `_plain` does for the rules at hand, without the calls: most texts go through here.
    if escapes < 0:
        units, texts = split_units(text, _UNICODE_ALONE, _UNICODE_PART)
        return _make(Segmentation, (text, _UNICODE, units, texts, DEFAULT_TABLES, DEFAULT_RULES, ()))
    units = len(text) + escapes
    texts = (text,) if units <= _GSM_ALONE else split_septets(text, escapes, _GSM_ALONE, _GSM_PART)
    return _make(Segmentation, (text, _GSM, units, texts, DEFAULT_TABLES, DEFAULT_RULES, ()))


def count_segments(text: str, **options: Unpack[Options]) -> int:
    """Return how many short messages ``text`` takes: ``segment(text, **options).segments``, and faster.

    Raises:
        SegmentationError: an option cannot be used as it is given, or the text is none.
    """
    if options:
        return count_by(rules_of(options), text)
    try:
        length = len(text)
        if length <= _SURELY_ONE or (length <= _UNICODE_ALONE and text.isascii()):
            if type(text) is not str:  # subclasses are welcome
                check_text(text)
            return 1
        escapes = count_escapes(text)
    except (AttributeError, TypeError):  # to ask each text whether it is one would cost more
        check_text(text)
        raise
    if escapes < 0:
        return count_units(text, _UNICODE_ALONE, _UNICODE_PART)
    if not escapes:
        return 1 if length <= _GSM_ALONE else -(-length // _GSM_PART)
    return count_septets(text, escapes, _GSM_ALONE, _GSM_PART)


def count_by(rules: Rules, text: str) -> int:
    """Return how many short messages ``text`` takes under ``rules``."""
    return segment_by(rules, text).segments


def segment_by(rules: Rules, text: str) -> Segmentation:
    """Return ``text`` cut into short messages under ``rules``: options that were checked before."""
    if not isinstance(rules, Rules):
        raise SegmentationError(f"rules are {shorten(rules)}: make them with Rules.of")
    if type(text) is not str:  # subclasses are welcome
        check_text(text)
    if rules.normalize or rules.line_feed != "lf":
        text = prepared(rules, text)
    plain = _plain(rules, text)
    if (rules.transliterate == "off" and rules.encoding is None) or not _may_replace(rules, plain):
        return plain
    tables = rules.transliteration_tables if rules.transliterate != "off" else ()
    unknown = rules.unknown if rules.encoding is _GSM else None
    lacking = rules.profile.lacking
    results = []
    # Characters of the national tables stay, if then some pair of tables can write the whole.
    for characters in dict.fromkeys((writable_characters(rules.languages), writable_characters())):
        kept = characters - lacking if lacking else characters
        replaced, replacements = substitute(text, kept, tables, unknown=unknown, unknown_per=rules.unknown_per)
        result = _plain(rules, replaced)._replace(replacements=replacements)
        if result.encoding is _GSM:
            return result
        results.append(result)
    return results[0] if rules.transliterate == "always" else plain


def prepared(rules: Rules, text: str) -> str:
    """Return ``text`` as ``rules`` have it before anything is counted: composed, its line feeds as they are sent."""
    if rules.normalize:
        text = compose(text)
    if rules.line_feed == "crlf" and "\n" in text:
        text = _LONE_LINE_FEED.sub("\r\n", text)
    return text


def _may_replace(rules: Rules, plain: Segmentation) -> bool:
    """Say whether characters of a message may be replaced: it is UCS-2 as it stands."""
    if plain.encoding is _GSM:
        return False
    if rules.encoding is not None:
        return rules.encoding is _GSM
    return rules.transliterate in ("always", "whole") or (rules.transliterate == "auto" and plain.segments > 1)


def _plain(rules: Rules, text: str) -> Segmentation:
    """Segment ``text`` as it stands."""
    if rules.encoding is not _UNICODE:
        if rules.languages:
            best = _best_tables(rules, text)
            if best:
                return best
        elif (escapes := count_escapes(text)) >= 0 and (rules.vendor == GENERIC or _all_there(rules, text)):
            return _in_tables(rules, text, DEFAULT_TABLES, EXTENDED, escapes)
    alone, size = _capacities(_UNICODE, rules.reference_bits)
    units, texts = (split_units_by_cluster if rules.keep_graphemes else split_units)(text, alone, size)
    return _make(Segmentation, (text, _UNICODE, units, texts, DEFAULT_TABLES, rules, ()))


def _all_there(rules: Rules, text: str) -> bool:
    """Say whether the vendor's alphabet has all of a text that the standard's has."""
    profile = rules.profile
    lacking = profile.lacking_ascii if text.isascii() else profile.lacking
    return not any(map(text.__contains__, lacking))


def _best_tables(rules: Rules, text: str) -> Segmentation | None:
    """Return ``text`` in the tables that need the fewest parts and then leave the most room, or None where none can.

    Such a message never needs more parts than UCS-2 would: even at two septets for each character a part holds 72
    characters, against 67.
    """
    best: Segmentation | None = None
    candidates = []
    if not _all_there(rules, text):
        return None
    for tables, extended in covering_tables(text, rules.languages):
        escapes = sum(map(text.count, extended))
        alone, size = _capacities(_GSM, rules.reference_bits, tables)
        units = len(text) + escapes
        candidates.append((1 if units <= alone else -(-units // size), tables, extended, escapes))
    # By the fewest parts that there could be, so that the rest need not be cut once that is more than the best has.
    for least, tables, extended, escapes in sorted(candidates, key=lambda candidate: candidate[:2]):
        if best and least > best.segments:
            break
        found = _in_tables(rules, text, tables, extended, escapes)
        if best is None or (found.segments, -found.remaining) < (best.segments, -best.remaining):
            best = found
    return best


def _in_tables(rules: Rules, text: str, tables: Tables, extended: Collection[str], escapes: int) -> Segmentation:
    alone, size = _capacities(_GSM, rules.reference_bits, tables)
    units = len(text) + escapes
    # In the default alphabet only a carriage return and its line feed make a cluster of two.
    whole = rules.keep_graphemes and (tables != DEFAULT_TABLES or "\r\n" in text)
    texts = (split_septets_by_cluster if whole else split_septets)(text, escapes, alone, size, extended)
    return _make(Segmentation, (text, _GSM, units, texts, tables, rules, ()))


@lru_cache(maxsize=256)
def _capacities(encoding: Encoding, reference_bits: int, tables: Tables = DEFAULT_TABLES) -> tuple[int, int]:
    """Return the capacity of an only part, and of one among several."""
    return (
        capacity(encoding, concatenated=False, reference_bits=reference_bits, tables=tables),
        capacity(encoding, concatenated=True, reference_bits=reference_bits, tables=tables),
    )
