#!/bin/sh
# Shows what flowc does with one flow: check, explain, draw, compile, and find mistakes.
#   sh examples/demo.sh FLOW OUT       VENV_BIN is the folder of the flowc command
set -eu
flow=$1
out=$2
PATH="$VENV_BIN:$PATH"

show() {
  printf '\n\033[1m$ %s\033[0m\n' "$*"
  "$@"
}

printf 'The flow: %s\n\n' "$flow"
sed -n '/^class/,/self.next(self.clean)/p' "$flow"
printf '    ...\n'

show flowc check "$flow"
show flowc graph "$flow"
show flowc explain "$flow" --target argo
show flowc compile "$flow" --target argo -o "$out"
printf '\n\033[1m$ cat %s/pets-flow.yaml\033[0m\n' "$out"
cat "$out"/pets-flow.yaml

printf '\nAnd with mistakes in it:\n'
printf '\n\033[1m$ flowc check examples/mistakes/flow.py\033[0m\n'
flowc check examples/mistakes/flow.py || printf '(exit status %s)\n' "$?"

printf '\nNext: flowc init my-flow    flowc --help    README.md\n'
