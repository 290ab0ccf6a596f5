"""The only writers of surveys and answers."""
