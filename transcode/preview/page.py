"""A message as a page: every channel side by side, self-contained, without script, font or request of any kind.

All strings of a message are untrusted. They are escaped by the templates, isolated from the direction of the text
around them, and linked to only where they are http or https and the caller asks for links.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from transcode.channels import implemented
from transcode.engine import Transcoder
from transcode.errors import InvalidOption
from transcode.preview.assumed import ASSUMED_SENDER, with_sender
from transcode.preview.characters import visible
from transcode.preview.rates import Rate, Rates
from transcode.preview.view import ChannelView, channel_view
from transcode.result import Transcoded
from transcode.templates_dir import shipped_templates

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["Media", "content_security_policy", "html_fragment", "mime_bundle", "render_html", "render_template"]

Media = Literal["placeholder", "link"]
_MEDIA: Final = ("placeholder", "link")
_TITLE: Final = "Message preview"


def render_html(
    results_or_message: Transcoded | Sequence[Transcoded] | Any,
    *,
    channels: Iterable[str] | None = None,
    rate: Rates | Rate | Mapping[str, Rate] | None = None,
    media: Media = "placeholder",
    title: str = _TITLE,
    notes: Mapping[str, Sequence[str]] | None = None,
    refresh: int | None = None,
) -> str:
    """Return one page that shows what each channel's recipient will see, what is lost, and what an SMS costs.

    The page has no script, loads nothing and asks nothing of the network; it can be opened as a file or sent as an
    attachment. Its own content security policy allows its one style sheet and nothing else; ``content_security_policy``
    returns the same for a server's header.

    Args:
        results_or_message: what ``transcode`` returned, one or several in a list, or a message (a dict, JSON or
            ``AppMessage``), for which a sender is assumed where a channel sends nothing without.
        channels: the channels that a message is shown on, all there are by default; of results, those that are shown.
        rate: the price of an SMS part, or prices by channel (of a part of an SMS, of one message elsewhere), as numbers
            or with a currency: ``"0.0075 EUR"``.
        media: ``"placeholder"`` shows files and targets by name and URL, ``"link"`` links to those that are http or
            https. No file is ever fetched by the page itself.
        title: what stands at the head of the page.
        notes: by channel, sentences that stand below its name.
        refresh: after so many seconds a browser loads the page again; by default never.

    Raises:
        InvalidMessage: the message cannot be used.
        InvalidOption: ``rate`` or ``media`` cannot be used.
        UnknownChannel: there is no such channel.

    """
    results = _results(results_or_message, channels)
    shown, said = [], dict(notes or {})
    for result in results:
        assumed = result if _are_results(results_or_message) else with_sender(result)
        if assumed is not result:
            said[result.channel] = (*said.get(result.channel, ()), ASSUMED_SENDER)
        shown.append(assumed)
    context = _context(shown, "h2", rate=rate, media=media, notes=said)
    return render_template("page.html.j2", title=visible(title), refresh=refresh, **context)


def html_fragment(results: Transcoded | Sequence[Transcoded]) -> str:
    """Return the same to stand in another page, such as a notebook: a ``div`` with its own style sheet."""
    listed = _results(results, None)
    digest = hashlib.sha256("".join(result.to_json() for result in listed).encode("utf-8", "surrogatepass"))
    context = _context(listed, "h3", prefix=f"t{digest.hexdigest()[:8]}-")
    return render_template("notebook.html.j2", **context)


def mime_bundle(result: Transcoded) -> dict[str, str]:
    """Return a result as a notebook shows it: HTML, and beside it plain text."""
    lines = [f"{result.channel}: {result.outcome.value}, {'' if result.deliverable else 'not '}deliverable"]
    if result.text is not None:
        lines += ["", result.text]
    if result.findings:
        lines += ["", *map(str, result.findings)]
    return {"text/html": html_fragment(result), "text/plain": "\n".join(lines)}


def content_security_policy() -> str:
    """Return the policy under which the page works: its style sheet by hash, nothing else."""
    return _policy(_css())


def _results(given: Any, channels: Iterable[str] | None) -> list[Transcoded]:
    names = None if channels is None else [name.upper() for name in channels]
    if _are_results(given):
        listed = [given] if isinstance(given, Transcoded) else given
        return [result for result in listed if names is None or result.channel in names]
    transcoder = Transcoder()
    return [transcoder.transcode(given, name) for name in (implemented() if names is None else names)]


def _are_results(given: Any) -> bool:
    if isinstance(given, Transcoded):
        return True
    return isinstance(given, list | tuple) and all(isinstance(one, Transcoded) for one in given)


def _context(
    results: Sequence[Transcoded],
    heading: str,
    *,
    rate: Rates | Rate | Mapping[str, Rate] | None = None,
    media: Media = "placeholder",
    notes: Mapping[str, Sequence[str]] | None = None,
    prefix: str = "",
) -> dict[str, Any]:
    if media not in _MEDIA:
        raise InvalidOption(f"media: must be 'placeholder' or 'link', not {media!r}")
    rates = Rates.read(rate)
    views: list[ChannelView] = [
        channel_view(result, f"{prefix}c{number}", rates=rates, notes=(notes or {}).get(result.channel, ()))
        for number, result in enumerate(results, 1)
    ]
    return {
        "channels": views,
        "media": media,
        "heading": heading,
        "price": any(view.price for view in views),
    }


def render_template(template: str, *, css: str = "", **context: Any) -> str:
    """Return a shipped page with its style sheet, to which ``css`` is added, and the policy that allows it."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2, which is loaded when something is drawn

    sheet = _css() + css
    return _environment().get_template(template).render(css=Markup(sheet), policy=_policy(sheet), **context)  # noqa: S704


def _policy(css: str) -> str:
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _css() -> str:
    sources = shipped_templates("preview")
    skins = sorted(name for name in sources if name.startswith("skins/"))
    return "".join(sources[name] for name in ("style.css.j2", *skins))


@cache
def _environment() -> Environment:
    from jinja2 import DictLoader, Environment, StrictUndefined  # noqa: PLC0415

    return Environment(
        loader=DictLoader(shipped_templates("preview")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
