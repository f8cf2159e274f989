# Hosho's one image: web, worker, beat and migrate are the same files with another command (docker-compose.yml).
# It runs as nobody in particular and needs to write nowhere but /tmp.
FROM python:3.13-slim AS packages
COPY requirements.txt /
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /requirements.txt

FROM python:3.13-slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PATH=/venv/bin:$PATH STATIC_ROOT=/srv/static
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin hosho
COPY --from=packages /venv /venv
WORKDIR /srv/hosho
COPY . .
# Static files need no secret and no server: rehearsal mode has neither, and the addresses lead nowhere.
RUN python -m compileall -q . \
    && HOSHO_MODE=rehearsal DATABASE_URL=postgresql://none/none REDIS_URL=redis://none python manage.py collectstatic --noinput
USER 10001
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", \
    "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--log-level", "warning", \
    "--logger-class", "config.web_server.Lines"]
