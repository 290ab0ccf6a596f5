"""Pages of journey maps: read, drawn, compared, taken out and in."""

from touchpoints.views.maps import exchange, notes, pages, places, stages, starting, versions

__all__ = ["exchange", "notes", "pages", "places", "stages", "starting", "versions"]
