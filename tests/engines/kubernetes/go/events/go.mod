module flowc.dev/engines/events

go 1.25

// Its manifests only: the definitions of Sensors and EventSources.
require github.com/argoproj/argo-events v1.9.10
