"""Compiled flows on a real Argo Workflows: admitted, executed, and compared with `flowc run`."""
