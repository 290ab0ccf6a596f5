"""The figures' part of the REST contract."""
