"""What was sent, as a command reads it from a file: a message, a request, or a result that was kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from transcode.channels import writer_for
from transcode.cli.request import Request
from transcode.errors import InvalidMessage
from transcode.message.parse import parse_json
from transcode.result import Transcoded
from transcode.stored import read_result

__all__ = ["read_sent"]


def read_sent(content: bytes, channel: str | None) -> Transcoded | Any:
    """Return the result that was kept (``to_json``, or one of ``preview --json``), or the message as it stands there.

    Raises:
        InvalidMessage: it cannot be used.
        UnknownChannel: ``channel`` has no writer.

    """
    data = parse_json(content)
    wanted = writer_for(channel).channel if channel else None
    if isinstance(data, Mapping) and isinstance(data.get("results"), list):
        return _one_of(data["results"], wanted)
    if isinstance(data, Mapping) and {"channel", "outcome", "payloads"} <= data.keys():
        return _one_of([data], wanted)
    return Request.read(data).message


def _one_of(results: list[Any], wanted: str | None) -> Transcoded:
    """Return the result for the channel that is wanted, or the only one."""
    found = [one for one in results if isinstance(one, Mapping) and wanted in (None, one.get("channel"))]
    if len(found) != 1:
        has = ", ".join(str(one.get("channel"))[:40] for one in results if isinstance(one, Mapping)) or "none"
        problem = f"has {len(found)} results for {wanted or 'any channel'}: name one with --channel; there are {has}"
        raise InvalidMessage.at("", "several_results", problem)
    return read_result(found[0])
