"""Reading other people's files: dialect, profile, conversion. Pure: no models, no database.

`dialect` looks at a file and proposes how to read it, `source` reads it record by record, `preview` counts the
values of each column, `profile` says which column means what, `suggest` proposes a profile, `convert` turns a record
into the parts of a response or says why it cannot.
"""
