"""Adding up a campaign, source after source: what ``Plan.estimate`` does, and what can be interrupted."""

from __future__ import annotations

from typing import Any

from transcode.campaign.counts import Counts
from transcode.campaign.recipient_column import Progress
from transcode.campaign.sources import batches

__all__ = ["Tally"]


class Tally(Counts):
    """Counts rows as they come; ``estimate`` says at any time what was counted so far."""

    def add(self, source: Any, *, progress: Progress | None = None) -> None:
        """Count the rows of a source. Interrupted, it has counted every batch that it finished, and no other."""
        for batch in batches(source, self.plan.names, self.numbers):
            self.add_batch(batch)
            if progress is not None:
                progress(self.recipients, batch.fraction)
