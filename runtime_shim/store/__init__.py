"""Where artifacts, logs and records are kept: a folder, or an object store."""
