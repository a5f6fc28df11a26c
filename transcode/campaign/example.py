"""Ten thousand made-up recipients in many languages, and a message for them: the same in every run.

Numbers are from the ranges that regulators set aside for films and books, where a country has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

__all__ = ["MESSAGE", "recipients"]

MESSAGE: Final[dict[str, Any]] = {
    "choice_message": {
        "text_message": {
            "text": "Hi ${name}, your order ${order} has arrived at our shop in ${city} and waits for you there until"
            " Saturday. Shall we keep it longer?"
        },
        "choices": [
            {"text_message": {"text": "Keep it"}, "postback_data": "keep-${order}"},
            {"text_message": {"text": "Send it back"}, "postback_data": "return-${order}"},
        ],
    }
}

# First names, family names, towns and the beginning of a number, with the digits that follow it.
_PLACES: Final = (
    (
        "Erik Åsa Nora Gösta Märta Lars Linnéa Björn Karin Oskar",
        "Lindgren Sjöberg Åkesson Öberg Nyström Ek Håkansson",
        "Malmö Umeå Stockholm Gävle Örebro",
        "+467017406",
        2,
    ),
    (
        "Emily Jack Zoë Chloe Oliver Siân Niamh George Aoife Harry",
        "Smith O’Brien Jones Taylor-Brown Evans Okafor Patel",
        "London Leeds Cardiff Belfast Newcastle",
        "+447700900",
        3,
    ),
    (
        "Maria John José Ashley Renée Michael Aaliyah Emma David Sofía",
        "Johnson Garcia Nguyễn Williams Núñez Miller O'Neill",
        "Austin Boston Chicago Phoenix Portland",
        "+120255501",
        2,
    ),
    (
        "François Élodie Loïc Anaïs Hélène Jean-Luc Zoé Noël Chloé Jérôme",
        "Dubois Lefèvre Müller Garçon Sœur Mercier Lacroix",
        "Paris Lyon Nîmes Besançon Orléans",
        "+3363998",
        4,
    ),
    (
        "Łukasz Małgorzata Paweł Agnieszka Zofia Krzysztof Jan Anna Stanisław Ewa",
        "Wiśniewski Kowalska Nowak Dąbrowski Zając Lis Wójcik",
        "Warszawa Kraków Łódź Gdańsk Rzeszów",
        "+48700000",
        3,
    ),
    (
        "Ayşe Mehmet İrem Oğuz Fatma Çağla Emre Şule Deniz Ali",
        "Yılmaz Şahin Öztürk Demir Çelik Kaya Doğan",
        "İstanbul Ankara İzmir Muğla Eskişehir",
        "+90555000",
        4,
    ),
    (
        "Ольга Дмитро Наталія Іван Софія Олексій Марія Юрій Катерина Тарас",
        "Шевченко Коваленко Бондар Мельник Ткаченко Кравець Лисенко",
        "Київ Львів Одеса Харків Полтава",
        "+38050000",
        4,
    ),
    (
        "Γιώργος Ελένη Νίκος Μαρία Σοφία Δημήτρης Άννα Κώστας Ιωάννα Πέτρος",
        "Παπαδόπουλος Γεωργίου Νικολάου Δήμου Ωνάσης Φωτίου Λάμπρου",
        "Αθήνα Πάτρα Βόλος Χανιά Λάρισα",
        "+30690000",
        4,
    ),
    (
        "陽菜 蓮 結衣 大翔 さくら 悠真 葵 湊 凛 樹",
        "佐藤 鈴木 高橋 田中 渡辺 伊藤 山本",
        "東京 大阪 京都 札幌 福岡",
        "+8190000",
        5,
    ),
    (
        "आरव प्रिया विवान अनन्या Rohan Aisha Vikram Neha Arjun Divya",
        "शर्मा Patel गुप्ता Singh Reddy कुमार Mehta",
        "Mumbai दिल्ली Pune Chennai Kolkata",
        "+91990000",
        4,
    ),
    (
        "محمد فاطمة أحمد ليلى Omar Yasmin خالد Nour Karim سارة",
        "حسن Haddad علي Mansour Nasser خوري Saleh",
        "القاهرة Dubai بيروت Amman Tunis",
        "+20100000",
        4,
    ),
    (
        "Jonas Greta Jürgen Anke Björn Käthe Ruß Lena Paul Günther",
        "Schmidt Müller Weiß Größner Bauer Koch Jäger",
        "Berlin Köln München Düsseldorf Gießen",
        "+49176040",
        4,
    ),
)
# How many of a hundred recipients are where: a European retailer's.
_SHARES: Final = (22, 18, 14, 10, 7, 4, 4, 3, 2, 3, 3, 10)


def recipients(count: int = 10_000) -> Iterator[dict[str, str]]:
    """Yield recipients: ``to``, ``name``, ``city``, ``order``.

    Six in a thousand have something wrong with them, as lists of customers do: no name, or a number that is none.
    """
    tables = [
        (first.split(), last.split(), towns.split(), number, digits) for first, last, towns, number, digits in _PLACES
    ]
    by_hundred = [table for table, share in zip(tables, _SHARES, strict=True) for _ in range(share)]
    state = 20261126
    for index in range(count):
        # A linear congruential generator (Numerical Recipes): the library draws no random numbers.
        state = (1664525 * state + 1013904223) % (1 << 32)
        drawn = state >> 8
        first, last, towns, number, digits = by_hundred[drawn % 100]
        drawn //= 100
        name = f"{first[drawn % len(first)]} {last[drawn // 10 % len(last)]}" + (" 🎉" if index % 400 == 399 else "")
        row = {
            "to": f"{number}{index % 10**digits:0{digits}}",
            "name": name,
            "city": towns[drawn // 70 % len(towns)],
            "order": str(100_000 + 7 * index),
        }
        if index % 250 == 249:
            del row["name"]
        elif index % 500 == 77:
            row["to"] = "unknown"
        yield row
