#!/bin/sh
# Runs this recipe on this machine. Needs Swift 6.1 or later, and what record.sh needs.
set -eu
cd "$(dirname "$0")"
run=${RUN:-$(mktemp -d)}
swift build --build-tests --scratch-path "$run/.build"
../record.sh "$run" swift test --skip-build --scratch-path "$run/.build" \
  --event-stream-output-path "$run/results.events.jsonl" --event-stream-version 0
"${ASSAY:-assay}" check "$run" --target http://127.0.0.1:18080 --expect 'UnitTests**=offline' --verbose
