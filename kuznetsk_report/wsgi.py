"""WSGI entry point: gunicorn kuznetsk_report.wsgi"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuznetsk_report.settings")

application = get_wsgi_application()
