"""The figures of docs/performance.md: each a ratio to its baseline, both measured in the same run.

A run makes an installation of its own (a folder, a database), fills it with answers by SQL, asserts that what is
measured is correct, and only then starts the clock. Base and candidate alternate.
"""
