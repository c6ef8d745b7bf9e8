"""Names made from the author's names: kebab-case, shortened, unique; and likely misspellings."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^a-z0-9]+")
_DIGEST_DIGITS = 8


def kebab(name: str) -> str:
    """Return `name` in kebab-case: `PetsFlow` → `pets-flow`, `my_step` → `my-step`.

    The result is made of a-z, 0-9 and single inner hyphens. Accents are dropped; a name with
    letters of other scripts carries its digest, so that it stays apart from others like it.
    """
    plain = name if name.isascii() else _without_accents(name)
    words = _OTHER.sub("-", _WORD_STARTS.sub("-", plain).lower()).strip("-")
    return words if words and plain.isascii() else f"{words}-{_digest(name)}".strip("-")


def fit(name: str, limit: int) -> str:
    """Return `name`, cut to `limit` characters with a digest of the whole if it is longer.

    `limit` must leave room for the digest: at least ten characters.
    """
    if len(name) <= limit:
        return name
    head = name[: limit - _DIGEST_DIGITS - 1].rstrip("-._")
    return f"{head}-{_digest(name)}"


def unique(names: Iterable[str], limit: int = 63, taken: Iterable[str] = ()) -> Mapping[str, str]:
    """Return a kebab-case name of at most `limit` characters for each of `names`, all different.

    Names that would look alike (`a_b`, `aB`) each carry a digest of their own spelling, so that
    a name does not depend on the order of the others. No result is in `taken`.
    """
    wanted = {name: fit(kebab(name), limit) for name in names}
    reserved = frozenset(taken)
    holders: dict[str, int] = {}
    for short in wanted.values():
        holders[short] = holders.get(short, 0) + 1
    clear = {short for short, count in holders.items() if count == 1} - reserved
    given = clear | reserved
    result = {}
    for name, short in wanted.items():
        result[name] = short if short in clear else _distinct(name, short, limit, given)
        given.add(result[name])
    return result


def suggest(word: str, choices: Iterable[str]) -> str | None:
    """Return the one of `choices` that `word` is probably a misspelling of."""
    from difflib import get_close_matches  # noqa: PLC0415 - only needed where something is wrong

    by_lower = {choice.lower(): choice for choice in sorted(choices, reverse=True)}
    close = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def _without_accents(name: str) -> str:
    from unicodedata import combining, normalize  # noqa: PLC0415 - few names have accents

    return "".join(letter for letter in normalize("NFKD", name) if not combining(letter))


def _distinct(name: str, short: str, limit: int, given: set[str] | frozenset[str]) -> str:
    """Return `short` with a digest of `name`; of a longer text if that is taken, too."""
    text = name
    while True:
        digest = _digest(text)
        candidate = f"{short[: limit - len(digest) - 1].rstrip('-')}-{digest}"
        if candidate not in given:
            return candidate
        text += "'"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_DIGITS]
