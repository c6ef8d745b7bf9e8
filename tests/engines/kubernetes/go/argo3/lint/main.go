// Command argo-lint holds Argo documents against Argo's own validator, as `argo lint --offline` does.
//
//	argo-lint FILE...
//
// It prints one JSON line for each document: {"file", "kind", "name", "error"}; "error" is empty if
// there is none. Templates that documents refer to may stand in any of the files. It ends with 1 if
// a document is refused, and with 2 if a file cannot be read.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/argoproj/argo-workflows/v3/pkg/apis/workflow/v1alpha1"
	"github.com/argoproj/argo-workflows/v3/workflow/common"
	"github.com/argoproj/argo-workflows/v3/workflow/validate"
	"k8s.io/apimachinery/pkg/runtime"
)

// Version is that of the validator.
const Version = "3.7.17"

type templates map[string]*v1alpha1.WorkflowTemplate

// Get finds a template among the documents.
func (known templates) Get(name string) (*v1alpha1.WorkflowTemplate, error) {
	if found, ok := known[name]; ok {
		return found, nil
	}
	return nil, fmt.Errorf("no document is a WorkflowTemplate %q", name)
}

type clusterTemplates struct{}

// Get finds none: flowc makes no templates of a cluster.
func (clusterTemplates) Get(name string) (*v1alpha1.ClusterWorkflowTemplate, error) {
	return nil, fmt.Errorf("no document is a ClusterWorkflowTemplate %q", name)
}

type document struct {
	File  string `json:"file"`
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	Error string `json:"error"`

	object any
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--version" {
		fmt.Println(Version)
		return
	}
	ctx := context.Background()
	documents, known := read(ctx, os.Args[1:])
	status := 0
	for _, found := range documents {
		if found.Error == "" {
			found.Error = verdict(ctx, known, found.object)
		}
		if found.Error != "" {
			status = 1
		}
		line, err := json.Marshal(found)
		stopIf(err)
		fmt.Println(string(line))
	}
	os.Exit(status)
}

func read(ctx context.Context, files []string) ([]document, templates) {
	documents, known := []document{}, templates{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		stopIf(err)
		for _, parsed := range common.ParseObjects(content, true) {
			found := document{File: file, object: parsed.Object}
			if typed, ok := parsed.Object.(runtime.Object); ok {
				found.Kind = typed.GetObjectKind().GroupVersionKind().Kind
				found.Name = parsed.Object.GetName()
			}
			if parsed.Err != nil {
				found.Error = parsed.Err.Error()
			}
			if template, ok := parsed.Object.(*v1alpha1.WorkflowTemplate); ok {
				known[template.Name] = template
			}
			documents = append(documents, found)
		}
	}
	return documents, known
}

func verdict(ctx context.Context, known templates, object any) string {
	var err error
	none, options := clusterTemplates{}, validate.ValidateOpts{Lint: true}
	switch found := object.(type) {
	case *v1alpha1.Workflow:
		err = validate.ValidateWorkflow(known, none, found, nil, options)
	case *v1alpha1.WorkflowTemplate:
		err = validate.ValidateWorkflowTemplate(known, none, found, nil, options)
	case *v1alpha1.CronWorkflow:
		err = validate.ValidateCronWorkflow(ctx, known, none, found, nil)
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func stopIf(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "argo-lint:", err)
		os.Exit(2)
	}
}
