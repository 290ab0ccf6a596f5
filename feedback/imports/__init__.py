"""Reading other people's files: profile, conversion. Pure: no models, no database.

`lib.table_files` looks at a file and reads it record by record, `preview` counts the values of each column, `profile`
says which column means what, `suggest` proposes a profile, `convert` turns a record into the parts of a response or
says why it cannot.
"""
