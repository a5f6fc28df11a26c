"""Messages to measure with: made by a seeded generator, the same in every run and on every machine."""

from __future__ import annotations

import random
from collections.abc import Callable

_WORDS = """
    your order code is ready for delivery today please reply yes or no to confirm the appointment at our store we
    will call you when it arrives and thank you for choosing us see details on the page about price time number
"""
_LATIN_1 = """
    på för är från när då vänlig bestämning über schön größe è già città più perché señor mañana £5 Øst
"""
_EURO = "€9 9€ €100 100€ €5"
_GREEK = "ΣAΣ ΠAPAΓΓEΛIA KΩΔIKOΣ ΣHMEPA ΩPA ΘEΣH ΨΩMI ΞENOΣ ΦΩΣ ΓIA ΔEKA ΛIΓA"  # with Latin letters, as in the alphabet
_EXTENDED = "[1] {id} a|b ~9 x^2 C:\\"
_CYRILLIC = """
    ваш заказ готов сегодня пожалуйста ответьте да или нет спасибо что выбрали нас подробности на странице
"""
_EMOJI = "👍 🎉 😀 👨‍👩‍👧 🇸🇪 ❤️"

_SHORTEST, _LONGEST = 20, 320


def _class(words: str, spice: str, share: float, needed: str = "") -> Callable[[random.Random, int], str]:
    plain, special = words.split(), spice.split()

    def make(choose: random.Random, length: int) -> str:
        text = ""
        while len(text) < length:
            text += choose.choice(special if choose.random() < share else plain) + " "
        text = text[:length]
        # Each message of a class belongs to it, however short.
        return text if not needed or any(c in text for c in needed) else text[:-1] + needed[0]

    return make


CLASSES: dict[str, Callable[[random.Random, int], str]] = {
    "ASCII": _class(_WORDS, _WORDS, 0),
    "Latin-1 GSM": _class(_WORDS, _LATIN_1, 0.15, "åäöèßñ£Ø"),
    "euro GSM": _class(_WORDS, _EURO, 0.08, "€"),
    "Greek GSM": _class(_GREEK, _GREEK, 0, "ΓΔΘΛΞΠΣΦΨΩ"),
    "extension": _class(_WORDS, _EXTENDED, 0.1, "[{|~^\\"),
    "Cyrillic": _class(_CYRILLIC, _CYRILLIC, 0, "а"),
    "emoji": _class(_WORDS, _EMOJI, 0.06, "👍🎉😀👨🇸"),
}

# What is written in clusters of several characters, or might be; cut anywhere.
SCRIPTS = {
    "Arabic": "مرحبا كَيْفَ حالك اليوم ",
    "Bengali": "নমস্কার আপনি কেমন আছেন ",
    "Chinese": "你好，今天天气很好。",
    "Cyrillic": "Привет, как дела сегодня? ",
    "Hindi": "नमस्ते आप कैसे हैं क्षत्रिय ",
    "Khmer": "សួស្តី អ្នកសុខសប្បាយទេ ",
    "Korean": "안녕하세요 반갑습니다 ",
    "Latin": "Grüße aus Łódź, wir sehen uns morgen. ",
    "Thai": "สวัสดีครับ วันนี้ ",
    "decomposed": "Tie\u0302\u0301ng Vie\u0323\u0302t ",
    "Adlam": "𞤀𞤣𞤤𞤢𞤥𞥆 ",
    "emoji": "😀😃🎉🚀",
    "families": "👨‍👩‍👧‍👦👩🏽‍🚀",
    "flags": "🇩🇪🇫🇷🇮🇹",
    "flags apart": "🇩🇪 🇫🇷 🇮🇹 ",
    "flags of tags": "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f ",
    "keycaps": "1️⃣2️⃣",
    "skin tones": "👍🏽👋🏿",
    "Latin and emoji": "Hi 😀 fam 👨‍👩‍👧 ok 👍🏽 🇩🇪 ",
    "lines in GSM": "Hello there\r\n",
    "many marks": "a" + "\u0301\u0302\u0303" * 3,
}

# How often each class is in a mixture: mostly plain text, a fifth of it UCS-2.
_MIXTURE = {
    "ASCII": 59.0,
    "Latin-1 GSM": 10.0,
    "euro GSM": 1.5,
    "Greek GSM": 0.5,
    "extension": 8.0,
    "Cyrillic": 12.0,
    "emoji": 9.0,
}


def messages(name: str, count: int) -> list[str]:
    """Return ``count`` messages of one class, or of ``"mixed"``, 20 to 320 characters long."""
    choose = random.Random(f"transcode {name}")  # noqa: S311 - reproducible, not secret
    made = []
    for _ in range(count):
        kind = choose.choices(list(_MIXTURE), list(_MIXTURE.values()))[0] if name == "mixed" else name
        made.append(CLASSES[kind](choose, choose.randint(_SHORTEST, _LONGEST)))
    return made


def long_text(name: str, length: int) -> str:
    """Return one text of a class with ``length`` characters."""
    sample = "".join(messages(name, 50))
    return (sample * (length // len(sample) + 1))[:length]


def written(script: str, length: int, count: int) -> list[str]:
    """Return ``count`` texts of ``length`` characters in a script, each of which begins somewhere else in its words."""
    words = SCRIPTS[script]
    return [(words * (length // len(words) + 2))[start:][:length] for start in range(min(count, len(words)))]
