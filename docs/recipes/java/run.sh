#!/bin/sh
# Runs this recipe on this machine. Needs a JDK, JUnit's console launcher 1.9 or later with what it depends on (in Debian:
# apt-get install default-jdk-headless junit5), and what record.sh needs.
set -eu
cd "$(dirname "$0")"
run=${RUN:-$(mktemp -d)}
jars=${JARS:-/usr/share/java}
path="$run/classes"
for name in junit-jupiter-api junit-jupiter-engine junit-platform-commons junit-platform-engine \
  junit-platform-launcher junit-platform-console junit-platform-reporting opentest4j apiguardian-api picocli \
  opentest4j-reporting-events opentest4j-reporting-schema; do
  path="$path:$jars/$name.jar"
done
mkdir -p "$run/classes"
javac -d "$run/classes" -cp "$path" com/example/shop/*.java com/example/shop/unit/*.java
../record.sh "$run" java -Djunit.platform.reporting.open.xml.enabled=true \
  -Djunit.platform.reporting.output.dir="$run" -cp "$path" \
  org.junit.platform.console.ConsoleLauncher --scan-classpath "$run/classes" --reports-dir "$run"
"${ASSAY:-assay}" check "$run" --target http://127.0.0.1:18080 --expect 'com.example.shop.unit.**=offline' --verbose
