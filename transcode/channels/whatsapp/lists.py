"""WhatsApp's lists: of choices, or of the products of a catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from transcode.channels.whatsapp.messages import BODY
from transcode.channels.whatsapp.questions import DEFAULT_MENU, Head, Question, Questions
from transcode.channels.whatsapp.rows import Row
from transcode.measure import cut
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.buttons import cut_labels
from transcode.parts.obstacle import Obstacle
from transcode.result import Code
from transcode.writer.request import Rendering

__all__ = ["Lists"]

Json = dict[str, Any]


class Section(NamedTuple):
    """The part of a list under one title: its rows, or its products."""

    title: Words
    rows: Sequence[Row] = ()
    products: Sequence[Place] = ()


class Lists(Questions):
    """How lists are written; see ``WhatsApp``."""

    def list_(self, message: Place) -> Rendering:
        """Write a list of choices or of products: title as the body, description as the footer."""
        body, footer = self._body_and_footer(message, join=True)
        header = message.words("message_properties", "whatsapp_header")
        question = Question(message, body, description=footer, header=header)
        found = (self._section(section) for section in message.at_all("sections"))
        sections = [section for section in found if section.rows or section.products]
        catalog = message.words("message_properties", "catalog_id").line
        self._check_sections(question, sections, catalog)
        media = message.get("media")
        before = self._before(media) if media else ()
        if sections[0].products:
            return self._product_list(question, sections, catalog, before)
        return self._choice_list(question, sections, message.words("message_properties", "menu").line, before)

    def _section(self, section: Place) -> Section:
        """Return a section with its rows or products."""
        items = [item for (item,) in section.at_all("items")]
        rows = [row for item in items if item.key == "choice" and (row := self._item(item))]
        return Section(self.seen(section.words("title").line), rows, [item for item in items if item.key == "product"])

    def _item(self, item: Place) -> Row | None:
        """Return an item's row, under its description where it has no title; None where it has neither."""
        title, description = (self.seen(item.words(name).line) for name in ("title", "description"))
        if not (title or description):
            return None
        return self._row(item, title or description, description if title else NOTHING)

    def _choice_list(
        self, question: Question, sections: Sequence[Section], menu: Words, before: tuple[Json, ...]
    ) -> Rendering:
        """Write rows behind a button that opens them."""
        rows = iter(self._rows([row for section in sections for row in section.rows]))
        written = [
            {**title, "rows": [next(rows) for _ in section.rows]}
            for title, section in zip(self._section_titles(sections), sections, strict=True)
        ]
        button = self.fit(menu or Words(DEFAULT_MENU), self.limit("button title"))
        head = Head(self._text_header(question), before)
        return self._interactive("list", question, head, {"button": button, "sections": written})

    def _product_list(
        self, question: Question, sections: Sequence[Section], catalog: Words, before: tuple[Json, ...]
    ) -> Rendering:
        """Write products of a catalogue: one by itself, several as a list, which must have a header."""
        products = [product for section in sections for product in section.products]
        for product in products:
            self.tapped.add(product, product.value.id, product.value.id)
        first, header = sections[0], self._text_header(question)
        if len(products) == 1 and not (first.title or header):
            action: Json = {"catalog_id": catalog, "product_retailer_id": products[0].words("id")}
            return self._interactive("product", question, Head(None, before), action)
        if header is None:
            # The title, which the body has in full.
            limit = self.limit("header")
            header = {"type": "text", "text": cut(question.body.typed.line.plain, limit.value, limit.unit, "…")}
        written = [
            {**title, "product_items": [{"product_retailer_id": product.words("id")} for product in section.products]}
            for title, section in zip(self._section_titles(sections), sections, strict=True)
        ]
        action = {"catalog_id": catalog, "sections": written}
        return self._interactive("product_list", question, Head(header, before), action)

    def _section_titles(self, sections: Sequence[Section]) -> list[Json]:
        """Return the titles of sections; where there are several WhatsApp wants one for each, so a number stands in."""
        titles, limit = [section.title for section in sections], self.limit("section title")
        if len(titles) > 1:
            titles = [title or Words(str(number)) for number, title in enumerate(titles, 1)]
        fitted = cut_labels(titles, limit)
        for title, short in zip(titles, fitted, strict=True):
            if title != short and title.place:
                self.notes.report_length(Code.TRUNCATED, title.place, limit, limit.exceeded_by(title))
        return [{"title": title} if title else {} for title in fitted]

    def _check_sections(self, question: Question, sections: Sequence[Section], catalog: str) -> None:
        """Raise the Obstacle that keeps sections from being a list."""
        place = question.place.at("sections")
        rows = sum(len(section.rows) for section in sections)
        products = [product for section in sections for product in section.products]
        if not sections:
            raise Obstacle("it has no items that WhatsApp could show", place)
        for name, actual in (("sections", len(sections)), ("rows", rows), ("products", len(products))):
            limit = self.limit(name)
            if actual > limit.value:
                raise Obstacle(f"it has {actual} {name}: WhatsApp takes {limit.value}", place, limit.value, actual)
        self._filled(BODY, question)
        if products and not catalog:
            why = "it names no catalogue: a list of products needs message_properties.catalog_id"
            raise Obstacle(why, question.place)
        for product in products:
            if not product.value.id.strip():
                raise Obstacle("a product has no identifier", product)
