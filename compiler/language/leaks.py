"""Tell literals that look like secrets from those that do not, by their names and their shapes."""

from __future__ import annotations

import math
import re
from collections import Counter

_SHAPES = (
    (re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"), "an AWS access key"),
    (re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{20,})"), "a GitHub token"),
    (re.compile(r"\bglpat-[\w-]{18,}"), "a GitLab token"),
    (re.compile(r"\bxox[abeoprs]-[\w-]{10,}"), "a Slack token"),
    (re.compile(r"\bsk-(?:proj-|ant-|live-)?[\w-]{20,}|\bsk_live_\w{16,}"), "a secret key"),
    (re.compile(r"\bAIza[\w-]{35}"), "a Google API key"),
    (re.compile(r"\bhf_[A-Za-z0-9]{30,}"), "a Hugging Face token"),
    (re.compile(r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\."), "a JSON web token"),
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"), "a private key"),
    (re.compile(r"\b[a-z][a-z0-9+.-]*://[^/\s:@]+:[^/\s:@{}$]+@"), "a URL with a password"),
)
_PASSWORDS = frozenset({"PASSWORD", "PASSWD", "PASSPHRASE", "PWD"})
_TOKENS = frozenset({"TOKEN", "SECRET", "SECRETS", "CREDENTIAL", "CREDENTIALS", "APIKEY"})
_KEYS = frozenset({"API", "ACCESS", "SECRET", "PRIVATE", "AUTH", "ENCRYPTION", "SIGNING"})
_ABOUT = frozenset(
    {"ARN", "FILE", "ID", "LIMIT", "NAME", "NAMES", "PATH", "PREFIX", "REGION", "TYPE", "URL"}
    | {"VERSION", "ENABLED", "COUNT", "LENGTH", "MAX", "MIN"}
)
"""A name that ends so tells where a secret is or what it is like; `API_KEY_ID` is no secret."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_PLAIN = re.compile(r"(?i)(?:true|false|none|null|yes|no|on|off|default|[0-9.]*|\*+|x+|<.*>|\$.*)")
_DEFAULTS = frozenset(
    {"admin", "airflow", "changeme", "dummy", "example", "guest", "metaflow", "minio", "minio123"}
    | {"minioadmin", "mysql", "neo4j", "none", "pass", "password", "placeholder", "postgres"}
    | {"rabbitmq", "redis", "root", "secret", "test", "testing", "token", "todo"}
)
"""What databases on a developer's machine are set up with, and what stands for a secret."""

_DENSE = re.compile(r"[A-Za-z0-9+=_-]{32,}")
_DENSE_BITS = 4.3


def secret_shape(value: str) -> str | None:
    """Return what kind of secret `value` has the shape of; None if it looks like none."""
    for pattern, what in _SHAPES:
        if pattern.search(value):
            return what
    return "a random key" if _is_dense(value) else None


def secret_by_name(name: str, value: str) -> str | None:
    """Return what kind of secret a variable called `name` would hold in `value`, if any."""
    shape = secret_shape(value)
    if shape or _is_plain(value):
        return shape
    words = [word.upper() for word in _WORD.findall(name)]
    if not words or words[-1] in _ABOUT or "://" in value or " " in value:
        return None
    if words[-1] in _PASSWORDS:
        return "a password"
    if words[-1] in _TOKENS:
        return "a token" if _is_credential(value) else None
    named_key = words[-1] == "KEY" and _KEYS.intersection(words)
    return "a key" if named_key and _is_credential(value) else None


def _is_plain(value: str) -> bool:
    """Say whether `value` is a word that keeps no secret, or a path."""
    is_default = value.lower() in _DEFAULTS or _PLAIN.fullmatch(value) is not None
    return is_default or value.startswith(("/", "./", "~"))


def _is_credential(value: str) -> bool:
    """Say whether `value` mixes letters and digits as no word or name of a thing does."""
    letters = any(c.isalpha() for c in value)
    digits = any(c.isdigit() for c in value)
    return len(value) >= 8 and letters and digits


def _is_dense(value: str) -> bool:
    """Say whether `value` is long, of several kinds of characters, and random."""
    if not _DENSE.fullmatch(value):
        return False
    kinds = (str.isupper, str.islower, str.isdigit)
    return all(sum(map(kind, value)) >= 3 for kind in kinds) and _bits(value) >= _DENSE_BITS


def _bits(value: str) -> float:
    """Return the Shannon entropy of the characters of `value`, in bits per character."""
    shares = (count / len(value) for count in Counter(value).values())
    return -sum(share * math.log2(share) for share in shares)
