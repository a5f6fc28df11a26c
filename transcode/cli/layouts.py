"""Plaintext layouts of the caller's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from transcode.channels import implemented
from transcode.cli.output import explained, warn
from transcode.message import KINDS
from transcode.templates_dir import read_templates, shipped_templates

__all__ = ["warn_of_unused"]

_LISTED: Final = 10
"""A warning names this many files and counts the rest."""


def warn_of_unused(templates: str) -> None:
    """Name the caller's layouts that nothing looks for, such as a misspelt one."""
    with explained(templates):
        sources = read_templates(Path(templates))
    kinds = [kind for kind in KINDS.values() if kind != "text"]
    folders = [channel.lower() for channel in implemented()]
    shipped = shipped_templates("plaintext")
    used = {
        *shipped,
        *(name.rpartition("/")[2] for name in shipped),
        *(f"{folder}{kind}.txt.j2" for kind in kinds for folder in ("", *(f"{folder}/" for folder in folders))),
    }
    unused = [name for name in sources if name not in used and not _is_included(name, sources)]
    if unused:
        more = f" and {len(unused) - _LISTED} more" if len(unused) > _LISTED else ""
        warn(
            f"{templates}: not used: {', '.join(unused[:_LISTED])}{more}; a layout is <type>.txt.j2 or"
            f" <channel>/<type>.txt.j2, with type {', '.join(kinds)}; channel {', '.join(folders)}"
        )


def _is_included(name: str, sources: Mapping[str, str]) -> bool:
    """Tell whether another layout has this name in quotes: to include, import or extend it."""
    quoted = (f"'{name}'", f'"{name}"')
    return any(mark in source for other, source in sources.items() if other != name for mark in quoted)
