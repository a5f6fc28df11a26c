"""A condition of a native form that the message does not meet."""

from __future__ import annotations

from transcode.message.place import Place

__all__ = ["Obstacle"]


class Obstacle(Exception):  # noqa: N818 - not an error: the way is barred and another one is taken
    """What keeps a message, or a part of it, from a form.

    ``why`` is the condition, for the finding that names it; ``place`` the part that does not meet it; ``limit`` and
    ``actual`` are there where it is a figure.
    """

    def __init__(self, why: str, place: Place, limit: int | None = None, actual: int | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.place = place
        self.limit = limit
        self.actual = actual
