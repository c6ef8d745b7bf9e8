"""A namespace is the same one, from wherever it is reached."""

from __future__ import annotations

from pathlib import Path

from compiler.backends.argo.deploy.identity import identity


def certificate(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text)
    return str(path)


def test_the_address_does_not_matter_where_the_authority_is_known(tmp_path: Path) -> None:
    own = certificate(tmp_path, "a", "BEGIN\nabc\n")
    same = certificate(tmp_path, "b", "BEGIN\r\nabc")
    assert identity("https://10.0.0.1", own, "flows") == identity("https://x.org", same, "flows")


def test_clusters_and_namespaces_are_told_apart(tmp_path: Path) -> None:
    own, other = (certificate(tmp_path, name, name) for name in ("a", "b"))
    found = {
        identity("https://x", own, "flows"),
        identity("https://x", other, "flows"),
        identity("https://x", own, "staging"),
        identity("https://x", None, "flows"),
        identity("https://y", None, "flows"),
        identity("https://z", str(tmp_path / "nowhere"), "flows"),
    }
    assert len(found) == 6
