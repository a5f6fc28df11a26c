"""Many rows in a data frame: the engine measures the columns, and lengths add up to the answer.

Only the columns that the message has places for are looked at, never a rendered text. What each value is made of is
asked of Polars: how long it is, and whether there is anything in it but characters of one septet; of the rows where
there is, how many characters take two septets or two units, and whether any is outside the GSM alphabet. What the sums
do not settle goes to ``RowCounter``, row by row.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from transcode.campaign.row import InvalidSource
from transcode.campaign.row_plan import RowPlan
from transcode.campaign.rows import CHUNK, MOST_UNSEEN, RowCounter
from transcode.campaign.sums import (
    BASIC,
    EXTENDED,
    GSM_ALONE,
    GSM_PART,
    SPACES_AND_BREAKS,
    UNICODE_ALONE,
    UNICODE_PART,
    Sums,
)

if TYPE_CHECKING:
    import polars as pl

__all__ = ["FOREIGN", "FrameCounter", "text_columns"]


def _character_class(characters: str) -> str:
    return "".join(f"\\x{{{ord(character):x}}}" for character in characters)


_SPACES, _BREAKS = map(_character_class, SPACES_AND_BREAKS)
_UNSAFE: Final = f"^$|^[{_SPACES}]|[{_SPACES}]$|[{_BREAKS}]"
# No other space than this is among the characters of one septet, once line breaks are taken out.
_OR_UNSAFE: Final = "|^ | $|^$"
FOREIGN: Final = f"[^{_character_class(BASIC + EXTENDED)}]"
_EXTENDED: Final = f"[{_character_class(EXTENDED)}]"
_ASTRAL: Final = r"[\x{10000}-\x{10ffff}]"


def text_columns(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """Return the columns ``names`` of ``frame`` as text.

    Raises:
        InvalidSource: a column is not there, or has values that have no one obvious way to be written.

    """
    import polars as pl  # noqa: PLC0415 - an extra

    columns = []
    for name in names:
        if name not in frame.columns:
            raise InvalidSource(f"there is no column {name!r}; there are {', '.join(map(repr, frame.columns))}")
        kind = frame.schema[name]
        if kind == pl.String:
            columns.append(pl.col(name))
        elif (
            kind.is_integer()
            or kind in (pl.Categorical, pl.Enum, pl.Null)
            or (isinstance(kind, pl.Decimal) and kind.scale == 0)
        ):
            columns.append(pl.col(name).cast(pl.String))
        else:
            raise InvalidSource(
                f"the column {name!r} is {kind}: make it text, formatted as it is to be read; whole numbers may stay"
            )
    # Of a frame without columns nobody would know how many rows it has.
    return frame.select(columns) if columns else frame.select(pl.repeat(None, pl.len()).alias("\x00"))


class FrameCounter:
    """Counts the rows of data frames that have a column for each name of the plan."""

    @classmethod
    def of(cls, plan: RowPlan) -> FrameCounter:
        """Return the plan's counter, made once."""
        counter: FrameCounter | None = plan.counters.get(cls)
        if counter is None:
            counter = plan.counters[cls] = cls(plan)
        return counter

    def __init__(self, plan: RowPlan) -> None:
        self.plan = plan
        self.rows = RowCounter.of(plan, {name: index for index, name in enumerate(plan.names)})
        found = plan.layout(frozenset())
        self.shown: Counter[str] = Counter()
        self._sums = None if found is None or not self.rows.bulk else Sums.of(found.layout.constant)
        if found is not None:
            self.shown = Counter(place.name for place in found.layout.places)
            self._upper = {place.name for place in found.layout.places if place.capitals}

    def codes(self, frame: pl.DataFrame) -> pl.Series:
        """Return the code of each row of ``frame``, the plan's columns as text, as ``RowCounter.codes`` does."""
        import polars as pl  # noqa: PLC0415

        if self._sums is None or not self.shown or not frame.height:
            return pl.Series("code", self._in_python(frame), dtype=pl.UInt32)
        codes = frame.select(self._plain(pl)).to_series()
        for look in (self._by_sums, self._by_rows) if self.plan.is_standard else ():
            unsure = (codes == 0).arg_true()
            if not len(unsure):
                break
            codes = codes.scatter(unsure, look(frame[unsure]))
        return codes

    def _in_python(self, frame: pl.DataFrame) -> list[int]:
        rows = frame.rows()
        return [code for start in range(0, len(rows), CHUNK) for code in self.rows.codes(rows[start : start + CHUNK])]

    def changes_nothing(self, pl: Any) -> pl.Expr:
        """Return whether a row's values stand in the text as they are: in capitals only what is ASCII."""
        same = [pl.col(name).str.len_bytes() == pl.col(name).str.len_chars() for name in sorted(self._upper)]
        return pl.all_horizontal(*same) if same else pl.lit(value=True)

    @property
    def has_lengths(self) -> bool:
        """Whether lengths of columns may tell anything."""
        return self._sums is not None and bool(self.shown)

    def plain_and_length(self) -> tuple[pl.Expr, pl.Expr]:
        """Return whether every character of a row's values takes one septet, and how many there are."""
        import polars as pl  # noqa: PLC0415

        odd = f"[^{_character_class(self.rows.plain_characters)}]" + (_OR_UNSAFE if self.rows.guarded else "")
        if self.plan.link_length is not None:
            odd += "|[:/]"
        columns = {name: pl.col(name).str for name in self.shown}
        odd_ones = [column.contains(odd) for column in columns.values()]
        lengths = [column.len_chars() * self.shown[name] for name, column in columns.items()]
        # Capitals of letters beyond ASCII may be several, or of another alphabet.
        odd_ones += [columns[name].len_bytes() != columns[name].len_chars() for name in sorted(self._upper)]
        is_plain = ~pl.any_horizontal(*odd_ones, *self._unseen(pl))
        return is_plain, pl.sum_horizontal(*lengths)

    def _unseen(self, pl: Any) -> list[pl.Expr]:
        """Return conditions under which a value that is not shown might count."""
        linked = [~pl.col(name).str.contains("^[A-Za-z0-9_-]+$") for name in self.rows.linked]
        sizes = [pl.col(name).str.len_bytes() for name in (*self.rows.linked, *self.rows.hidden)]
        hidden = [pl.col(name).str.len_bytes() != pl.col(name).str.len_chars() for name in self.rows.hidden]
        return [*linked, *hidden, *(size > MOST_UNSEEN // max(1, len(sizes)) for size in sizes)]

    def _plain(self, pl: Any) -> pl.Expr:
        """Return the codes of rows all of whose characters take one septet; 0 elsewhere."""
        is_plain, length = self.plain_and_length()
        table = pl.Series([*self.rows.plain_codes, 0], dtype=pl.UInt32)
        found = pl.lit(table).gather(length.clip(upper_bound=len(table) - 1))
        # A missing value makes the condition null, which is not true.
        coded: pl.Expr = pl.when(is_plain).then(found).otherwise(0).cast(pl.UInt32).alias("code")
        return coded

    def _by_sums(self, frame: pl.DataFrame) -> pl.Series:
        """Return the codes of rows for which sums tell; 0 elsewhere."""
        import polars as pl  # noqa: PLC0415

        assert self._sums is not None  # noqa: S101 - the caller has looked
        base, counts = self._sums, self.shown
        names = list(counts)
        totals = frame.select(
            unsure=pl.any_horizontal(*(self._unsure(pl, name) for name in names), *self._unseen(pl)).fill_null(
                value=True
            ),
            characters=pl.sum_horizontal(pl.col(name).str.len_chars() * counts[name] for name in names),
            extended=pl.sum_horizontal(pl.col(name).str.count_matches(_EXTENDED) * counts[name] for name in names),
            astral=pl.sum_horizontal(pl.col(name).str.count_matches(_ASTRAL) * counts[name] for name in names),
            foreign=pl.any_horizontal(pl.col(name).str.contains(FOREIGN) for name in names) | (base.foreign > 0),
        ).with_columns(pl.col("characters", "extended", "astral").cast(pl.Int64))
        of_two = pl.when("foreign").then(pl.col("astral") + base.astral).otherwise(pl.col("extended") + base.extended)
        alone = pl.when("foreign").then(UNICODE_ALONE).otherwise(GSM_ALONE)
        size = pl.when("foreign").then(UNICODE_PART).otherwise(GSM_PART)
        units = pl.col("characters") + base.characters + pl.col("of_two")
        parts = (
            pl.when(pl.col("units") <= pl.col("alone")).then(1).otherwise((pl.col("units") - 1) // pl.col("size") + 1)
        )
        sure = (
            ((pl.col("of_two") == 0) | (pl.col("parts") == 1))
            | (pl.col("units") + pl.col("parts") - 1 <= pl.col("parts") * pl.col("size"))
        ) & (pl.col("units") <= self.plan.draft.max_units)
        if self.plan.draft.max_parts is not None:
            sure &= pl.col("parts") <= self.plan.draft.max_parts
        return (
            totals.with_columns(of_two=of_two, alone=alone, size=size)
            .with_columns(units=units)
            .with_columns(parts=parts)
            .select(pl.when(sure & ~pl.col("unsure")).then(pl.col("parts") * 2 + pl.col("foreign")).otherwise(0))
            .to_series()
            .cast(pl.UInt32)
        )

    def _unsure(self, pl: Any, name: str) -> pl.Expr:
        """Return whether a value may become something else on its way into the text."""
        column = pl.col(name)
        unsure: pl.Expr = column.is_null()
        if self.rows.guarded:
            unsure |= column.str.contains(_UNSAFE)
        if self.plan.link_length is not None:
            unsure |= column.str.contains("^$|[:/]")
        if name in self._upper:  # capitals of other letters than those of ASCII are Python's affair
            unsure |= column.str.len_bytes() != column.str.len_chars()
        return unsure

    def _by_rows(self, frame: pl.DataFrame) -> pl.Series:
        import polars as pl  # noqa: PLC0415

        return pl.Series(self._in_python(frame), dtype=pl.UInt32)

    def count(self, frame: pl.DataFrame) -> pl.Series:
        """Return the parts of each row of ``frame``, the plan's columns as text; null where it makes no message."""
        import polars as pl  # noqa: PLC0415

        codes = self.codes(frame)
        parts = (codes // 2).cast(pl.UInt32).alias("parts")
        unsure = (codes == 0).arg_true()
        if not len(unsure):
            return parts
        checked = [self.plan.check(row, keys=self.rows.keys).parts for row in frame[unsure].rows()]
        return parts.scatter(unsure, pl.Series(checked, dtype=pl.UInt32))
