"""Pages of changes and of the launch."""

from touchpoints.views.changes import launch, lists, pages, preparing

__all__ = ["launch", "lists", "pages", "preparing"]
