"""The one part of the Argo backend that talks to a cluster, by the Kubernetes API alone."""
