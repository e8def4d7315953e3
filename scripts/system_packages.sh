#!/usr/bin/env bash
# Makes sure that the named Debian packages are installed: through apt where that is possible without a password,
# else by telling exactly what to run. Quick when nothing is missing.
# usage: scripts/system_packages.sh PACKAGE...
set -euo pipefail

if ! command -v dpkg-query >/dev/null; then
    echo "Это не Debian: проверьте сами, что установлены аналоги пакетов: $*" >&2
    exit 0
fi

missing=()
for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}")
update=(apt-get update -qq)
if [ "$(id -u)" -eq 0 ]; then
    "${update[@]}" && "${install[@]}"
elif sudo -n true 2>/dev/null; then
    sudo "${update[@]}" && sudo "${install[@]}"
else
    echo "Не хватает системных пакетов. Установите их и повторите команду:" >&2
    echo "    sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
fi
