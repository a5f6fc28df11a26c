"""Whether two identities are one contact's: numbers as people and channels write them.

Brazil and Mexico have two forms of the same mobile number, and WhatsApp gives back the older one for many contacts:

* Brazil: mobile numbers have a 9 after the area code that they did not have: ``55 11 9xxxx-xxxx`` and
  ``55 11 xxxx-xxxx`` are one, where the eight digits begin with 6, 7, 8 or 9 (those of landlines begin with 2 to 5).
* Mexico: the 1 after the country code is gone: ``52 1 xx xxxx xxxx`` and ``52 xx xxxx xxxx`` are one.

Source: unverified (the countries' numbering plans, as users of WhatsApp report them).
"""

from __future__ import annotations

import re
from typing import Final

from transcode.errors import InvalidOption, shorten

__all__ = ["identity_forms", "same_identity"]

_SEPARATORS: Final = re.compile(r"[\s().\-/\u00a0\u2010-\u2015]+")
_NUMBER: Final = re.compile(r"(?:\+|00)?([1-9][0-9]{6,14})", re.ASCII)
_BRAZIL: Final = re.compile(r"55([1-9][1-9])(9?)([6-9][0-9]{7})", re.ASCII)
_MEXICO: Final = re.compile(r"52(1?)([1-9][0-9]{9})", re.ASCII)


def identity_forms(identity: str) -> tuple[str, ...]:
    """Return the forms in which a contact's identity is met, the one in force today first.

    A phone number is given in digits, without ``+`` or ``00``; any other identity is itself, to the character.

    Raises:
        InvalidOption: it is no string.

    """
    if not isinstance(identity, str):
        raise InvalidOption(f"identity: must be a string, not {shorten(identity)}")
    number = _NUMBER.fullmatch(_SEPARATORS.sub("", identity.strip()))
    if number is None:
        return (identity,)
    digits = number[1]
    if brazilian := _BRAZIL.fullmatch(digits):
        area, _, rest = brazilian.groups()
        return f"55{area}9{rest}", f"55{area}{rest}"
    if mexican := _MEXICO.fullmatch(digits):
        return f"52{mexican[2]}", f"521{mexican[2]}"
    return (digits,)


def same_identity(one: str, other: str) -> bool:
    """Tell whether two identities on one channel are the same contact's.

    ``receive`` gives an identity as the channel has it: the contact whom one wrote to as ``+55 11 98765-4321`` may
    answer as ``551187654321``.

    Raises:
        InvalidOption: one of them is no string.

    """
    return identity_forms(one)[0] == identity_forms(other)[0]
