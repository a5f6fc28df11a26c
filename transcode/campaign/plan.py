"""A plan: one message, rendered once, counted for any number of rows."""

from __future__ import annotations

from typing import Any

from transcode.campaign.estimate import Estimate
from transcode.campaign.rates import RatesLike
from transcode.campaign.recipient_column import Progress
from transcode.campaign.row_plan import RowPlan
from transcode.campaign.sources import batches
from transcode.campaign.tally import Tally

__all__ = ["Plan"]


class Plan(RowPlan):
    """One message for many recipients. Immutable and picklable. Make it with ``transcode.campaign.compile``."""

    def count_many(self, source: Any) -> list[int | None]:
        """Return the parts of each row, in order; None where a row makes no message (``check`` says why).

        Args:
            source: whatever ``estimate`` takes.

        """
        counts: list[int | None] = []
        for batch in batches(source, self.names):
            counts += batch.counts(self)
        return counts

    def estimate(
        self,
        source: Any,
        *,
        to: str | None = None,
        rates: RatesLike | None = None,
        worst: int = 20,
        first_row: int = 1,
        progress: Progress | None = None,
    ) -> Estimate:
        """Return what sending to every row of ``source`` will take and cost."""
        tally = Tally(self, to=to, rates=rates, worst=worst, first_row=first_row)
        tally.add(source, progress=progress)
        return tally.estimate()
