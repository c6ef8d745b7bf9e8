module flowc.dev/engines/pause

go 1.25
