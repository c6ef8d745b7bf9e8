"""Keys and certificates of the cluster, made once, and the kubeconfigs that hold them."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.engines.kubernetes.places import (
    API,
    API_ADDRESS,
    KEYS,
    KUBECONFIG,
    NODE,
    NODE_ADDRESS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

AUTHORITY = "ca"
_YEARS = timedelta(days=3650)
_API_NAMES = (
    "localhost",
    "kubernetes",
    "kubernetes.default",
    "kubernetes.default.svc",
    "kubernetes.default.svc.cluster.local",
)
_SUBJECTS: Mapping[str, tuple[str, str, Sequence[str]]] = {
    "apiserver": ("", "kube-apiserver", (API_ADDRESS, "127.0.0.1", *_API_NAMES)),
    "apiserver-kubelet": ("system:masters", "apiserver-kubelet", ()),
    "admin": ("system:masters", "admin", ()),
    "controller-manager": ("", "system:kube-controller-manager", ()),
    "scheduler": ("", "system:kube-scheduler", ()),
    "kubelet": ("system:nodes", f"system:node:{NODE}", (NODE_ADDRESS, NODE)),
}
"""Of each certificate: group, name, and the addresses it is for."""


def make_keys() -> None:
    """Make what is missing of the keys, certificates and kubeconfigs."""
    KEYS.mkdir(parents=True, exist_ok=True)
    KEYS.chmod(0o700)
    if not (KEYS / f"{AUTHORITY}.crt").exists():
        _make_authority()
    if not (KEYS / "accounts.key").exists():
        _write_key("accounts", rsa.generate_private_key(public_exponent=65537, key_size=2048))
    for name, (group, user, addresses) in _SUBJECTS.items():
        if not (KEYS / f"{name}.crt").exists():
            _make_certificate(name, _subject(group, user), addresses)
    for name in ("controller-manager", "scheduler", "kubelet"):
        _write_kubeconfig(KEYS / f"{name}.kubeconfig", name)
    _write_kubeconfig(KUBECONFIG, "admin")


def _make_authority() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _subject("", "flowc's tests")
    builder = _builder(subject, subject, key).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    _write_key(AUTHORITY, key)
    _write_certificate(AUTHORITY, builder.sign(key, hashes.SHA256()))


def _make_certificate(name: str, subject: x509.Name, addresses: Sequence[str]) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    authority = x509.load_pem_x509_certificate((KEYS / f"{AUTHORITY}.crt").read_bytes())
    builder = _builder(subject, authority.subject, key).add_extension(
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH]),
        critical=False,
    )
    if addresses:
        found = x509.SubjectAlternativeName([_address(text) for text in addresses])
        builder = builder.add_extension(found, critical=False)
    _write_key(name, key)
    _write_certificate(name, builder.sign(_authority_key(), hashes.SHA256()))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + _YEARS)
    )


@cache
def _authority_key() -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key((KEYS / f"{AUTHORITY}.key").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _subject(group: str, name: str) -> x509.Name:
    groups = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, group)] if group else []
    return x509.Name([*groups, x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _address(text: str) -> x509.GeneralName:
    return x509.IPAddress(ip_address(text)) if text[0].isdigit() else x509.DNSName(text)


def _write_key(name: str, key: PrivateKeyTypes) -> None:
    path = KEYS / f"{name}.key"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    path.chmod(0o600)


def _write_certificate(name: str, certificate: x509.Certificate) -> None:
    (KEYS / f"{name}.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _write_kubeconfig(path: Path, name: str) -> None:
    user = {"client-certificate-data": _base64(f"{name}.crt")}
    user["client-key-data"] = _base64(f"{name}.key")
    cluster = {"server": API, "certificate-authority-data": _base64(f"{AUTHORITY}.crt")}
    found = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": NODE, "cluster": cluster}],
        "users": [{"name": name, "user": user}],
        "contexts": [{"name": NODE, "context": {"cluster": NODE, "user": name}}],
        "current-context": NODE,
    }
    path.touch(mode=0o600)
    path.write_text(json.dumps(found))


def _base64(name: str) -> str:
    return base64.b64encode((KEYS / name).read_bytes()).decode()
