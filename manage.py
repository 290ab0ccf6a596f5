#!/usr/bin/env python3
"""The one command of the project: it makes its own environment, then hands over to Django."""

import gc
import os
import sys

from cem.bootstrap import enter_environment


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cem.settings")
    enter_environment(sys.argv)

    from django.core.management import execute_from_command_line

    from cem.environment import stopping_on_wrong_settings

    with stopping_on_wrong_settings():
        if sys.argv[1:2] == ["up"]:
            gc.disable()  # what is loaded now stays; looking through it again and again would only take time
            from cem.serving import announce

            announce(sys.argv[2:])
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
