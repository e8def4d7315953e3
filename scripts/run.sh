#!/usr/bin/env bash
# Migrates, loads the demonstration data, and runs the portal with its background worker for development: both stop on
# Ctrl+C, and when one of them ends the other is stopped.
# usage: PORT=8000 scripts/run.sh PYTHON
set -euo pipefail
python=$1
export PORTAL_URL=${PORTAL_URL:-http://127.0.0.1:${PORT}}

"$python" manage.py migrate --verbosity 0
"$python" manage.py load_demo
echo
echo "  Портал:   http://127.0.0.1:${PORT}/"
echo "  Войти:    official, supervisor, clerk или admin; пароль: ${DEMO_PASSWORD:-demo}"
echo

# Each in a process group of its own, so that it can be stopped with all its children.
set -m
server= worker=
stop() {
    trap - EXIT INT TERM
    # The second signal stops the worker in the middle of a document, too: the document is made anew at the next start.
    for group in $server $worker $worker; do
        kill -TERM -- "-$group" 2>/dev/null || true
        sleep 0.2
    done
    wait
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
"$python" manage.py runserver "127.0.0.1:${PORT}" &
server=$!
"$python" manage.py work &
worker=$!
wait -n
