"""Tables in files, whatever they are: `dialect` looks how one is written, `source` reads it record by record.

`table` reads a small one whole, `trouble` says in words why one cannot be read. Pure: no models, no database.
"""
