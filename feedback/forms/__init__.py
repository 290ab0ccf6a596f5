"""Forms of the answers' pages."""
