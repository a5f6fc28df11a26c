"""Measure what one message costs, against its floor; see README.md beside this file.

The floor is what cannot be saved by anyone who checks a message and lays it out: the pydantic validation of the message
and one Jinja rendering of its plain text, each by itself.
"""

# ruff: noqa: T201 - to print is what this program is for

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

# This file is named like the package that it measures, and its folder comes first.
sys.path = [path for path in sys.path if Path(path).resolve() != Path(__file__).parent]

from jinja2 import DictLoader, Environment, StrictUndefined

from transcode import AppMessage, Profile, Transcoder
from transcode.channels import implemented
from transcode.message import KINDS
from transcode.message.place import survey
from transcode.plaintext import Uppercase, view
from transcode.templates_dir import shipped_templates

MESSAGES = Path(__file__).parent.parent / "messages"
CASES = ("text", "media-image", "choice", "card", "carousel", "location", "contact-info", "list-choices")
PROPERTIES = {"MMS_SENDER": "28444"}


def floor(message: dict) -> Callable[[], object]:
    """Return the work that nobody can save: validation by pydantic, and Jinja as everyone calls it."""
    parsed = AppMessage.parse(message)
    content = survey(parsed).root.at(parsed.kind)
    environment = Environment(  # noqa: S701 - plain text
        loader=DictLoader({"text.txt.j2": "{{ text }}", **shipped_templates("plaintext")}),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template(f"{KINDS[type(content.value)]}.txt.j2")
    names = plain(view(content, Uppercase.DOCUMENTED))
    return lambda: (AppMessage.model_validate(message), template.render(names))


def plain(names: object) -> object:
    """Return what a layout may use as plain dicts, lists and strings."""
    if isinstance(names, dict):
        return {name: plain(value) for name, value in names.items()}
    if isinstance(names, list):
        return [plain(value) for value in names]
    return str(names)


def fastest(ways: list[Callable[[], object]], rounds: int, times: int) -> list[float]:
    """Return microseconds a call of each way, the best of many rounds in which all of them take turns."""
    best = [float("inf")] * len(ways)
    for _ in range(rounds):
        for i, way in enumerate(ways):
            start = time.process_time()  # whatever else the machine does
            for _ in range(times):
                way()
            best[i] = min(best[i], (time.process_time() - start) / times * 1e6)
    return best


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--profile", choices=list(Profile), default=Profile.DOCUMENTED)
    arguments.add_argument("--rounds", type=int, default=200, help="how often all take turns")
    arguments.add_argument("--smoke", action="store_true", help="a few rounds only: does it run?")
    options = arguments.parse_args()
    rounds = 3 if options.smoke else options.rounds
    transcoder = Transcoder(profile=options.profile)
    measured: list[list[float]] = []
    for name in CASES:
        message = json.loads((MESSAGES / f"{name}.json").read_text(encoding="utf-8"))["message"]
        ways = [floor(message)]
        ways += [
            lambda channel=channel, message=message: transcoder.transcode(message, channel, properties=PROPERTIES)
            for channel in implemented()
        ]
        for way in ways:
            way()
        measured.append(fastest(ways, rounds, 5))
    print(f"| | {' | '.join(CASES)} |")
    print(f"|---|{'---|' * len(CASES)}")
    for number, channel in enumerate(("floor", *implemented())):
        shown = (f"{one[number]:.0f} ({one[number] / one[0]:.1f})" if number else f"{one[0]:.0f}" for one in measured)
        print(f"| {channel} | {' | '.join(shown)} |")


if __name__ == "__main__":
    main()
