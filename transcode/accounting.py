"""The law of conservation: what of a message nobody accounted for is reported as lost."""

from __future__ import annotations

from collections.abc import Iterable

from transcode.measure import is_visible, stands_in
from transcode.message.base import HINT, POSTBACK
from transcode.message.place import Place
from transcode.resolve import Resolved
from transcode.result import Code, ReplyOption
from transcode.writer.base import ChannelWriter

__all__ = ["report_lost"]


def report_lost(
    message: Place,
    resolved: Resolved,
    shown: set[Place],
    replies: Iterable[ReplyOption],
    writer: ChannelWriter,
    *,
    text: str,
) -> None:
    """Report what of the content nobody accounted for: the law of conservation.

    A value is accounted for where it arrives in a payload or the text, from there or from a field that says the same (a
    first name in a whole name); where it comes back with a reply; or where a finding names it or the part it is in.

    Args:
        message: the whole message.
        resolved: what was written of it.
        shown: the places that arrive in a payload or the text, whole or cut.
        replies: the answers that it offers.
        writer: who wrote it.
        text: what the recipient reads.

    """
    if resolved.payload is not None:
        return  # the caller's own payload stands for all of the message
    notes = writer.notes
    content = resolved.content.leaves if resolved.content is not None else ()
    silent = [] if shown.issuperset(content) else [leaf for leaf in content if leaf not in shown and leaf.text]
    if message.size > 1:
        for name in ("agent", "reply_to"):
            if (part := message.get(name)) is not None:
                silent += [leaf for leaf in part.leaves if leaf not in shown and leaf.text]
    if silent:
        named, postbacks = set(notes.named), {reply.postback for reply in replies}
        # What a finding names may be cut: it says no more than is left of it.
        whole = {place for place in shown if named.isdisjoint(place.lineage) or place.text in text} if named else shown
        said = {place.text for place in whole}
        for leaf in silent:
            if not is_visible(leaf.text) and leaf.role is not POSTBACK:
                continue
            if leaf.value in postbacks if leaf.role is POSTBACK else leaf.text in said or _is_said_beside(leaf, whole):
                continue
            if not named.isdisjoint(leaf.lineage):
                continue
            if leaf.role is HINT:
                notes.report(Code.HINT_IGNORED, leaf, what=_subject(leaf), channel=writer.title)
            else:
                why = f"the rendering for {writer.title} has no place for it"
                notes.report(Code.DROPPED, leaf, what=_subject(leaf), why=why)


def _is_said_beside(leaf: Place, shown: set[Place]) -> bool:
    """Tell whether another field of the same part is shown and has the value of ``leaf`` in it, as words of its own."""
    text = leaf.text
    for beside in leaf.parent or ():
        if beside in shown and text in (said := beside.text) and stands_in(text, said):
            return True
    return False


def _subject(leaf: Place) -> str:
    """Return a value as the subject of a sentence: ``The label 'Enriching Engagement'``."""
    value = leaf.text
    return f"The {str(leaf.key).replace('_', ' ')} {value if len(value) <= 40 else value[:39] + '…'!r}"
