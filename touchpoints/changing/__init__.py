"""The pure side of changes and launches: states and what may follow them, dependencies, what a launch still lacks."""
