"""What an identifier of MM7 (transaction id, VASPID, VASID) may consist of: it stands in the envelope as it is."""

from __future__ import annotations

__all__ = ["identifier_fault"]


def identifier_fault(text: str) -> tuple[str, str] | None:
    """Return the code and the sentence of what is wrong with ``text``, None where nothing is.

    The sentence does not repeat the text, which may be a secret. Characters that nobody sees (a soft hyphen, a
    zero-width space) are no part of an identifier: they come along when one is copied from a page.
    """
    if not text.strip():
        return "empty", "must not be empty"
    if not text.isprintable():
        return "control_character", "must not have line breaks, control characters or invisible characters"
    return None
