"""The version of flowc, as compiled files name it; a test holds it equal to the distribution's."""

from __future__ import annotations

VERSION = "0.1.0"
