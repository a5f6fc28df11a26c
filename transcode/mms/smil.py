"""The presentation (SMIL) that MM7 requires, derived from the slides.

SMIL 1.0 without a namespace, as Sinch's MM7 page prints it: one ``<par>`` per slide, one level deep, the regions
``Image`` above and ``Text`` below, the same on all slides. A region that stands alone has the whole screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from transcode.mms.xml import render_xml

__all__ = ["smil_document"]

_ELEMENTS: Final[Mapping[str, tuple[str, str | None]]] = {
    "image": ("img", "Image"),
    "video": ("video", "Image"),
    "text": ("text", "Text"),
    "audio": ("audio", None),
    # vCard, calendar, PDF, pass: not media of SMIL, hence a reference without a region (unverified).
    "object": ("ref", None),
    "unknown": ("ref", None),
}
"""The SMIL element and the region of each kind of part."""

# Sinch docs 2021-07-11, docs/mms/mm7-service/mm7-service-mm7_submit.md for Text; Image is its counterpart (unverified).
_FIT: Final[Mapping[str, str]] = {"Image": "meet", "Text": "hidden"}


def smil_document(slides: Sequence[Mapping[str, Any]]) -> str:
    """Return the SMIL document of the slides of a payload (its ``slides`` list), as one line without a declaration."""
    return _document(
        tuple(
            [
                (slide["duration_ms"], tuple([(part["kind"], part["content_id"]) for part in slide["parts"]]))
                for slide in slides
            ]
        )
    )


# Messages differ in their texts and files, which are not in it: most of them have one of a few documents.
@lru_cache(maxsize=64)
def _document(slides: tuple[tuple[int | None, tuple[tuple[str, str], ...]], ...]) -> str:
    """Return the document of slides: how long each lasts, and the kind and the content id of each of its parts."""
    shown = [
        {
            "duration_ms": duration_ms,
            "parts": [
                dict(zip(("element", "region"), _ELEMENTS[kind], strict=True), content_id=content_id)
                for kind, content_id in parts
            ],
        }
        for duration_ms, parts in slides
    ]
    used = {region for _, parts in slides for kind, _ in parts for region in _ELEMENTS[kind][1:]}
    return render_xml("smil", regions=_regions(used), slides=shown)


def _regions(used: set[str | None]) -> list[dict[str, str]]:
    names = [name for name in _FIT if name in used]
    height = 100 // max(len(names), 1)
    return [
        {"id": name, "top": f"{index * height}%" if index else "0", "height": f"{height}%", "fit": _FIT[name]}
        for index, name in enumerate(names)
    ]
