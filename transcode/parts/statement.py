"""What the class of a rich channel states of its parts, looked over before anything is written with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, TypeVar, get_args

from transcode.errors import InvalidOption
from transcode.measure import Limit, Unit
from transcode.parts.buttons import Deed, Taps
from transcode.parts.files import FileKind
from transcode.parts.forms import NEEDS, Form
from transcode.urls import Idn

__all__ = ["check_parts"]

_TEXTS: Final = frozenset((Unit.CHARACTERS, Unit.UTF16_UNITS, Unit.UTF8_BYTES, Unit.GRAPHEMES))
_COUNTS: Final = frozenset((Unit.COUNT,))
_SIZES: Final = frozenset((Unit.BYTES,))
_COUNTED: Final = {_TEXTS: "limit of a text", _COUNTS: "limit of a number", _SIZES: "limit of a file's size"}
_T = TypeVar("_T")


def check_parts(
    taps: object,
    files: object,
    forms: object,
    *,
    file_url: str,
    file_schemes: object,
    idn: object,
    limits: Mapping[str, Limit],
) -> None:
    """Look over what a class states of its parts.

    Args:
        taps: what its buttons do.
        files: the kinds of file it carries.
        forms: its forms.
        file_url: the name of the limit of a file's URL, empty where none is known.
        file_schemes: the schemes of such URLs.
        idn: how it takes host names of letters beyond ASCII.
        limits: all of its limits by name.

    Raises:
        InvalidOption: naming the field and what is missing, unknown, of another kind or given twice.

    """
    if not isinstance(taps, Taps):
        raise InvalidOption("taps: must say what a tap does")
    kinds: list[FileKind] = _all("files", files, FileKind)
    shapes: list[Form] = _all("forms", forms, Form)
    for field, names, units in _referred(taps, kinds, shapes, file_url):
        for name in filter(None, names):
            if name not in limits:
                raise InvalidOption(f"{field}: there is no limit {name!r}")
            if (unit := limits[name].unit) not in units:
                raise InvalidOption(f"{field}: {name!r} is no {_COUNTED[units]}, it counts {unit.value}")
    _check_deeds("taps", taps.deeds)
    if not taps.answer and any(Deed.ANSWER in deeds for deeds in (taps.deeds, *(one.deeds or () for one in shapes))):
        raise InvalidOption("taps: must name the limit of what comes back, for there are buttons that answer")
    for field, schemes in (("taps", taps.schemes), ("file_schemes", file_schemes)):
        _all(f"{field}: schemes", schemes, str)
    if idn not in get_args(Idn):
        raise InvalidOption(f"idn: {idn!r} is none of {', '.join(get_args(Idn))}")
    for kind in kinds:
        _check_kind_of_file(kind)
    _check_twice("files", [kind.name for kind in kinds])
    _check_twice("files", [extension for kind in kinds for extension in kind.extensions])
    for form in shapes:
        _check_form(form, {kind.name for kind in kinds}, limits)
    _check_twice("forms", [form.name for form in shapes])


def _all(field: str, stated: object, kind: type[_T]) -> list[_T]:
    if not (isinstance(stated, (tuple, list)) and all(isinstance(one, kind) for one in stated)):
        raise InvalidOption(f"{field}: must be a tuple of {kind.__name__}")
    return list(stated)


def _referred(
    taps: Taps, files: Iterable[FileKind], forms: Iterable[Form], file_url: str
) -> Iterator[tuple[str, tuple[str, ...], frozenset[Unit]]]:
    """Yield the names of limits, each with the field that refers to it and what it may count."""
    yield "taps", (taps.answer, taps.url), _TEXTS
    yield "file_url", (file_url,), _TEXTS
    for form in forms:
        field = f"forms {form.name!r}"
        yield field, (form.title, form.text, form.beside, form.label), _TEXTS
        yield field, (form.buttons,), _COUNTS
    for kind in files:
        yield f"files {kind.name!r}", (kind.size,), _SIZES


def _check_form(form: Form, kinds: Collection[str], limits: Mapping[str, Limit]) -> None:
    field = f"forms {form.name!r}"
    for name in form.files:
        if name not in kinds:
            raise InvalidOption(f"{field}: there is no kind of file {name!r}")
    for need in form.needs:
        for name in need.split(" or "):
            if name not in NEEDS:
                raise InvalidOption(f"{field}: a form needs none of {name!r}, but of {', '.join(NEEDS)}")
    if form.deeds is not None:
        _check_deeds(field, form.deeds)
    if form.buttons and form.least > limits[form.buttons].value:
        most = limits[form.buttons].value
        raise InvalidOption(f"{field}: it has {form.least} buttons at least and takes {most}")


def _check_deeds(field: str, deeds: Collection[object]) -> None:
    for deed in deeds:
        if not isinstance(deed, Deed):
            raise InvalidOption(f"{field}: a tap does none of {deed!r}, but of Deed")


def _check_kind_of_file(kind: FileKind) -> None:
    """Raise the InvalidOption that a word is which no URL and no content type is ever alike."""
    field = f"files {kind.name!r}"
    for word in (*_all(f"{field}: extensions", kind.extensions, str), *_all(field, kind.content_types, str)):
        if word != word.lower() or word.startswith("."):
            raise InvalidOption(f"{field}: {word!r} must be in small letters, an extension without its dot")


def _check_twice(field: str, names: list[str]) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InvalidOption(f"{field}: {twice!r} is there twice")
