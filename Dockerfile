# The same steps as `make run`, in two stages: pip and its leftovers stay behind.

FROM python:3.13-slim AS build
WORKDIR /portal
RUN python -m venv .venv
COPY requirements/run.txt requirements/
RUN .venv/bin/python -m pip install -q --no-cache-dir --require-hashes --no-deps --only-binary :all: -r requirements/run.txt
COPY . .
# The account that runs the portal cannot write here.
RUN DATA_DIR=/tmp/build .venv/bin/python manage.py messages --compile && .venv/bin/python -m compileall -q asm_portal

FROM python:3.13-slim
RUN useradd --system --uid 1000 portal && install -d -o portal /data
COPY --from=build /portal /portal
WORKDIR /portal
USER portal
ENV PATH=/portal/.venv/bin:$PATH PYTHONUNBUFFERED=1 HOST=0.0.0.0 PORT=8000 DATA_DIR=/data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=60s CMD python -c "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health/ready/')"
CMD ["sh", "-c", "python manage.py setup && exec python -m asm_portal.serve"]
