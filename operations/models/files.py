"""Files that were uploaded or produced."""

import uuid

from django.db import models

from organisations.tenancy import Identified, OrganisationModel


def stored_path(instance: "StoredFile", filename: str) -> str:
    """Where a file lies below the files' folder; the sender's name is kept in the row only."""
    return f"{instance.organisation_id}/{instance.kind}/{uuid.uuid4().hex}"


class StoredFile(OrganisationModel, Identified):
    """An uploaded or produced file, outside the web root, with an end of its life."""

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.FileField(upload_to=stored_path)
    actor = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
