#!/usr/bin/env bash
# Migrates, loads the demonstration data and serves the portal for development.
# usage: PORT=8000 scripts/run.sh PYTHON
set -euo pipefail
python=$1

"$python" manage.py migrate --verbosity 0
"$python" manage.py load_demo
echo
echo "  Портал:   http://127.0.0.1:${PORT}/"
echo "  Войти:    official, supervisor, clerk или admin; пароль: ${DEMO_PASSWORD:-demo}"
echo
exec "$python" manage.py runserver "127.0.0.1:${PORT}"
