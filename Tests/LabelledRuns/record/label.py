"""Adds the outcomes to what is true of a run: `label.py TRUTH REPORT RUN`. Fakes that did not pass claim nothing."""

import json
import pathlib
import sys

truth, run = json.loads(pathlib.Path(sys.argv[1]).read_text()), pathlib.Path(sys.argv[3])
outcomes = {test["nodeid"]: test["outcome"] for test in json.loads(pathlib.Path(sys.argv[2]).read_text())["tests"]}
for test, facts in truth.items():
    # pytest-json-report calls a test by its first attempt; each of these passed in the end.
    facts["outcome"] = {"rerun": "passed"}.get(outcomes.get(test), outcomes.get(test, "failed"))
    if facts["outcome"] != "passed":
        print(f"{run.name}: {test} ({facts['kind']}) {facts['outcome']}")
        if facts["label"] == "fake":
            facts["label"] = "na"
(run / "truth.json").write_text(json.dumps(truth, indent=1) + "\n")
target = {"target": {"urls": ["https://api.stage.test"]}, "scope": {"local": []}}
(run / "run.json").write_text(json.dumps(target) + "\n")
