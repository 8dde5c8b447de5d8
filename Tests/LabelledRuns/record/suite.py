"""Writes a suite and what is true of it: `suite.py FOLDER SEED EACH KIND...`, each kind so many times, in random order."""

import inspect
import json
import pathlib
import random
import sys

import kinds

WORDS = "order login catalog token search billing profile webhook quota export invoice ledger cart report".split()
VERBS = "returns updates lists rejects creates syncs keeps filters pages stores".split()

folder, seed, each = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
chance = random.Random(seed)
tests = [kind for kind in sys.argv[4:] for _ in range(each)]
chance.shuffle(tests)
files, truth = {}, {"tests/test_00_session.py::test_session_opens": {"label": "real", "kind": "real_pooled"}}
for number, kind in enumerate(tests):
    file = f"tests/test_{chance.choice(WORDS[:6])}.py"
    name = f"test_{chance.choice(WORDS)}_{chance.choice(VERBS)}_{number}"
    fixtures = [parameter for parameter in inspect.signature(getattr(kinds, kind)).parameters if parameter != "state"]
    files.setdefault(file, ["import kinds"]).append(
        f"\n\ndef {name}({', '.join(fixtures)}):\n"
        f"    kinds.{kind}({', '.join([*fixtures, f'state={name}.__dict__'])})"
    )
    truth[f"{file}::{name}"] = {"label": kind.split("_")[0], "kind": kind}
    if kind == "fake_health":
        truth[f"{file}::{name}"]["hard"] = True
(folder / "tests").mkdir()
(folder / "tests/test_00_session.py").write_text(
    'def test_session_opens(pool, kept):\n    assert pool.get("/items").status_code == 200\n')
for file, lines in files.items():
    (folder / file).write_text("\n".join(lines) + "\n")
(folder / "truth.json").write_text(json.dumps(truth, indent=1))
