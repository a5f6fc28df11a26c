"""Every message of the corpus on every channel, in both profiles; transcoded once for all tests that look at them."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from tests import corpus
from transcode import Profile, Transcoded
from transcode.channels import implemented

__all__ = ["Case", "every_case", "every_result"]


class Case(NamedTuple):
    """One of them, and which."""

    name: str
    profile: Profile
    result: Transcoded


@cache
def every_case(channel: str) -> tuple[Case, ...]:
    """Return all on one channel."""
    return tuple(
        Case(name, each, corpus.run(name, channel, profile=each)) for name in corpus.names() for each in Profile
    )


def every_result() -> list[Transcoded]:
    """Return the results on all channels."""
    return [case.result for channel in implemented() for case in every_case(channel)]
