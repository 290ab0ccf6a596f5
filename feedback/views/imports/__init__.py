"""Imports in the browser: upload, reading, columns, values, dry run, import, report, undo.

Each step stands at its own address, so that a run can be left and found again; nothing here needs a script.
"""
