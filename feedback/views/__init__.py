"""Pages of surveys and answers."""
