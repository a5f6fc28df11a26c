"""A command whose argument is a text that may begin with a dash: ``transcode segments '-20% today only'``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from typer.core import TyperCommand

__all__ = ["TextCommand"]

_OPTION: Final = re.compile(r"--?[A-Za-z]|--[a-z][a-z-]+(=.*)?", re.DOTALL)
"""What someone who misspells an option would write; the rest cannot be one."""


class TextCommand(TyperCommand):
    """Takes what begins with a dash and cannot be an option for the text."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments, texts behind ``--``, where nothing is an option."""
        options: list[str] = []
        texts: list[str] = []
        rest = iter(args)
        for argument in rest:
            if argument == "--":
                texts += rest
            elif argument.startswith("-") and argument != "-" and not _OPTION.fullmatch(argument):
                texts.append(argument)
            else:
                options.append(argument)
                if argument in self._taking_values():
                    options += islice(rest, 1)
        return super().parse_args(ctx, [*options, "--", *texts] if texts else options)

    def _taking_values(self) -> Iterator[str]:
        for parameter in self.params:
            if not getattr(parameter, "is_flag", True):
                yield from parameter.opts
