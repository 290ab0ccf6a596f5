"""The product's web process, but for the check of the database role, which owns the tables in tests."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
