"""What a preview assumes: a message is looked at before anybody has said who sends it."""

from __future__ import annotations

from dataclasses import replace

from transcode.result import Code, Transcoded

__all__ = ["ASSUMED_SENDER", "with_sender"]

ASSUMED_SENDER = "No sender was given; one is assumed, since this channel sends nothing without."


def with_sender(result: Transcoded) -> Transcoded:
    """Return ``result`` as if it had a sender: without the finding that one is missing."""
    if all(finding.code is not Code.SENDER_MISSING for finding in result.findings):
        return result
    findings = tuple(finding for finding in result.findings if finding.code is not Code.SENDER_MISSING)
    return replace(result, findings=findings)
