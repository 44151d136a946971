# One image for every service of docker-compose.yml.
FROM python:3.11-slim-bookworm AS packages
COPY requirements.txt .
RUN python -m venv /packages \
    && /packages/bin/pip install --no-cache-dir --disable-pip-version-check \
        --only-binary :all: --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm
# pg_dump and pg_restore, of the major version of the database, for backups.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin site \
    && install -d -o site -g site -m 700 /var/lib/quality-queue
ENV PATH=/packages/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.prod \
    STATIC_DIR=/site/collected \
    VAR_DIR=/var/lib/quality-queue
COPY --from=packages /packages /packages
WORKDIR /site
COPY . .
# Static files belong to the release. The key of this one command is thrown away with it.
RUN SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(64))') VAR_DIR=/tmp/build \
        python manage.py prepare --only-static \
    && rm -rf /tmp/build \
    && python -m compileall -q accounts config mentorship
USER site
VOLUME /var/lib/quality-queue
EXPOSE 8000
CMD ["gunicorn", "--config", "python:config.gunicorn", "config.wsgi"]
