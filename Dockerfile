# The product as an image: web, worker, clock and commands are the same image with different commands.
FROM python:3.11.13-slim-bookworm AS packages

WORKDIR /build
COPY requirements/base.txt requirements/
# The plain list is completed with the hash of every file, then installed so that nothing else is accepted.
RUN python -m venv /environment \
    && pip install --no-cache-dir uv==0.13.9 \
    && uv pip compile --generate-hashes --no-header --python-version 3.11 requirements/base.txt -o hashed.txt \
    && uv pip install --no-cache --python /environment/bin/python --require-hashes -r hashed.txt


FROM python:3.11.13-slim-bookworm

ENV PATH=/environment/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MALLOC_ARENA_MAX=2 \
    CEM_NO_BOOTSTRAP=1 \
    CEM_DATA_DIR=/data \
    CEM_STATIC_DIR=/product/collected

RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin cem \
    && install --directory --owner cem --group cem --mode 0750 /data
COPY --from=packages /environment /environment
WORKDIR /product
COPY . .
RUN CEM_DATA_DIR=/tmp/build python manage.py compiletexts \
    && CEM_DATA_DIR=/tmp/build CEM_COLLECT_STATIC=1 python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q . \
    && rm -r /tmp/build

USER cem
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://localhost:8000/health/', timeout=4)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "1", "--blocking-threads", "4", "--no-ws", "cem.wsgi:application"]
