"""The compiler: frontends read flows into the IR, passes check it, backends lower it."""
