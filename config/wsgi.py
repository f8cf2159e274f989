"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
reverse("admin:index")  # reads every screen before anybody comes: the first visitor of each process waited two seconds
