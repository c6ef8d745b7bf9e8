"""A real Kubernetes node with Argo Workflows, built from module and package registries only."""
