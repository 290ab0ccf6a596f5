"""Components of the pages as template tags: `{% load ui %}`. A misspelt keyword is an error.

The tags live in small modules by kind; this library is the one that templates load.
"""

from django import template

from lib.templatetags import ui_boxes, ui_figures, ui_forms, ui_lists, ui_pictures

register = template.Library()
for part in (ui_boxes, ui_figures, ui_forms, ui_lists, ui_pictures):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
