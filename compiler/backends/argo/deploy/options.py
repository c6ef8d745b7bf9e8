"""How the command line says which cluster is meant, and which namespace of it."""

from __future__ import annotations

from compiler.backends.deploying import ConnectionOption

CONNECTION = (
    ConnectionOption(
        flag="--kube-context",
        metavar="NAME",
        help="the context of the kubeconfig (default: the configured one, else the current one)",
    ),
    ConnectionOption(
        flag="--kube-namespace",
        metavar="NAME",
        help="the namespace (default: the configured one, else that of the context)",
    ),
)
