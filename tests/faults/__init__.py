"""Faults made on purpose: processes killed, messages lost or doubled, and nothing of it seen in the rows."""
