"""The words that networks and providers act on by themselves: STOP, HELP, START and their kind.

Whoever answers a text message with one of them is taken off the list, answered with a notice or put back on the list,
whatever the message asked. Two readers need to know: who writes a message that offers "Cancel" as a choice, and who
reads what came back.

>>> opt_out_word("Cancel").word
'CANCEL'
>>> opt_out_word("Cancel my order") is None
True
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

__all__ = ["KEYWORDS", "Keyword", "Meaning", "carrier_keyword", "opt_out_word", "opts_out_by_mistake"]


class Meaning(StrEnum):
    """What a keyword asks for."""

    OPT_OUT = "opt_out"
    """No more messages."""
    OPT_IN = "opt_in"
    """Messages again."""
    HELP = "help"
    """Who is writing, and how to make it stop."""

    @property
    def in_words(self) -> str:
        """What is asked for, as a finding says it."""
        return {"opt_out": "no more messages", "opt_in": "messages again", "help": "who is writing"}[self.value]


@dataclass(frozen=True, slots=True)
class Keyword:
    """One keyword."""

    word: str
    """In capitals, as such words are advertised."""
    meaning: Meaning
    language: str
    """The language it belongs to (BCP 47), of several the first."""
    automatic: bool
    """Whether a network or a provider acts on it before the sender sees it. Other words are the sender's to honour."""
    source: str

    def as_dict(self) -> dict[str, Any]:
        """Return it as a JSON-ready dict."""
        return {
            "word": self.word,
            "meaning": self.meaning.value,
            "language": self.language,
            "automatic": self.automatic,
            "source": self.source,
        }


_FCC: Final = "47 CFR 64.1200(a)(10), in force since 2025-04-11"
_AWS: Final = "AWS End User Messaging SMS, User Guide, Required opt-out keywords"
_TWILIO: Final = "Twilio, support for opt-out keywords (SMS STOP filtering), and Advanced Opt-Out"
_TWILIO_PROXY: Final = "Twilio, Proxy, opt-out keywords"
_TWILIO_CANADA: Final = "Twilio, industry standards for mandatory keyword responses required in Canada"
_TELNYX: Final = "Telnyx, Advanced Opt-In/Out, default behavior"
_VONAGE: Final = "Vonage, Opt-out Assist, keyword set-up, short codes"
_CANADA: Final = "CWTA, Canadian Common Short Code Application Guidelines 3.9, mandatory keywords"
_OMETRIA: Final = "Ometria, SMS stop and start words"
_AIVO: Final = "Aivo, opt-out for SMS and WhatsApp in Engage"
_UNVERIFIED: Final = "unverified"


def _rows(meaning: Meaning, language: str, automatic: bool, source: str, words: str) -> tuple[Keyword, ...]:
    return tuple(Keyword(word.replace("_", " "), meaning, language, automatic, source) for word in words.split())


KEYWORDS: Final = (
    # Each word once, with the source that says the most about it.
    *_rows(Meaning.OPT_OUT, "en", True, f"{_FCC}; {_TWILIO}; {_AWS}", "STOP QUIT END CANCEL UNSUBSCRIBE"),
    *_rows(Meaning.OPT_OUT, "en", True, f"{_FCC}; {_TWILIO}", "REVOKE OPTOUT"),
    *_rows(Meaning.OPT_OUT, "en", True, f"{_FCC}; {_AWS}", "OPT_OUT"),
    *_rows(Meaning.OPT_OUT, "en", True, f"{_TWILIO}; {_TELNYX}", "STOPALL"),
    *_rows(Meaning.OPT_OUT, "en", True, _TELNYX, "STOP_ALL"),
    *_rows(Meaning.OPT_OUT, "en", True, _AWS, "REMOVE TD"),
    *_rows(Meaning.OPT_OUT, "en", True, _TWILIO_CANADA, "UNSUB"),
    *_rows(Meaning.OPT_OUT, "fr", True, f"{_CANADA}; {_AWS}", "ARRET"),
    *_rows(Meaning.OPT_OUT, "fr", True, _TWILIO_PROXY, "ARRETE ARRETT"),
    *_rows(Meaning.OPT_OUT, "fr", False, _UNVERIFIED, "STOPSMS"),
    *_rows(Meaning.OPT_OUT, "de", False, _OMETRIA, "HALT"),
    *_rows(Meaning.OPT_OUT, "de", False, _UNVERIFIED, "ABMELDEN ABBESTELLEN STOPP"),
    *_rows(Meaning.OPT_OUT, "es", False, f"{_OMETRIA}; {_AIVO}", "DETENER"),
    *_rows(Meaning.OPT_OUT, "es", False, _AIVO, "BAJA PARAR DESUSCRIBIR CANCELAR"),
    *_rows(Meaning.OPT_OUT, "pt", False, _UNVERIFIED, "SAIR"),
    *_rows(Meaning.OPT_OUT, "it", False, _OMETRIA, "FERMA"),
    *_rows(Meaning.OPT_OUT, "nl", False, _UNVERIFIED, "AFMELDEN"),
    *_rows(Meaning.OPT_OUT, "pl", False, _OMETRIA, "ZATRZYMAJ"),
    *_rows(Meaning.OPT_OUT, "ru", False, _OMETRIA, "ОСТАНОВИТЬ"),
    *_rows(Meaning.OPT_OUT, "ru", False, _UNVERIFIED, "СТОП ОТПИСАТЬСЯ"),
    # What senders advertise in texts in these languages; no table of a provider's lists them.
    *_rows(Meaning.OPT_OUT, "zh", False, _UNVERIFIED, "退订 退訂"),
    *_rows(Meaning.OPT_OUT, "ja", False, _UNVERIFIED, "配信停止"),
    *_rows(Meaning.OPT_OUT, "ko", False, _UNVERIFIED, "수신거부"),
    *_rows(Meaning.OPT_OUT, "id", False, _UNVERIFIED, "BERHENTI"),
    *_rows(Meaning.OPT_OUT, "he", False, _UNVERIFIED, "הסר"),
    *_rows(Meaning.OPT_OUT, "ar", False, _UNVERIFIED, "إيقاف إلغاء_الاشتراك"),
    *_rows(Meaning.OPT_OUT, "da", False, _UNVERIFIED, "AFMELD FRAMELD"),
    *_rows(Meaning.OPT_OUT, "sv", False, _UNVERIFIED, "AVREGISTRERA"),
    *_rows(Meaning.OPT_OUT, "cs", False, _UNVERIFIED, "ODHLÁSIT"),
    *_rows(Meaning.OPT_OUT, "hu", False, _UNVERIFIED, "LEIRATKOZÁS"),
    *_rows(Meaning.OPT_OUT, "ro", False, _UNVERIFIED, "DEZABONARE"),
    # YES, which some take for START, is an answer and no keyword.
    *_rows(Meaning.OPT_IN, "en", True, f"{_TWILIO}; {_AWS}", "START UNSTOP"),
    *_rows(Meaning.OPT_IN, "en", True, _VONAGE, "JOIN"),
    *_rows(Meaning.HELP, "en", True, f"{_TWILIO}; {_CANADA}", "HELP INFO"),
    *_rows(Meaning.HELP, "fr", True, _CANADA, "AIDE"),
    *_rows(Meaning.HELP, "es", False, _UNVERIFIED, "AYUDA"),
    *_rows(Meaning.HELP, "de", False, _UNVERIFIED, "HILFE"),
)
"""Every keyword. Date 2026-11-26."""

MAX_LENGTH: Final = 40
"""Characters, without the white space around them: no keyword is nearly as long."""

_AROUND: Final = " .,!…。\"'“”„«»()[]*_"


def carrier_keyword(text: str) -> Keyword | None:
    """Return the keyword that ``text`` is, None for anything else.

    The keyword stands alone: networks and providers read "STOP", not "STOP PLEASE" (Twilio, AWS). Case, accents, and
    white space and punctuation around it do not matter, nor whether a hyphen or a space parts ``OPT-OUT``.
    """
    text = text.strip()
    if len(text) > MAX_LENGTH:
        return None
    return _BY_KEY.get(_key(text))


def opt_out_word(text: str) -> Keyword | None:
    """Return the word to opt out that a network or a provider takes ``text`` for, None for anything else.

    For who writes a message: a recipient who types back a choice with such a label gets no more messages. Local words,
    on which only the sender acts, are left out; ``carrier_keyword`` has those too.
    """
    keyword = carrier_keyword(text)
    return keyword if keyword and keyword.automatic and keyword.meaning is Meaning.OPT_OUT else None


def opts_out_by_mistake(keyword: Keyword) -> bool:
    """Tell whether who offers ``keyword`` as an answer is likely to mean something else: an order, not the messages.

    Whoever offers "Stop" on purpose wants it to be what it is; "Cancel" is offered for orders and appointments.
    """
    return keyword.automatic and keyword.meaning is Meaning.OPT_OUT and keyword.word in _EVERYDAY


_EVERYDAY: Final = frozenset(("QUIT", "END", "CANCEL", "REVOKE", "REMOVE", "ARRETE"))
"""Words to opt out that people say of much else (our own choice)."""


def _key(text: str) -> str:
    if text.isascii() and text.isprintable():
        return " ".join(text.casefold().strip(_AROUND).replace("-", " ").split())
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    visible = "".join(
        character
        for character in decomposed
        if not unicodedata.combining(character) and unicodedata.category(character) not in ("Cf", "Cc")
    )
    return " ".join(visible.strip(_AROUND).replace("-", " ").split())


_BY_KEY: Final = {_key(keyword.word): keyword for keyword in KEYWORDS}
