"""Adding up a campaign: what batches report, and what comes of it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any, Final, Protocol

from transcode.campaign.characters import listed
from transcode.campaign.classes import Charges, described
from transcode.campaign.costliest import Costliest, Kept
from transcode.campaign.estimate import Estimate
from transcode.campaign.figures import (
    EXAMPLES,
    Destination,
    ExpensiveRow,
    Failed,
    RowNumbers,
    causes_of,
    columns_of,
)
from transcode.campaign.rates import Rates, RatesLike
from transcode.campaign.recipient_column import Numbers
from transcode.campaign.row import Failure, number_digits, number_text
from transcode.campaign.row_plan import RowPlan
from transcode.campaign.sums import find_foreign
from transcode.errors import InvalidOption
from transcode.gsm import Encoding, count_segments, is_gsm, segment_by, septets, transliterate

__all__ = ["Batch", "Counts"]

_UNPRICED: Final = "?"
_MESSAGES: Final = "MESSAGES"
_MOST_LOOSE: Final = 65536
"""Row numbers that are kept one by one."""
_ENCODINGS: Final = (Encoding.GSM.value, Encoding.UNICODE.value)

# What the SMS API takes; a number of another form, and those of other channels, the channel's writer is asked about.
_PHONE: Final = re.compile(r"\+?[1-9][0-9]{2,14}", re.ASCII)


class Batch(Protocol):
    """Some rows."""

    fraction: float | None
    """The share of the source that is read when these rows are."""

    @property
    def has_numbers(self) -> bool:
        """Whether the recipients' numbers are known."""

    def counts(self, plan: RowPlan) -> list[int | None]:
        """Return the parts of each row, None where it makes no message."""

    def tally(self, tally: Counts) -> int:
        """Count the rows, and return how many they are."""


class Counts:
    """Counts rows as they come.

    Args:
        plan: the plan.
        to: the column with the recipients' numbers. Unless it is given, a column ``to`` is taken if the source has one.
        rates: the price of one part: one figure, or figures by destination, see ``Rates``; of a channel that charges by
            class, or by its classes.
        worst: how many of the rows that cost most are kept.
        first_row: the number of the first row.

    Raises:
        InvalidOption: an option has a value it cannot have.

    """

    def __init__(
        self,
        plan: RowPlan,
        *,
        to: str | None = None,
        rates: RatesLike | Rates | None = None,
        worst: int = 20,
        first_row: int = 1,
    ) -> None:
        for name, value in (("worst", worst), ("first_row", first_row)):
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise InvalidOption(f"{name}: must be a whole number, 0 or more: {value!r}")
        self.plan = plan
        self.numbers = Numbers(to)
        self.rates = None if rates is None else rates if isinstance(rates, Rates) else Rates.of(rates)
        self.row = first_row
        self.recipients = 0
        self._codes: Counter[tuple[str, int]] = Counter()
        self._messages: Counter[tuple[str, int]] = Counter()
        self._charges = Charges(plan.draft, self.rates.classes if self.rates else {})
        self._saved: Counter[str] = Counter()
        self._transliterated = 0
        self._causes: Counter[tuple[str | None, str]] = Counter()
        self._columns: Counter[str | None] = Counter()
        self._failures: dict[str, list[int]] = defaultdict(list)
        self._examples: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._kept: dict[str, RowNumbers] = defaultdict(RowNumbers)
        self.costliest = Costliest(worst, self.rates)
        found = plan.layout(frozenset())
        self._constant = "" if found is None else found.layout.constant
        self.constant_foreign = tuple(dict.fromkeys(find_foreign(self._constant)))
        self._about = lru_cache(maxsize=65536)(self._about_value)

    def add_batch(self, batch: Batch) -> None:
        """Count the rows of one batch."""
        if self.rates is not None and not self.rates.flat and not batch.has_numbers:
            raise InvalidOption("rates: to price by destination, name the column with the recipients' numbers (to=)")
        before = self._snapshot()
        try:
            done = batch.tally(self)
            self.row += done
            self.recipients += done
        except BaseException:  # an interruption among them
            self._restore(before)
            raise
        self._pack()

    def _snapshot(self) -> tuple[Any, ...]:
        counters = [counter.copy() for counter in self._counters()]
        failed = {code: (len(rows), len(self._examples[code])) for code, rows in self._failures.items()}
        return counters, failed, list(self.costliest.kept), (self.row, self.recipients, self._transliterated)

    def _restore(self, before: tuple[Any, ...]) -> None:
        counters, failed, self.costliest.kept, (self.row, self.recipients, self._transliterated) = before
        for counter, kept in zip(self._counters(), counters, strict=True):
            counter.clear()
            counter.update(kept)
        for code, rows in self._failures.items():
            rows_before, examples_before = failed.get(code, (0, 0))
            del rows[rows_before:], self._examples[code][examples_before:]

    def _counters(self) -> tuple[Counter[Any], ...]:
        return (
            self._codes,
            self._messages,
            *self._charges.counters,
            self._saved,
            self._causes,
            self._columns,
        )

    def _pack(self) -> None:
        """Make ranges of row numbers that have become many: rows that follow each other take no room."""
        for code, rows in self._failures.items():
            if len(rows) >= _MOST_LOOSE:
                self._kept[code] += RowNumbers.of(rows)
                rows.clear()

    # --- what a batch reports ---

    def count(self, codes: Mapping[int, int], key: str) -> None:
        """Count rows by their codes; all of them go to the destination ``key``."""
        for code, recipients in codes.items():
            self._codes[key, code] += recipients

    def destination(self, number: str | None) -> str:
        """Return the key of the rate for a number."""
        if self.rates is None:
            return _UNPRICED
        if number is not None and not self.rates.flat and not _PHONE.fullmatch(number):
            number = number_digits(number)
        return self.rates.destination(number) or _UNPRICED

    def number_refusal(self, number: object) -> Failure | None:
        """Return why a recipient cannot be one, None where it can."""
        text = number_text(number)
        why: str | None
        if not text:
            why = "there is no number"
        else:
            surely = self.plan.channel == "SMS" and _PHONE.fullmatch(text)
            why = None if surely else self.plan.draft.recipient_error(text)
            if why is None and self.rates:
                why = self.rates.refusal(number_digits(text))
        return None if why is None else Failure("unusable_number", f"{self.numbers.column}: {why}")

    def may_all_be_numbers(self) -> bool:
        """Tell whether a number of the SMS API's form is one, so that there is no need to look at each."""
        return self.plan.channel == "SMS" and not (self.rates and self.rates.by_region)

    def fail(self, row: int, failure: Failure) -> None:
        """Count a row that cannot be sent."""
        rows, examples = self._failures[failure.code], self._examples[failure.code]
        rows.append(row)
        if len(examples) < EXAMPLES:
            examples.append((row, failure.message))

    def look(self, row: int, values: Any, keys: Mapping[str, Any], number: object) -> None:
        """Count one row that lengths tell nothing of, or that cannot be sent; ``number`` is ... where there is none."""
        checked = self.plan.check(values, keys=keys)
        failure = checked.failure or (None if number is ... else self.number_refusal(number))
        if failure is not None:
            self.fail(row, failure)
            return
        assert checked.parts is not None  # noqa: S101 - what makes no message has failed
        key = self.destination(number_text(number))
        if checked.encoding is None:
            self._messages[key, checked.parts] += 1
            self._charges.add(checked.billing)
        else:
            unicode = checked.encoding is Encoding.UNICODE
            self._codes[key, 2 * checked.parts + unicode] += 1
            if unicode and checked.text is not None:
                self._explain_text(self.plan.values(values, keys), checked.text, checked.parts, key)
        cost = self._charges.cost(checked.billing)
        if self.costliest.exceeds(checked.parts, key, cost):
            self.costliest.keep(row, checked.parts, self.plan.values(values, keys), key, cost)

    def explain(self, shown: Iterable[tuple[str, str]], code: int, key: str, text: Callable[[], str]) -> None:
        """Count why one message is UCS-2 and what transliteration would save.

        Args:
            shown: name and value of what stands in the text.
            code: the row's code.
            key: where it goes.
            text: returns the whole text.

        """
        replaceable = not self.constant_foreign or self._about(self._constant)[1]
        seen: set[tuple[str | None, str]] = {(None, character) for character in self.constant_foreign}
        for name, value in shown:
            characters, can_go = self._about(value)
            replaceable &= can_go
            seen.update([(name, character) for character in characters])
        self._count_causes(seen)
        if replaceable:
            self.save(text(), code, key)

    def _count_causes(self, seen: set[tuple[str | None, str]]) -> None:
        """Count the causes of one message."""
        self._causes.update(seen)
        self._columns.update({name for name, _ in seen})

    def count_unicode(self, name: str | None, characters: Mapping[str, int], recipients: int) -> None:
        """Count messages that are UCS-2 because of a column, and of each character in it."""
        if characters:
            self._columns[name] += recipients
            for character, count in characters.items():
                self._causes[name, character] += count

    def _explain_text(self, values: Mapping[str, str], text: str, parts: int, key: str) -> None:
        """Do what ``explain`` does for a text whose places are not known."""
        capitals = self.plan.draft.capitals
        seen: set[tuple[str | None, str]] = set()
        for character in self._foreign(text):
            names = [name for name, value in values.items() if character in value or character in capitals(value)]
            seen.update([(name, character) for name in names or (None,)])
        self._count_causes(seen)
        self.save(text, 2 * parts, key)

    def explain_plain(self, length: int, code: int, recipients: int, key: str) -> None:
        """Do what ``explain`` does for rows whose values are so many characters, each of one septet.

        It is the message itself that makes them UCS-2, and with its characters replaced they are all alike. May be
        asked where ``can_save_plain``.
        """
        self.count_unicode(None, dict.fromkeys(self.constant_foreign, recipients), recipients)
        if code >> 1 > 1 and self._about(self._constant)[1]:
            self._transliterated += recipients
            sent = count_segments("x" * (len(transliterate(self._constant).text) + length))
            self._saved[key] += recipients * ((code >> 1) - sent)

    @property
    def constant_is_foreign(self) -> bool:
        """Whether the message itself makes every copy UCS-2."""
        return bool(self.constant_foreign)

    @cached_property
    def can_save_plain(self) -> bool:
        """Whether what transliteration saves depends on nothing but lengths: no character of two septets is left."""
        sent = transliterate(self._constant).text
        accents = any(map(unicodedata.combining, self._constant))  # which may be of a value's last letter
        return not accents and (not self._about(self._constant)[1] or septets(sent) == len(sent))

    def can_replace(self, character: str) -> bool:
        """Tell whether transliteration may have a replacement for a character outside the alphabet."""
        return self._about(character)[1]

    def save(self, text: str, code: int, key: str) -> None:
        """Count what transliteration would save of a message."""
        parts = code >> 1
        if parts < 2 or self.plan.rules.transliterate != "off":  # Sinch's rule: a message of one part stays as it is
            return
        after = segment_by(replace(self.plan.rules, transliterate="auto"), text)
        if after.encoding is Encoding.GSM:
            self._transliterated += 1
            self._saved[key] += parts - after.segments

    def _about_value(self, value: str) -> tuple[tuple[str, ...], bool]:
        """Return the characters of a value that are outside the alphabet, and whether all of them may be replaced."""
        foreign = tuple(dict.fromkeys(find_foreign(value)))
        # An accent that stands alone may be one with the letter before it.
        return foreign, all(unicodedata.combining(one) or is_gsm(transliterate(one).text) for one in foreign)

    def _foreign(self, text: str) -> list[str]:
        """Return the characters that make a text UCS-2."""
        if self.plan.is_standard:
            return list(dict.fromkeys(find_foreign(text)))
        return [found.character for found in self.plan.segment(text).unicode_characters]

    # --- the result ---

    def estimate(self) -> Estimate:
        """Return what is counted so far."""
        histogram: dict[str, Counter[int]] = defaultdict(Counter)
        recipients: Counter[str] = Counter()
        parts: Counter[str] = Counter()
        counted = [
            *((key, _ENCODINGS[code & 1], code >> 1, n) for (key, code), n in self._codes.items()),
            *((key, _MESSAGES, messages, n) for (key, messages), n in self._messages.items()),
        ]
        for key, encoding, each, number in counted:
            histogram[encoding][each] += number
            recipients[key] += number
            parts[key] += number * each
        table = self.rates.table if self.rates else {}
        return Estimate(
            channel=self.plan.channel,
            recipients=self.recipients,
            histogram={encoding: dict(sorted(counts.items())) for encoding, counts in sorted(histogram.items())},
            destinations={
                key: Destination(recipients[key], parts[key], self._saved[key], table.get(key))
                for key in sorted(recipients)
            },
            billing=self._charges.found(),
            failures={code: found for code in sorted(self._failures) if (found := self._failed(code)).count},
            unicode_columns=columns_of(self._columns),
            unicode_causes=causes_of(self._causes),
            transliterated=self._transliterated,
            worst=tuple(sorted((self._expensive(one) for one in self.costliest.kept), key=ExpensiveRow.rank)),
            most_worst=self.costliest.most,
        )

    def _failed(self, code: str) -> Failed:
        rows = self._kept[code] + RowNumbers.of(self._failures[code])
        return Failed(len(rows), rows, tuple(self._examples[code]))

    def _expensive(self, kept: Kept) -> ExpensiveRow:
        row, parts, values, cost = -kept.negative_row, kept.parts, dict(kept.values), kept.cost
        checked = self.plan.quick(values) or self.plan.exact(values)
        text = checked.text or ""
        if checked.encoding is None:
            charged = f": {', '.join(named)}" if (named := described(checked.billing)) else ""
            why = f"{parts} message{'' if parts == 1 else 's'}{charged}"
            return ExpensiveRow(row, parts, None, None, why, cost)
        units = self.plan.segment(text).units
        if checked.encoding is Encoding.GSM:
            return ExpensiveRow(row, parts, checked.encoding.value, units, f"{units} septets", cost)
        foreign = self._foreign(text)
        capitals = self.plan.draft.capitals
        found = []
        for name, value in values.items():
            own = [character for character in foreign if character in value or character in capitals(value)]
            if own:
                found.append(f"{name} has {listed(own)}")
        constant = [character for character in foreign if character in self._constant]
        if constant:
            found.append(f"the message has {listed(constant)}")
        why = "; ".join(found) or listed(foreign)
        return ExpensiveRow(row, parts, checked.encoding.value, units, f"{units} UTF-16 units: {why}", cost)
