#!/usr/bin/env bash
# Every test: on SQLite with the browser, then everything but the browser on PostgreSQL.
# usage: scripts/test.sh BIN POSTGRES_URL
# In CI (CI=true) a PostgreSQL server or a browser that cannot be found is a failure, elsewhere a printed skip.
set -euo pipefail
bin=$1
postgres_url=$2

"$bin/python" -m pytest

if "$bin/python" -c 'import psycopg, sys; psycopg.connect(sys.argv[1], connect_timeout=3).close()' "$postgres_url" 2>/dev/null; then
    echo "PostgreSQL:"
    DATABASE_URL=$postgres_url "$bin/python" -m pytest -m "not browser"
elif [ "${CI:-}" = true ]; then
    echo "PostgreSQL не отвечает, а в CI его проверки обязательны." >&2
    exit 1
else
    echo "PostgreSQL не отвечает: его проверки пропущены (адрес задаёт TEST_POSTGRES_URL)."
fi
