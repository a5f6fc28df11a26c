"""The law of conservation, judged by a reading of the message that shares nothing with the library's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.laws import bare, coordinate
from transcode import Code, Transcoded

# Codes that say of a field that it is not there, or not all of it. A finding that speaks of something else
# ("sent as text") names no loss of what is below it.
NAMING = {Code.DROPPED, Code.HINT_IGNORED, Code.TRUNCATED}
# Codes that say of a choice that its event or its request does not happen: they name the fields of what does not.
NOT_DONE = {Code.EVENT_NOT_ADDED, Code.LOCATION_NOT_ASKED}
# Fields that hold no content: they choose how something is shown.
HINTS = {"height", "display_mode", "type", "marketplace", "quantity", "currency", "thumbnail_url", "filename_override"}


def facts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string and number of a JSON value with its path."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from facts(item, f"{path}.{key}" if path else key)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from facts(item, f"{path}[{index}]")
    elif isinstance(value, str):
        yield path, value
    else:
        yield path, str(value)


def vanished(message: Any, payloads: Iterable[Any], result: Transcoded) -> list[tuple[str, str]]:
    """Return what of ``message`` is neither in ``payloads`` nor in the text nor among the replies nor in a finding."""
    sent = list(facts(list(payloads)))
    shown = [value for path, value in sent if not path.endswith("].to")]
    out = bare(" ".join([result.text or "", *shown]))
    # A text that is split goes on in the next message, with the names of its form in between.
    out += " " + bare("".join(value for path, value in sent if path.endswith(".text")))
    replies = {reply.postback for reply in result.replies}
    named = [finding.path for finding in result.findings if finding.code in NAMING and finding.path]
    not_done = [finding.path for finding in result.findings if finding.code in NOT_DONE]
    found = []
    for path, value in facts(message):
        name = re.split(r"[.\[]", path)[-1]
        if name in HINTS or not bare(value):
            continue
        wanted = bare(coordinate(value) if name in {"latitude", "longitude"} else value)
        reported = any(path == one or path.startswith((f"{one}.", f"{one}[")) for one in named)
        reported |= name.startswith("event_") and path.rpartition(".")[0] in not_done
        if not (wanted.strip("0") in out or value in replies or reported):
            found.append((path, value))
    return found
