"""Questions about rounds in which staff draw the journey from memory: who plays, what came of it, what was written."""
