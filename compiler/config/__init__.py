"""A project's configuration: `flowc.toml`, or `[tool.flowc]` in pyproject.toml."""
