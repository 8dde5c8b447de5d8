#!/bin/sh
# Runs this recipe on this machine. Needs Go 1.19 or later, and what record.sh needs.
set -eu
cd "$(dirname "$0")"
run=${RUN:-$(mktemp -d)}
../record.sh "$run" sh -c "go test -count=1 -json ./... >'$run/results.gotest.jsonl'"
"${ASSAY:-assay}" check "$run" --target http://127.0.0.1:18080 --expect 'internal/**=offline' --verbose
