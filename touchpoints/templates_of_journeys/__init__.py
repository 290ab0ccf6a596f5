"""Journeys to start from, one TOML file each: whoever puts a file here adds a template. Pure: no database.

A file is written like a map in our own JSON (`touchpoints/mapping/document.py`): stages with touchpoints, notes and
feelings, every text in each of the product's languages. Beside them stand a name, what it is about, and the channels
it uses. A touchpoint that comes again at a later stage is named by its code alone. What a template says of
moments of truth and feelings is a hypothesis: nobody has asked anybody yet.
"""

from touchpoints.templates_of_journeys.reading import Template, TemplateBroken, read_template, template_of, templates

__all__ = ["Template", "TemplateBroken", "read_template", "template_of", "templates"]
