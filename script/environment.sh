# shellcheck shell=bash
# Makes .venv and keeps it in step with the hash-pinned locks. Sourced by script/server, script/test and .ci/run.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
VENV=$ROOT/.venv
cd "$ROOT" || exit 1
# Settings of the caller's own Python must not leak into Tend's. Containers often forbid bytecode: every process of the
# server and of the tests would compile Django anew, five seconds of a processor each.
unset PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE
export PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1

stop() {
    echo "Tend: $*" >&2
    exit 1
}

# Finds a Python 3.11 or newer: $PYTHON when set, else python3, else a newer one beside it.
find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    candidate=${PYTHON:-python3}
    if command -v "$candidate" >/dev/null; then
        stop "this needs Python 3.11 or newer; $candidate here is $("$candidate" -V 2>&1 | cut -d' ' -f2)." \
            "Set PYTHON to another one, for example PYTHON=python3.12 $0"
    fi
    stop "this needs Python 3.11 or newer, and there is none here. On Debian: apt install python3 python3-venv"
}

make_venv() {
    local python
    if [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        return
    fi
    python=$(find_python) || exit 1
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "Python's venv module is missing. On Debian: apt install python3-venv"
    echo "Making Tend's own Python environment in .venv ..."
    "$python" -m venv --clear "$VENV" 2>/dev/null || stop "cannot make the folder $VENV. Is $ROOT writable, with space left?"
}

# install_locked <name> <lock> ...: installs these locks, unless the same content was installed before.
install_locked() {
    local name=$1 stamp=$VENV/.installed-$1 log=$VENV/install-$1.log content arguments=() lock
    shift
    content=$(cat "$@" | sha256sum | cut -d' ' -f1)
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$content" ]; then
        return
    fi
    for lock in "$@"; do arguments+=(-r "$lock"); done
    echo "Installing Tend's Python packages (once; half a minute or so) ..."
    # uv is six times as fast; where it cannot work (an odd proxy, mirror or machine) pip does the same, slowly.
    if ! { "$VENV/bin/python" -m pip install --quiet --retries 1 --require-hashes -r script/uv.txt &&
        "$VENV/bin/uv" pip install --quiet --python "$VENV/bin/python" --require-hashes "${arguments[@]}"; } >"$log" 2>&1; then
        if ! "$VENV/bin/python" -m pip install --quiet --retries 1 --require-hashes "${arguments[@]}" >>"$log" 2>&1; then
            if grep -qiE 'connection (broken|refused|reset|timed out)|ConnectTimeout|NewConnectionError|ReadTimeout|ProxyError|name resolution|name or service|network is unreachable|SSLError' "$log"; then
                stop "cannot reach the Python package index. Is this computer online? (What was tried: ${log#"$ROOT"/})"
            fi
            if grep -qi 'no space left' "$log"; then
                stop "the disk is full, so Tend's Python packages do not fit."
            fi
            stop "the Python packages did not install. The reason is at the end of ${log#"$ROOT"/}"
        fi
    fi
    echo "$content" >"$stamp"
}

# What gettext reads is made from the catalogues, when one of them is newer.
compile_languages() {
    local source
    for source in locale/*/LC_MESSAGES/django.po; do
        [ -e "$source" ] || return 0
        if [ ! -e "${source%.po}.mo" ] || [ "$source" -nt "${source%.po}.mo" ]; then
            "$VENV/bin/python" manage.py compile_languages || stop "cannot make Tend's languages (see above)."
            touch locale/*/LC_MESSAGES/django.mo 2>/dev/null || true
            return
        fi
    done
}

# Two scripts started together take turns; the lock goes when the file descriptor is closed.
prepare() {
    [ -w "$ROOT" ] || [ -x "$VENV/bin/python" ] || stop "cannot write to $ROOT, where its .venv belongs."
    make_venv
    exec 9>"$VENV/.preparing" || stop "cannot write to $VENV."
    if command -v flock >/dev/null; then flock 9; fi
    install_locked "$@"
    compile_languages
    exec 9>&-
}
