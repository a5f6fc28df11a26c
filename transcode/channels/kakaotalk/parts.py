"""What Brand Messages and consultation talk share: buttons, images and cards side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Final

from transcode.channels.kakaotalk.limits import FILES
from transcode.message.place import NOTHING, Place
from transcode.parts.buttons import Button, Deed, Taps, told_apart
from transcode.parts.files import File
from transcode.parts.forms import Form, fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.parts.writer import PartsWriter
from transcode.plaintext import Uppercase, view
from transcode.result import Code
from transcode.writer.request import Rendering

__all__ = ["CARD", "UPLOADED", "KakaoParts", "web_link"]

Json = dict[str, Any]

CARD: Final = Form(
    "a card of KakaoTalk's carousel",
    title="card header",
    text="card text",
    buttons="card buttons",
    label="card label",
    files=("image",),
    needs=("title", "text", "file"),
)
UPLOADED: Final = "it shows images that were uploaded to it first, by the URL that the upload gives"
DOCUMENTED: Final = "the service shows it as text on KakaoTalk; profile='rich' has a form"


def web_link(name: str, url: str) -> Json:
    """Return a button that opens a web page, on phones and computers alike."""
    return {"type": "WL", "name": name, "urlMobile": url, "urlPc": url}


def _answers_apart(buttons: Iterable[Button], before: Iterable[Button]) -> tuple[Button, ...]:
    """Return buttons; an answer that looks like one ``before`` has a number behind it, for its name is what comes back.

    Before them are the buttons of other cards, and the choices that stand as lines in the text above. A URL that looks
    like an answer has a number too. Two URLs may look alike: their cards tell them apart.
    """
    every, answers = set(), set()
    marked = []

    def keep(label: str, deed: Deed) -> None:
        every.add(label)
        if deed is Deed.ANSWER:
            answers.add(label)

    for one in before:
        keep((one.shown or one.label).plain, one.deed)
    for one in buttons:
        (apart,) = told_apart((one,), every if one.deed is Deed.ANSWER else answers)
        keep(apart.whole.plain, one.deed)
        marked.append(apart)
    return tuple(marked)


def _apart_from_lines(buttons: Iterable[Button]) -> tuple[Button, ...]:
    """Return choices; what can be a button is told apart from the answers that are lines of the text above it."""
    every = tuple(buttons)
    lines = [one for one in every if one.why_not and one.deed is Deed.ANSWER]
    if not lines:
        return every
    marked = {one.place: one for one in _answers_apart((one for one in every if not one.why_not), lines)}
    return tuple(marked.get(one.place, one) for one in every)


class KakaoParts(PartsWriter):
    """How KakaoTalk's buttons and cards are written; see ``KakaoTalk`` and ``KakaoTalkChat``."""

    taps = Taps("a KakaoTalk button", answer="label", deeds=frozenset((Deed.ANSWER, Deed.OPEN)), url="url")
    files = FILES
    a_card: ClassVar[Form] = CARD

    def tap(self, one: Button, *, in_text: bool = False) -> str | None:
        """Keep what is tapped: a button that answers sends the name that it shows, and nothing else."""
        if one.deed is Deed.ANSWER:
            self.tapped.add(one.place, one.shown)
            return None
        return super().tap(one, in_text=in_text)

    def within(self, buttons: Sequence[Button], room: int, what: str, called: str = "buttons") -> tuple[Button, ...]:
        """Return the choices; those that there is no room for stand in the text above the buttons."""
        return _apart_from_lines(super().within(buttons, room, what, called))

    def button_json(self, one: Button, *, in_text: bool = False) -> Json:
        """Return a button."""
        self.tap(one, in_text=in_text)
        return {"type": "BK", "name": one.shown} if one.deed is Deed.ANSWER else web_link(one.shown, one.url)

    def image(self, file: File) -> Json:
        """Return an image, which must have been uploaded; that is reported."""
        self.notes.report(Code.FILE_UNCERTAIN, file.media, channel=self.title, why=UPLOADED)
        return {"imgUrl": file.url}

    def card_panel(self, card: Place, name: str = "the card", number: str = "") -> Panel:
        """Return a card as a panel; what has no place in it goes before it."""
        panel = super().card_panel(card, name, number).with_text_as_title()
        return self.with_media(panel, card.get("media_message"), CARD.files)

    def cards(self, message: Place) -> list[Json]:
        """Return the cards of a carousel, each with its heading, text, picture and up to two buttons.

        Raises:
            Obstacle: there are too few or too many, or one of them is not whole.

        """
        places, most = list(message.at_all("cards")), self.limit("cards").value
        if not 2 <= len(places) <= most:
            why = f"the carousel has {len(places)} cards and KakaoTalk's has 2 to {most}"
            raise Obstacle(why, message.at("cards"), most, len(places))
        written = []
        before: list[Button] = []
        for number, place in enumerate(places, 1):
            panel = self.card_panel(place, f"card {number}", f"{number}. ")
            buttons = self.within(panel.buttons, self.limit("card buttons").value, "a card of a carousel")
            before += [one for one in buttons if one.why_not and one.deed is Deed.ANSWER]
            panel = self.with_lines(panel._replace(buttons=buttons))
            panel = panel._replace(buttons=_answers_apart(panel.buttons, before))
            filled = self.accept(fill(self.a_card, panel, self.limit, taken=[one.shown.plain for one in before]))
            before += filled.buttons
            assert filled.file is not None  # noqa: S101 - the form needs one
            attachment = self.given(
                image=self.image(filled.file), **{self.buttons_key: [self.button_json(one) for one in filled.buttons]}
            )
            written.append({"header": filled.title, "message": filled.text, "attachment": attachment})
        outer, why = (
            self.buttons(message.at_all("choices"), "outer "),
            "there are no buttons below KakaoTalk's carousel",
        )
        self.with_lines_before(one._replace(why_not=why) for one in outer)
        return written

    buttons_key: ClassVar[str] = "button"
    """What the dialect calls a list of buttons."""
    answers: ClassVar[str] = "buttons"
    """The limit of how many answers a message has room for."""

    def list_panel(self, message: Place) -> Panel:
        """Return a list as a text with its items as answers."""
        buttons = self.items(self.listed(message, "KakaoTalk has no catalogue of products that a list could name"))
        self.refuse_impossible(buttons)
        # All items stand in the text: those that there is no room for need no line of their own.
        room = self.limit(self.answers).value
        why = f"a message has room for {room} answers and the list has {len(buttons)} items"
        lines = [one._replace(why_not=why) for one in buttons[room:]]
        for one in lines:
            self.report_line(one, room, len(buttons))
        text = self.render(message, view(message, Uppercase.KEEP))
        return Panel(message, "the list", text=text, buttons=_apart_from_lines((*buttons[:room], *lines))[:room])

    def asked(self, panel: Panel) -> Rendering:
        """Return a panel as a message; each channel has its own."""
        raise NotImplementedError

    # --- one method a type of content ---

    def choice(self, message: Place) -> Rendering:
        """Write a question with buttons."""
        return self.asked(self.question_panel(message))

    def card(self, message: Place) -> Rendering:
        """Write a card: its picture, its words as one text, its buttons; another file is its URL."""
        panel = self.linked(self.card_panel(message), message.get("media_message"))
        if not (panel.words or panel.buttons or panel.file):
            raise Obstacle("the card has nothing that could be shown", message)
        return self.asked(panel._replace(title=NOTHING, text=panel.words))

    def location(self, message: Place) -> Rendering:
        """Write a place with a button that opens the map; as text unless the profile is rich."""
        if not self.rich:
            return self.as_plaintext(message, why=DOCUMENTED)
        return self.asked(self.place_panel(message, "a button"))

    def list_(self, message: Place) -> Rendering:
        """Write a list with its items as answers; as text unless the profile is rich."""
        if not self.rich:
            return self.as_plaintext(message, why="the service shows lists on WhatsApp only; profile='rich' has a form")
        return self.asked(self.list_panel(message))
