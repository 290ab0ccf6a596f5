"""The pages of `operations`: trail, notices, mailbox, jobs, files.

They stand here, above all apps, since they need rights and people, which `operations` lies below.
"""
