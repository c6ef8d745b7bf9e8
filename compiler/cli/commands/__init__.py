"""One module a command: `arguments` declares what it takes, `run` does it and gives the status."""
