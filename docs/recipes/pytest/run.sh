#!/bin/sh
# Runs this recipe on this machine. Needs 'pip install pytest pytest-reportlog', and what record.sh needs.
set -eu
cd "$(dirname "$0")"
run=${RUN:-$(mktemp -d)}
../record.sh "$run" python3 -m pytest -q -p no:cacheprovider tests \
  --junitxml="$run/results.junit.xml" --report-log="$run/results.reportlog.jsonl"
"${ASSAY:-assay}" check "$run" --target http://127.0.0.1:18080 --expect 'tests/unit/**=offline' --verbose
