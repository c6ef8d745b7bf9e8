// Command argo-retry makes of a failed Workflow what `argo retry` makes of it.
//
// It reads the Workflow as JSON, and prints {"workflow": …, "pods": […]}: what it is to be replaced
// by, and the pods that are to be deleted first. Argo's own server does the same.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/argoproj/argo-workflows/v4/pkg/apis/workflow/v1alpha1"
	"github.com/argoproj/argo-workflows/v4/util/logging"
	"github.com/argoproj/argo-workflows/v4/workflow/util"
)

func main() {
	ctx := logging.WithLogger(context.Background(), logging.NewSlogLogger(logging.Error, logging.Text))
	failed := &v1alpha1.Workflow{}
	stopIf(json.NewDecoder(os.Stdin).Decode(failed))
	retried, pods, err := util.FormulateRetryWorkflow(ctx, failed, false, "", nil)
	stopIf(err)
	found := map[string]any{"workflow": retried, "pods": pods}
	stopIf(json.NewEncoder(os.Stdout).Encode(found))
}

func stopIf(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "argo-retry:", err)
		os.Exit(1)
	}
}
