#!/bin/sh
# Set up what the two commands need, or stop before anything is done and say what to run.
#
#   set-up.sh venv    a .venv with everything in requirements.txt
#   set-up.sh pango   the library that the book needs; without it the site is built without books
set -eu

suffices() { # a Python that is new enough, in a place that every user can reach
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || return 1
    path=$(readlink -f "$1")
    while [ "$path" != / ]; do
        case $(stat -c %A "$path") in *[xt]) ;; *) return 1 ;; esac
        path=$(dirname "$path")
    done
}

find_python() {
    folders=$(echo "$PATH" | tr : ' ')
    for python in /usr/bin/python3 $(for folder in $folders; do ls "$folder"/python3 "$folder"/python3.1[1-9] 2>/dev/null || :; done); do
        if suffices "$python"; then
            echo "$python"
            return
        fi
    done
    echo "No Python from 3.11 on that every user can run. Install one:" >&2
    echo "    apt-get install -y python3 python3-venv" >&2
    exit 1
}

venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "$python lacks the module venv. Install it:" >&2
        echo "    apt-get install -y python3-venv" >&2
        exit 1
    fi
    echo "Setting up .venv with $python ..."
    rm -rf .venv
    "$python" -m venv .venv
    .venv/bin/pip install --quiet --disable-pip-version-check --use-pep517 --require-hashes -r requirements.txt
    .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
    touch .venv/ready
}

pango() {
    .venv/bin/python -c 'import weasyprint' >/dev/null 2>&1 && exit 0
    line="apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    if [ "$(id -u)" = 0 ]; then
        sudo=
    elif sudo -n true 2>/dev/null; then
        sudo="sudo "
    else
        sudo=none
    fi
    if [ "${NO_APT:-}" = 1 ] || [ "$sudo" = none ] || ! command -v apt-get >/dev/null; then
        echo "The books need Pango; the site is built without them. To have them, run as root:"
        echo "    $line"
        exit 0
    fi
    echo "The books need Pango. Running (NO_APT=1 prevents it):"
    echo "    $sudo$line"
    export DEBIAN_FRONTEND=noninteractive
    [ -n "$(ls /var/lib/apt/lists/*_Packages* 2>/dev/null)" ] || ${sudo}apt-get update -qq
    $sudo$line >/dev/null || echo "That failed; the site is built without books."
}

"$1"
