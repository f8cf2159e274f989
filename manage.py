#!/usr/bin/env python
"""Run one of Hosho's commands. On a fresh machine use `make manage ARGS="…"`: it starts the servers too."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)
