"""Campaigns: one message for millions of recipients, counted and priced before anything is sent.

    >>> from transcode.campaign import compile
    >>> plan = compile({"text_message": {"text": "Hi ${name}, your parcel is here."}})
    >>> plan.count({"name": "Nora"}), plan.count_many([{"name": "Zoë"}, {"name": "Łucja" * 20}])
    (1, [1, 2])

A plan is compiled once and says of each row what ``transcode`` would say of that row's message. Where the answer
follows from how long the values are and which alphabet they are in, no text is rendered; where it does not, the row is
transcoded. Tables are measured by Polars (the extra ``[polars]``), where they are.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transcode.campaign.compilation import compile  # noqa: A004 - as re.compile
    from transcode.campaign.csv_source import Csv
    from transcode.campaign.engines import polars_expression, register
    from transcode.campaign.estimate import Estimate
    from transcode.campaign.figures import Charged, Destination, ExpensiveRow, Failed, RowNumbers, UnicodeCause
    from transcode.campaign.plan import Plan
    from transcode.campaign.rates import Rates
    from transcode.campaign.row import Checked, Failure, InvalidSource, Unusable
    from transcode.campaign.tally import Tally

__all__ = [
    "Charged",
    "Checked",
    "Csv",
    "Destination",
    "Estimate",
    "ExpensiveRow",
    "Failed",
    "Failure",
    "InvalidSource",
    "Plan",
    "Rates",
    "RowNumbers",
    "Tally",
    "UnicodeCause",
    "Unusable",
    "compile",
    "polars_expression",
    "register",
]

_HOME = {
    "Charged": "figures",
    "Checked": "row",
    "Csv": "csv_source",
    "Destination": "figures",
    "Estimate": "estimate",
    "ExpensiveRow": "figures",
    "Failed": "figures",
    "Failure": "row",
    "InvalidSource": "row",
    "Plan": "plan",
    "Rates": "rates",
    "RowNumbers": "figures",
    "Tally": "tally",
    "UnicodeCause": "figures",
    "Unusable": "row",
    "compile": "compilation",
    "polars_expression": "engines",
    "register": "engines",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
