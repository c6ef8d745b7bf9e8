"""How text that a user wrote gets into a document of Argo unchanged.

Argo expands `{{…}}` in every text of a template, in several passes, and it cannot be escaped;
the kubelet then expands `$(NAME)` in environment variables and arguments, and `$$` to `$`, and
takes `é` in `$é` for two letters.

| where the text stands              | what happens to it                                        |
|------------------------------------|-----------------------------------------------------------|
| a parameter's value, a config      | JSON, in which `{{` is `{\\u007b` (`carry_json`)          |
| an environment variable            | itself, `$$(` for `$(`; else within the JSON of FLOWC_ENV |
| a description                      | `{ {` for `{{`: it is only read by people (`prose`)       |
| an image, label, selector, path …  | refused if it has `{{` (FLC304)                           |
| the name of a step, hook or run    | letters, digits, `_`, `-` and `.` only: nothing to quote  |
"""

from __future__ import annotations

import re

from runtime_shim.protocol import changed

_DOLLAR = re.compile(r"\$(?=[$(]|[^\x00-\x7f])")
_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]|[\ud800-\udfff]")


def is_plain(text: str) -> bool:
    """Say whether Argo leaves `text` as it is; what the kubelet does is another matter."""
    return changed().search(_DOLLAR.sub("", text)) is None


def environment_value(text: str) -> str:
    """Return what the kubelet turns into `text`, which `is_plain`."""
    return _DOLLAR.sub("$$", text)


def prose(text: str) -> str:
    """Return `text` for people to read, with nothing in it that Argo would expand."""
    return _DROPPED.sub("", re.sub(r"\{(?=\{)", "{ ", text))
