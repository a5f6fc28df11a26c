"""An estimate as a person reads it: in a terminal, or as one page that needs no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from transcode.campaign.characters import shown
from transcode.campaign.estimate import Estimate
from transcode.preview.rates import PLACES
from transcode.templates_dir import shipped_templates

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = [
    "amount",
    "bars",
    "by_cost",
    "causes",
    "charges",
    "columns",
    "failures",
    "html_report",
    "more_causes",
    "summary",
]

_ENCODINGS: Final = {"GSM": "GSM-7", "UNICODE": "UCS-2", "MESSAGES": ""}
_LISTED: Final = 8
"""Causes of UCS-2 and rows of failures: so many are shown, the rest is counted."""
_CODES: Final = {
    "missing_parameter": "a value is missing",
    "not_text": "a value is no text",
    "not_unicode": "a value is not valid Unicode",
    "not_a_row": "it is no row",
    "wrong_number_of_fields": "the line has another number of fields than the header",
    "unusable_number": "the number cannot be used",
    "invalid_message": "the message of this row cannot be used",
    "lossy": "something would be lost",
    "too_many_parts": "more parts than the limit",
    "too_long": "longer than the channel takes",
    "empty": "nothing is left to show",
}


class Bar(NamedTuple):
    """One bar of the histogram."""

    encoding: str
    parts: int
    recipients: int
    share: float
    """Of the recipients, from 0 to 1."""
    length: float
    """Of the longest bar, from 0 to 1."""


def bars(estimate: Estimate) -> list[Bar]:
    """Return the histogram of parts by encoding."""
    longest = max((count for counts in estimate.histogram.values() for count in counts.values()), default=1)
    total = estimate.sent or 1
    return [
        Bar(_ENCODINGS.get(encoding, encoding), parts, count, count / total, count / longest)
        for encoding, counts in estimate.histogram.items()
        for parts, count in counts.items()
    ]


def amount(value: Decimal | None) -> str:
    """Return an amount without the zeros at its end, thousands apart."""
    if value is None:
        return ""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def summary(estimate: Estimate) -> Iterator[tuple[str, str]]:
    """Yield what there is to say first, as pairs of words and figures."""
    unit = "parts" if estimate.channel == "SMS" else "messages"
    yield "recipients", f"{estimate.recipients:,}"
    yield "can be sent", f"{estimate.sent:,}"
    yield "cannot be sent", f"{estimate.failed:,}"
    yield unit, f"{estimate.parts:,}" + (f", {estimate.parts / estimate.sent:.3f} each" if estimate.sent else "")
    if estimate.cost is not None:
        yield "cost", amount(estimate.cost)
        if estimate.unpriced:
            yield "without a rate", f"{estimate.unpriced:,} {unit}"
    if estimate.channel == "SMS" and estimate.sent:
        share = estimate.unicode_recipients / estimate.sent
        yield "UCS-2", f"{estimate.unicode_recipients:,} ({share:.1%})"
        yield "transliteration", transliteration(estimate)


def transliteration(estimate: Estimate) -> str:
    """Return what ``transliterate="auto"`` would do, in words."""
    if not estimate.transliterated:
        return "would change nothing"
    saved = estimate.parts_saved
    what = f"{abs(saved):,} parts {'fewer' if saved >= 0 else 'more'}"
    if estimate.cost_saved:
        what += f" ({amount(abs(estimate.cost_saved))})"
    return f"would make {estimate.transliterated:,} messages GSM-7: {what}"


def by_cost(estimate: Estimate) -> bool:
    """Tell whether the rows that cost most are others than those that take most parts."""
    classes = (one for charged in estimate.billing.values() for one in charged.values())
    differ = len(estimate.destinations) > 1 or any(one.rate is not None for one in classes)
    return differ and any(one.cost is not None for one in estimate.worst)


def columns(estimate: Estimate) -> list[tuple[str, int]]:
    """Return which columns make messages UCS-2, and how many."""
    return [("the message" if name is None else name, count) for name, count in estimate.unicode_columns]


def causes(estimate: Estimate) -> list[tuple[str, str, int]]:
    """Return the most frequent causes of UCS-2: where from, the character, recipients."""
    return [
        ("the message" if cause.name is None else cause.name, shown(cause.character), cause.recipients)
        for cause in estimate.unicode_causes[:_LISTED]
    ]


def charges(estimate: Estimate) -> list[tuple[str, str, str, str, str, str]]:
    """Return what is charged by class: where, the class, messages, units, rate and cost."""
    return [
        (
            PLACES.get(place, place),
            name,
            f"{one.messages:,}",
            f"{one.units:,}",
            amount(one.rate) or "-",
            amount(one.cost) or "-",
        )
        for place, charged in estimate.billing.items()
        for name, one in charged.items()
    ]


def failures(estimate: Estimate) -> list[tuple[str, int, str, Sequence[tuple[int, str]]]]:
    """Return the failures: what, how many, which rows (the first ranges), examples."""
    found: list[tuple[str, int, str, Sequence[tuple[int, str]]]] = []
    for code, failed in estimate.failures.items():
        ranges = failed.rows.ranges
        rows = str(type(failed.rows)(ranges[:_LISTED]))
        more = f" and {len(ranges) - _LISTED:,} more places" if len(ranges) > _LISTED else ""
        found.append((_CODES.get(code, code.replace("_", " ")), failed.count, rows + more, failed.examples))
    return found


def more_causes(estimate: Estimate) -> int:
    """Return how many causes of UCS-2 are not shown."""
    return max(0, len(estimate.unicode_causes) - _LISTED)


def html_report(estimate: Estimate, *, title: str = "Campaign estimate", note: str = "") -> str:
    """Return the estimate as one HTML page: no script, no network, nothing of a recipient but row numbers.

    Args:
        estimate: the estimate.
        title: what stands above it.
        note: a remark below the title, such as that the run was interrupted.

    """
    return _template().render(
        title=title,
        note=note,
        estimate=estimate,
        summary=list(summary(estimate)),
        bars=bars(estimate),
        charges=charges(estimate),
        columns=columns(estimate),
        causes=causes(estimate),
        more_causes=more_causes(estimate),
        by_cost=by_cost(estimate),
        failures=failures(estimate),
        amount=amount,
        unit="parts" if estimate.channel == "SMS" else "messages",
    )


@cache
def _template() -> Template:
    from jinja2 import DictLoader, Environment, StrictUndefined  # noqa: PLC0415 - few need it

    environment = Environment(
        loader=DictLoader(shipped_templates("campaign")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template: Any = environment.get_template("report.html.j2")
    return template  # type: ignore[no-any-return]
