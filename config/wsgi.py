"""Pages over WSGI."""

import os

from django.core.wsgi import get_wsgi_application

from config.bodies import WithWholeBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
os.environ.setdefault("STATEMENT_TIMEOUT", "5000")
os.environ.setdefault("CONN_MAX_AGE", "60")

application = WithWholeBodies(get_wsgi_application())
