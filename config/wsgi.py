"""WSGI entry point, served by gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from maillage.core.wsgi import only_our_alphabet

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = only_our_alphabet(get_wsgi_application())
