"""What a drawing says of a block, in a few words."""

from __future__ import annotations

import json

from compiler.ir.nodes import Arm, Key, Loop, Map


def map_words(node: Map) -> str:
    """Return "for each item of rows"."""
    if node.gang:
        return f"{node.width or node.over or 'several'} side by side, as one gang"
    bound = f", {node.limit} at a time" if node.limit else ""
    return f"for each item of {node.over}{bound}"


def loop_words(node: Loop) -> str:
    """Return "again while state is "retry""."""
    return f"again while {node.on} is {keys_words(node.again)}"


def arm_words(arm: Arm) -> str:
    """Return the keys that lead into `arm`."""
    return keys_words(arm.keys)


def keys_words(keys: tuple[Key, ...]) -> str:
    """Return keys as a person writes them: text in quotes, numbers and booleans bare."""
    return " or ".join(key_words(key) for key in keys)


def key_words(key: Key) -> str:
    """Return one key as Python writes it, text in double quotes."""
    return json.dumps(key, ensure_ascii=False) if isinstance(key, str) else str(key)
