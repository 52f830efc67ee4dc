# The site in one image: npm packages, then Python packages, then our code.
FROM node:20-bookworm-slim AS web
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MAILLAGE_ENV=production GUNICORN_BIND=0.0.0.0:8000
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt
COPY --from=web /app/node_modules node_modules
COPY . .
RUN useradd --system --home /app maillage \
    && mkdir -p var/documents var/media \
    && SECRET_KEY=build ALLOWED_HOSTS=build DATABASE_URL=sqlite:////tmp/build.sqlite3 \
       sh -c 'python manage.py compile_translations && python manage.py collectstatic --noinput --verbosity 0' \
    && chown -R maillage var
USER maillage
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/sante/', timeout=4)"]
CMD ["sh", "-c", "python manage.py migrate --noinput && exec gunicorn -c deploy/gunicorn.conf.py config.wsgi:application"]
