"""Ways that may be barred: a writer tries one, and what was noted on it is taken back where it leads nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from transcode.message.place import Place, Words
from transcode.parts.obstacle import Obstacle
from transcode.plaintext import view
from transcode.result import Code, Outcome
from transcode.writer.base import ChannelWriter
from transcode.writer.request import Rendering, Request

__all__ = ["Attempts"]

_T = TypeVar("_T")


class Attempts(ChannelWriter):
    """Writes one message for a channel that has forms with conditions."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.before: list[Words] = []
        """What has no room in the form and goes before it, whole."""

    def write(self, content: Place) -> Rendering:
        """Write ``content``, as text where an obstacle bars the way to any other form."""
        answer = self.attempt(partial(super().write, content))
        return self.instead(content, answer) if isinstance(answer, Obstacle) else answer

    def attempt(self, way: Callable[[], _T]) -> _T | Obstacle:
        """Return what ``way`` returns, or the obstacle on it with all taken back that was noted until then."""
        mark, taps, before = self.notes.mark, len(self.tapped), len(self.before)
        try:
            return way()
        except Obstacle as obstacle:
            self.notes.take_back(mark)
            self.tapped.take_back(taps)
            del self.before[before:]
            # Its traceback, and that of one before it, would refer to all that was tried, and that to it.
            obstacle.__context__ = None
            return obstacle.with_traceback(None)

    def instead(self, content: Place, obstacle: Obstacle) -> Rendering:
        """Write ``content`` as text because of ``obstacle``."""
        self.report_obstacle(Code.WHOLE_AS_TEXT, obstacle)
        self.report_as_text(_choices(content))
        return self.send_laid_out(content, view(content, self.request.uppercase), Outcome.PLAINTEXT)

    def report_obstacle(self, code: Code, obstacle: Obstacle) -> None:
        """Report what an obstacle makes of the message, or of a part of it."""
        self.notes.report(code, obstacle.place, limit=obstacle.limit, actual=obstacle.actual, why=obstacle.why)


def _choices(content: Place) -> Iterable[Place]:
    """Yield every choice of ``content``."""
    for card in content.at_all("cards"):
        yield from card.at_all("choices")
    yield from content.at_all("choices")
