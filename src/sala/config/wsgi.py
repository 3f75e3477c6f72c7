"""The application as a WSGI callable, for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sala.config.settings")
application = get_wsgi_application()
