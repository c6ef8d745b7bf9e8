//go:build commands

// Package commands names what is built, so that go mod tidy keeps all it needs.
package commands

import _ "github.com/versity/versitygw/cmd/versitygw"
