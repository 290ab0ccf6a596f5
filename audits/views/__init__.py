"""Pages of the audit and the re-audit."""
