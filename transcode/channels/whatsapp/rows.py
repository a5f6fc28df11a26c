"""The rows of WhatsApp's lists: their titles, and what has no room in one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any, NamedTuple

from transcode.channels.whatsapp.texts import Texts
from transcode.measure import cut
from transcode.message.place import Place, Words
from transcode.parts.buttons import cut_labels
from transcode.result import Code

__all__ = ["Row", "Rows"]

Json = dict[str, Any]


class Row(NamedTuple):
    """One row of a list: the item, what the caller calls it, and what stands below."""

    place: Place
    label: Words
    description: Words


class Rows(Texts):
    """How rows are written; see ``WhatsApp``."""

    def _row(self, place: Place, label: Words, description: Words) -> Row:
        """Return a row; a label that is too long for its title stands whole in the description, if there is room."""
        if self.limit("row title").exceeded_by(label) is not None:
            whole = Words.join(": ", (label, description))
            if self.limit("row description").exceeded_by(whole) is None:
                description = whole
        return Row(place, label, description)

    def _rows(self, rows: Sequence[Row]) -> list[Json]:
        """Return rows as a list has them; a title that is cut is no loss where the description has it whole."""
        limit = self.limit("row title")
        titles = cut_labels([row.label for row in rows], limit)
        written, taken = [], set[tuple[str, str]]()
        free = {title.plain for title in titles}
        for row, title in zip(rows, titles, strict=True):
            if title != row.label:
                words = {"what": "A row's title", "shown_in": "its description"}
                code = Code.LABEL_CUT if row.description.startswith(row.label.plain) else Code.TRUNCATED
                where = row.label.place or row.place
                self.notes.report_length(code, where, limit, limit.exceeded_by(row.label), **words)
            elif (title.plain, row.description.plain) in taken:
                title = title.like(self._told_apart(title, free))  # noqa: PLW2901
                where, why = row.label.place or row.place, "a row before it has the same words"
                self.notes.report(Code.SHOWN_OTHERWISE, where, what="The row", value=repr(title.plain), why=why)
            taken.add((title.plain, row.description.plain))
            identifier = self.tapped.answer(row.place, row.label, self.limit("row id"), self.notes, shown=title)
            shown: Json = {"id": identifier, "title": title}
            if row.description:
                shown["description"] = self.fit(row.description, self.limit("row description"))
            written.append(shown)
        return written

    def _told_apart(self, title: Words, taken: set[str]) -> str:
        """Return ``title`` with the first number behind it that makes it none of ``taken``, which it joins."""
        limit = self.limit("row title")
        for number in count(2):
            mark = f" ({number})"
            start = cut(title.plain + mark, limit.value, limit.unit, f"…{mark}")
            if start not in taken:
                break
        taken.add(start)
        return start
