"""What the first pages show, gathered from every app."""
