"""The answers' part of the REST contract."""
