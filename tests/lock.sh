#!/bin/sh
# Writes down the newest versions of the development tools that go together: lock.sh FILE
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$PYTHON" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
{
    echo '# The versions that the tests run with; make lock writes them anew.'
    "$folder/venv/bin/python" -m pip freeze --exclude-editable --disable-pip-version-check
} >"$folder/found"
mv "$folder/found" "$1"
