"""Many rows in plain Python: what is certain from lengths is counted for hundreds of rows at once.

A row's answer is one number, its code: twice the number of parts, plus one where they are UCS-2. 0 means that the
lengths do not tell, and the row is looked at on its own (``Plan.check``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress
from operator import itemgetter, not_
from typing import TYPE_CHECKING, Any, Final

from transcode.campaign.layout import links_safe
from transcode.campaign.plain import BASIC_ASCII, PLAIN_ASCII, Plain
from transcode.campaign.row import as_text
from transcode.campaign.row_plan import RowPlan
from transcode.campaign.sums import BASIC, Sums, gsm_parts, unicode_parts
from transcode.gsm import septets

if TYPE_CHECKING:
    from transcode.campaign.counts import Counts

__all__ = ["CHUNK", "RowCounter", "code_of"]

CHUNK: Final = 512
"""Rows that are looked at together."""

_SEPARATOR: Final = "\n"
_MOST_SHAPES: Final = 16
"""So many counters of a plan are kept."""

MOST_UNSEEN: Final = 200
"""Characters that are not shown: so many a row are no matter of the limits on a message."""


def _getter(keys: Sequence[Any]) -> Callable[[Any], Any]:
    """Return what gets the values at ``keys``: a tuple, but the value itself where there is one key."""
    return itemgetter(*keys) if keys else lambda _: ()


def code_of(parts: int | None, *, unicode: bool) -> int:
    """Return the code of an answer; 0 for none."""
    return 2 * parts + unicode if parts else 0


class RowCounter:
    """Counts rows of one shape: mappings, or sequences with the values at known places.

    Args:
        plan: the plan.
        keys: where in a row each name is found.

    """

    @classmethod
    def of(cls, plan: RowPlan, keys: Mapping[str, Any]) -> RowCounter:
        """Return the plan's counter for rows of this shape, made once: rows may come a few at a time."""
        shape = tuple(keys.items())
        counter: RowCounter | None = plan.counters.get(shape)
        if counter is None:
            if len(plan.counters) >= _MOST_SHAPES:
                plan.counters.clear()
            counter = plan.counters[shape] = cls(plan, keys)
        return counter

    def __init__(self, plan: RowPlan, keys: Mapping[str, Any]) -> None:
        self.plan = plan
        self.keys = keys
        found = plan.layout(frozenset())
        shown = [] if found is None else [place.name for place in found.layout.places]
        own = None if found is None or plan.is_standard else Plain.of(plan, found.layout.constant)
        self.bulk = found is not None and (plan.is_standard or own is not None)
        """Whether lengths may tell anything."""
        if found is None or not self.bulk:
            return
        self._get = _getter([keys[name] for name in shown])
        self._places = len(shown)
        self.linked = found.linked
        self.hidden = tuple(name for name in plan.names if name not in shown and name not in found.linked)
        """What a row must have and the text does not show."""
        self._get_linked = _getter([keys[name] for name in self.linked])
        self._get_hidden = _getter([keys[name] for name in self.hidden])
        self._capitals = [place.capitals for place in found.layout.places]
        self._any_capitals = any(self._capitals)
        self._names, self._pieces = shown, found.layout.pieces
        sums = Sums.of(found.layout.constant)
        self._foreign = sums.foreign > 0
        self._septets = sums.characters + sums.extended
        self._units = sums.characters + sums.astral
        self._extended, self._astral = sums.extended > 0, sums.astral > 0
        self.guarded = plan.guarded or plan.link_length is not None
        self._deleted = PLAIN_ASCII if self.guarded else BASIC_ASCII
        if plan.link_length is not None:
            self._deleted = bytes(byte for byte in self._deleted if byte not in b":/")
        base = self._units if self._foreign else self._septets
        if own is not None:
            self._deleted = bytes(byte for byte in self._deleted if byte in own.characters)
            self.plain_codes = [
                self._bounded(own.parts(length), unicode=False) for length in self._lengths_beside(own.units)
            ]
            return
        self._unicode_codes = [
            self._bounded(unicode_parts(self._units + length, pairs=self._astral), unicode=True)
            for length in self._lengths_beside(self._units)
        ]
        self.plain_codes = [self._code_of_plain(length) for length in self._lengths_beside(base)]

    def _lengths_beside(self, constant: int) -> range:
        """Return how long values may be beside so much constant text: none at all where it is too long by itself."""
        return range(max(0, self.plan.draft.max_units - constant + 1))

    @property
    def plain_characters(self) -> str:
        """What takes one septet and is not changed on its way."""
        if not self.plan.is_standard:
            return self._deleted.decode("ascii")
        return BASIC.replace("\n", "").replace("\r", "") if self.guarded else BASIC

    def codes(self, rows: Sequence[Any]) -> list[int]:
        """Return the code of each of at most a few hundred rows."""
        if not self.bulk:
            return [0] * len(rows)
        if not self._places:
            code = self.plain_codes[0] if self.plain_codes and self._pieces[0].strip() else 0
            return [code if self._unseen_is_safe(row) else 0 for row in rows]
        try:
            values = [*map(self._get, rows)]
            joined = self._joined(values)
            all_safe = self._all_unseen_are_safe(rows) if self.linked or self.hidden else True
        except (KeyError, IndexError, TypeError):  # a value is missing or no text, such as a whole number
            all_safe = False
        if not all_safe:
            return [*map(self._code_of_any, rows)]
        try:
            return self._guarded_codes(joined) if self.guarded else self._codes(values, joined)
        except (IndexError, ValueError):  # longer than any message may be, or not plain
            return [*map(self._code_of_values, values)]

    def _codes(self, values: list[Any], joined: list[str]) -> list[int]:
        whole = "".join(joined)
        if not whole.isascii():
            return self._mixed(values, joined)
        if whole.encode().translate(None, self._deleted):
            raise ValueError("not plain")
        return [*map(self.plain_codes.__getitem__, map(len, joined))]

    def _mixed(self, values: list[Any], joined: list[str]) -> list[int]:
        """Return the codes of rows some of which are not ASCII."""
        ascii_only = [*map(str.isascii, joined)]
        if "".join(compress(joined, ascii_only)).encode().translate(None, self._deleted):
            codes = [0] * len(joined)
            others: Iterable[int] = range(len(joined))
        else:
            codes = [*map(self.plain_codes.__getitem__, map(len, joined))]
            others = compress(range(len(joined)), map(not_, ascii_only))
        if self._any_capitals or not self.plan.is_standard:
            for index in others:
                codes[index] = self._code_of_values(values[index])
        else:
            for index in others:
                codes[index] = self._code_of_joined(joined[index])
        return codes

    def _joined(self, values: list[Any]) -> list[str]:
        """Return the values of each row in one text; TypeError where one is no text."""
        separator = _SEPARATOR if self.guarded else ""
        if self._places > 1:
            return [*map(separator.join, values)]
        "".join(values)  # that all of them are texts is what has to be known
        return values

    def texts(self, row: Any) -> tuple[str, ...] | None:
        """Return what stands in each place of a row, before capitals; None where a value is missing or no text."""
        try:
            values = self._get(row)
            texts = tuple([as_text(value) for value in ((values,) if self._places == 1 else values)])
        except (KeyError, IndexError, TypeError):
            return None
        return None if None in texts else texts  # type: ignore[return-value] # which is what is asked

    def _all_unseen_are_safe(self, rows: Sequence[Any]) -> bool:
        """Tell whether all values that do not count are certain not to; KeyError or TypeError where one is missing."""
        unseen = []
        if self.linked:
            linked = [*map(self._get_linked, rows)]
            flat = linked if len(self.linked) == 1 else [value for values in linked for value in values]
            unseen += flat
            if not all(flat) or not links_safe("".join(flat)):
                return False
        if self.hidden:
            hidden = [*map(self._get_hidden, rows)]
            unseen += hidden if len(self.hidden) == 1 else [value for values in hidden for value in values]
        whole = "".join(unseen)
        return whole.isascii() and len(whole) <= MOST_UNSEEN * len(rows)

    def _unseen_is_safe(self, row: Any) -> bool:
        if not self.linked and not self.hidden:
            return True
        try:
            return self._all_unseen_are_safe([row])
        except (KeyError, IndexError, TypeError):
            return False

    def _code_of_any(self, row: Any) -> int:
        texts = self.texts(row)
        if texts is None or not self._unseen_is_safe(row):
            return 0
        return self._code_of_values(texts[0] if self._places == 1 else texts)

    def _guarded_codes(self, joined: list[str]) -> list[int]:
        """Return the codes of rows whose values must be neither empty, nor with space around them, nor of many lines.

        Values are joined with a line break between them; then no more line breaks may be there than were put in, none
        beside another, and no space beside one. ValueError says that it is not so.
        """
        whole = f"\n{_SEPARATOR.join(joined)}\n"
        if not (
            whole.isascii()
            and whole.count("\n") == len(joined) * self._places + 1
            and "\n\n" not in whole
            and "\n " not in whole
            and " \n" not in whole
            and not whole.encode().translate(None, self._deleted + b"\n")
        ):
            raise ValueError("not plain")
        separators = self._places - 1
        return [self.plain_codes[length - separators] for length in map(len, joined)]

    def _code_of_plain(self, length: int) -> int:
        """Return the code of a row whose values are so many characters, each of one septet and one unit."""
        if self._foreign:
            parts = unicode_parts(self._units + length, pairs=self._astral)
        else:
            parts = gsm_parts(self._septets + length, pairs=self._extended)
        return self._bounded(parts, unicode=self._foreign)

    def _code_of_values(self, values: Any) -> int:
        """Return the code of a row from what stands in its places, 0 where that does not tell."""
        shown: tuple[str, ...] = (values,) if self._places == 1 else values
        plan = self.plan
        if not plan.is_standard:
            return 0
        try:
            if self.guarded and not all(plan.is_safe(value, linked=False) for value in shown):
                return 0
            joined = "".join(shown)
            if self._any_capitals and not joined.isascii():
                pairs = zip(shown, self._capitals, strict=True)
                joined = "".join(plan.draft.capitals(value) if upper else value for value, upper in pairs)
        except TypeError:
            return 0
        return self._code_of_joined(joined)

    def _code_of_joined(self, joined: str) -> int:
        """Return the code of a row from its values in one text, 0 where that does not tell."""
        size = len(joined)
        try:
            if not self._foreign:
                length = septets(joined)
                if length == size:
                    return self.plain_codes[size]
                if length is not None:
                    units = self._septets + length
                    code = self._bounded(gsm_parts(units, pairs=True), unicode=False)
                    return code if units <= self.plan.draft.max_units else 0
            length = len(joined.encode("utf-16-le")) >> 1
            if length == size:
                return self._unicode_codes[size]
        except (UnicodeEncodeError, IndexError):  # half of a surrogate pair, or longer than any message may be
            return 0
        units = self._units + length
        code = self._bounded(unicode_parts(units, pairs=True), unicode=True)
        return code if units <= self.plan.draft.max_units else 0

    def _bounded(self, parts: int | None, *, unicode: bool) -> int:
        most = self.plan.draft.max_parts
        return 0 if most is not None and parts is not None and parts > most else code_of(parts, unicode=unicode)

    def text(self, row: Any) -> str:
        """Return the text of a row that has a code."""
        return self._text(self._shown(row))

    def _shown(self, row: Any) -> tuple[str, ...]:
        texts = self.texts(row)
        assert texts is not None  # noqa: S101 - it has a code
        capitals = self.plan.draft.capitals
        return tuple(capitals(text) if upper else text for text, upper in zip(texts, self._capitals, strict=True))

    def explain(self, tally: Counts, row: Any, code: int, key: str) -> None:
        """Tell ``tally`` why a row that ``codes`` found to be UCS-2 is so."""
        shown = self._shown(row)
        length = septets(joined := "".join(shown))
        if length == len(joined) and tally.can_save_plain:
            tally.explain_plain(length, code, 1, key)
            return
        tally.explain(zip(self._names, shown, strict=True), code, key, lambda: self._text(shown))

    def _text(self, shown: Sequence[str]) -> str:
        pieces = self._pieces
        return pieces[0] + "".join(value + piece for value, piece in zip(shown, pieces[1:], strict=True))

    def count(self, rows: Sequence[Any]) -> list[int | None]:
        """Return the parts of each row, None where it makes no message."""
        counts: list[int | None] = []
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            codes = self.codes(chunk)
            if 0 in codes:
                counts += [code >> 1 or self._count_alone(row) for row, code in zip(chunk, codes, strict=True)]
            else:
                counts += [code >> 1 for code in codes]
        return counts

    def _count_alone(self, row: Any) -> int | None:
        return self.plan.check(row, keys=self.keys).parts
