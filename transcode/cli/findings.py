"""``transcode findings``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated, Final

import typer

from transcode.cli.output import fail, write, write_json
from transcode.errors import did_you_mean, shorten
from transcode.inbound import InboundCode
from transcode.preview.screen import Screen
from transcode.preview.terminal import SEVERITIES
from transcode.result import Code, FindingCode

__all__ = ["FindingsAs", "findings"]

_SETS: Final[dict[str, type[FindingCode]]] = {
    "A message on its way out (`transcode`)": Code,
    "What comes in (`transcode.inbound`)": InboundCode,
}


class FindingsAs(StrEnum):
    """How the list is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def findings(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="One code, such as label_cut.", show_default=False)
    ] = None,
    *,
    form: Annotated[FindingsAs, typer.Option("--format", help="For people, programs or pages.")] = FindingsAs.TEXT,
) -> None:
    """List the codes of findings, with severity and wording.

    What stands in braces is filled in by each finding.
    """
    found = {title: [one for one in codes if code in (None, one.value)] for title, codes in _SETS.items()}
    found = {title: codes for title, codes in found.items() if codes}
    if not found:
        known = [str(one) for codes in _SETS.values() for one in codes]
        fail(f"CODE: there is no {shorten(code)}{did_you_mean(code or '', known)}")
    match form:
        case FindingsAs.JSON:
            write_json({"findings": [_as_dict(one) for codes in found.values() for one in codes]})
        case FindingsAs.MARKDOWN:
            write("\n".join(_as_markdown(found)))
        case FindingsAs.TEXT:
            screen = Screen(sys.stdout)
            for number, (title, codes) in enumerate(found.items()):
                if number:
                    screen.line()
                screen.line((title.replace("`", ""), "bold"))
                for one in codes:
                    severity = (f"{one.severity.name:<8}  ", SEVERITIES[one.severity])
                    screen.line((str(one), "bold"), f": {_wording(one)}", first=severity)
            write(screen.text)


def _wording(code: FindingCode) -> str:
    """Return a wording with the bare names of what is filled in."""
    return re.sub(r"\{(\w+)[^{}]*\}", r"{\1}", code.wording)


def _as_dict(code: FindingCode) -> dict[str, str]:
    about = "outbound" if isinstance(code, Code) else "inbound"
    return {"code": code.value, "severity": code.severity.name, "wording": _wording(code), "about": about}


def _as_markdown(found: dict[str, list[FindingCode]]) -> Iterator[str]:
    """Yield the lines of a page."""
    yield "# Findings"
    yield ""
    yield "Every code there is, with its severity and its wording; what stands in braces is filled in by each finding."
    yield "INFO: nothing of the content is missing. LOSS: something does not reach the recipient as it was meant."
    yield "REJECTED: the channel would refuse the message, or not deliver it. Written by"
    yield "`transcode findings --format markdown`."
    for title, codes in found.items():
        yield ""
        yield f"## {title}"
        yield ""
        yield from _table(codes)
    yield ""


def _table(codes: Iterable[FindingCode]) -> Iterator[str]:
    yield "| code | severity | wording |"
    yield "|---|---|---|"
    for one in codes:
        yield f"| `{one.value}` | {one.severity.name} | {_wording(one)} |"
