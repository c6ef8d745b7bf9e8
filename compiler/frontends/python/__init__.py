"""The Python frontend: reads flow files with `ast`, never imports or runs them."""
