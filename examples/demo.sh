#!/bin/sh
# Shows what flowc does with one flow: check, explain, draw, compile, find mistakes; run it here, resume
# it after a failure, and read what it left.
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

printf '\nWith mistakes in it:\n'
printf '\n\033[1m$ flowc check examples/mistakes/flow.py\033[0m\n'
flowc check examples/mistakes/flow.py || printf '(exit status %s)\n' "$?"

printf '\nAnd now it runs, on this machine. First with a slip of the pen in a step:\n'
rm -rf "$out/pets" "$out/store"
mkdir -p "$out/pets"
FLOWC_STORE="file://$(cd "$out" && pwd)/store"
export FLOWC_STORE
sed 's/found\.count(kind)/found.cuont(kind)/' "$flow" >"$out/pets/flow.py"
printf '\n\033[1m$ flowc run %s/pets/flow.py\033[0m\n' "$out"
flowc run "$out/pets/flow.py" && exit 1 || printf '(exit status %s)\n' "$?"

printf '\nThe slip is mended, and the run resumed: what was done is not done again.\n'
cp "$flow" "$out/pets/flow.py"
show flowc resume "$out/pets/flow.py"
show flowc list PetsFlow
show flowc show PetsFlow
show flowc logs PetsFlow/2/end

printf '\nWhat it left, from Python:\n'
show python -c 'from flowc import Flow
run = Flow("PetsFlow").latest_successful_run
print(run.pathspec, run.data.summary)
print({task.data.name: task.data.pets for task in run["clean"]})'

printf '\nNext: flowc init my-flow    flowc --help    README.md    examples/tutorial\n'
