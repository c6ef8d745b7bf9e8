"""The same flow files run by Metaflow and by flowc: the same tasks, the same artifacts."""
