"""Turns images, and what drawing libraries hold, into `data:` URLs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"<svg", "svg+xml"),
    (b"<?xml", "svg+xml"),
)


class NotAnImage(Exception):
    """Something is not an image; the message says what it is."""


def data_url(source: Any) -> str:
    """Return the URL of an image's bytes; raises NotAnImage.

    An `<img>` runs no scripts, so that an SVG from elsewhere does no harm.
    """
    if source is None:
        raise NotAnImage("it is given no `src`")
    if isinstance(source, str):
        if source.startswith("data:image/"):
            return source
        raise NotAnImage("`src` is text that is no `data:image/…` URL")
    if not isinstance(source, bytes | bytearray | memoryview):
        raise NotAnImage(f"`src` is of type `{type(source).__qualname__}`, expected `bytes`")
    from base64 import b64encode

    data = bytes(source)
    return f"data:image/{_format(data)};base64,{b64encode(data).decode()}"


def _format(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    begin = data[:100].lstrip()
    for beginning, name in _BEGINNINGS:
        if begin.startswith(beginning):
            return name
    raise NotAnImage("its bytes are no PNG, JPEG, GIF, WebP, BMP or SVG file")


def png_of(source: Any) -> Any:
    """Return the PNG of a figure or axes of matplotlib, or of an image of PIL; else `source`."""
    figure = source
    if hasattr(source, "get_figure") and not hasattr(source, "savefig"):
        figure = source.get_figure()
    save = getattr(figure, "savefig", None) or getattr(figure, "save", None)
    if save is None:
        return source
    from io import BytesIO

    target = BytesIO()
    save(target, format="png")
    return target.getvalue()
