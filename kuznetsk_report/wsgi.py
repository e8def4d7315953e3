"""WSGI entry point: gunicorn kuznetsk_report.wsgi"""

import os

from django.core.signals import request_started
from django.core.wsgi import get_wsgi_application

from reports.children import start_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuznetsk_report.settings")

application = get_wsgi_application()

# Nobody's first file waits until what children need is loaded. With a request and not before: a process that gunicorn
# forks has to start its own.
request_started.connect(start_server)
