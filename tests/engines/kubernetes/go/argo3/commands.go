//go:build commands

// Package commands names what is built, so that go mod tidy keeps all it needs.
package commands

import (
	_ "github.com/argoproj/argo-workflows/v3/cmd/argoexec"
	_ "github.com/argoproj/argo-workflows/v3/cmd/workflow-controller"
)
