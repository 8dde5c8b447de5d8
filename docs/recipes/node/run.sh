#!/bin/sh
# Runs this recipe on this machine. Needs Node 20 or later, and what record.sh needs.
set -eu
cd "$(dirname "$0")"
run=${RUN:-$(mktemp -d)}
../record.sh "$run" node --test --test-concurrency=1 \
  --test-reporter=junit --test-reporter-destination="$run/results.junit.xml" \
  test/products.test.mjs test/unit/sum.test.mjs
"${ASSAY:-assay}" check "$run" --target http://127.0.0.1:18080 --expect 'test/unit/**=offline' --verbose
