"""``transcode gallery``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from transcode.channels import implemented
from transcode.cli.output import described, explained, fail, write
from transcode.cli.request import Request
from transcode.cli.transcoding import Channels, Manner, Marks, Settings
from transcode.errors import InvalidMessage
from transcode.message.parse import MAX_CHARACTERS, parse_json
from transcode.preview.gallery import Exhibit, render_gallery
from transcode.preview.snapshots import read_results, read_snapshot
from transcode.writer.request import Markup, Profile

__all__ = ["gallery"]


def gallery(
    folders: Annotated[
        list[str],
        typer.Argument(
            metavar="FOLDERS...",
            help="Folders or files: snapshots (*.txt), messages (*.json), and what preview --json prints.",
            show_default=False,
        ),
    ],
    *,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="The page; - is standard output.")],
    title: Annotated[str, typer.Option(help="What stands at its head.")] = "Gallery of messages",
    channel: Channels = None,
    profile: Manner = Profile.DOCUMENTED,
    markup: Marks = Markup.PASSED,
) -> None:
    """Show many messages on one page, with a filter by channel and outcome.

    Exits with 2 where a file cannot be used; the others are shown all the same.
    """
    settings = Settings.read(channels=channel, profile=profile, markup=markup, source="options")
    unusable: list[str] = []
    exhibits = [one for file, root in _files(folders) for one in _exhibits(file, root, settings, unusable)]
    if exhibits:
        page = render_gallery(exhibits, title=title)
        if output == "-":
            write(page)
        else:
            with explained(output):
                Path(output).write_text(page, encoding="utf-8", errors="backslashreplace")
    elif not unusable:
        unusable.append(f"nothing to show in {', '.join(folders)}")
    if unusable:
        fail(*unusable)


def _files(names: list[str]) -> Iterator[tuple[Path, Path]]:
    """Return the files, and for each what its name is shown relative to."""
    for name in names:
        path = Path(name)
        if path.is_dir():
            found = (file for file in sorted(path.rglob("*")) if file.suffix in (".json", ".txt") and file.is_file())
            yield from ((file, path) for file in found)
        else:
            yield path, path.parent


def _exhibits(file: Path, root: Path, settings: Settings, unusable: list[str]) -> list[Exhibit]:
    name = file.relative_to(root).with_suffix("").as_posix()
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_CHARACTERS + 1)
        if file.suffix == ".txt":
            _, result = read_snapshot(content.decode("utf-8"))
            chosen = not settings.channels or result.channel in settings.channels
            return [Exhibit(name, result)] if chosen else []
        data = parse_json(content)
        if isinstance(data, dict) and "results" in data:
            return [
                Exhibit(name, result)
                for result in read_results(data)
                if not settings.channels or result.channel in settings.channels
            ]
        asked = Request.read(data)
        return [Exhibit(name, settings.preview(asked, each).shown) for each in settings.channels or implemented()]
    except InvalidMessage as error:
        unusable += [f"{file}: {described(wrong, 'the file', '')}" for wrong in error.errors]
    except UnicodeDecodeError as error:
        unusable.append(f"{file}: is not UTF-8: byte {error.start} cannot be read")
    except OSError as error:
        unusable.append(f"{file}: {error.strerror or error}")
    return []
