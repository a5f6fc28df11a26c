"""Where the shipped templates are."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from transcode.errors import InvalidOption

__all__ = ["read_templates", "shipped_templates", "templates_dir"]

_SUFFIX: Final = ".j2"


@cache
def templates_dir() -> Path:
    """Return the directory of the shipped templates: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


@cache
def shipped_templates(folder: str) -> dict[str, str]:
    """Return the sources of the templates in ``folder`` by their name relative to it; read once."""
    return read_templates(templates_dir() / folder)


def read_templates(directory: Path) -> dict[str, str]:
    """Return the sources of every ``*.j2`` file below ``directory`` by its name relative to it.

    Raises:
        InvalidOption: a file cannot be read, or is not UTF-8.
    """
    sources = {}
    for path in sorted(directory.rglob(f"*{_SUFFIX}")):
        name = path.relative_to(directory).as_posix()
        try:
            sources[name] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidOption(f"templates: {name} cannot be read: {error}") from None
    return sources
