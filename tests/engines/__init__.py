"""The real engines that compiled flows are tried on."""
