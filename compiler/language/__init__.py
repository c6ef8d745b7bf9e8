"""The authoring language: decorators, parameters and names, the same for every frontend."""
