#!/usr/bin/env python3
"""Compares what specwright costs with what it cost when `baseline.json` was accepted, and fails where it is clearly more.

Each figure is a ratio to something measured in the same run, or a count, so that machines can differ. See README.md."""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from measure import CORPUS, DOCUMENTS, ROOT, alone, lines_of, median_of, package, reading, run, specwright, unpacked

BASELINE = ROOT / "benches/baseline.json"
# How much more is still the same: processor time is disturbed by what else a machine does, counts by nothing.
MARGINS = {"time": 1.25, "memory": 1.15, "count": 1.05}
GENERATED = ["discord", "github", "cloudflare"]
# The client that is compiled, and a crate of others that compiles as long as it does.
COMPILED = "discord"
UNIT = 'syn = { version = "2", features = ["full", "extra-traits", "visit", "visit-mut", "fold"] }'


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--accept", action="store_true", help="write baseline.json instead of comparing with it")
    accept = arguments.parse_args().accept
    if not (CORPUS / "corpus").exists():
        sys.exit(f"no corpus in {CORPUS}; set CORPUS to the folder that holds corpus/")
    (ROOT / "target").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="baseline-", dir=ROOT / "target") as scratch:
        figures = measured(Path(scratch))
    if accept:
        BASELINE.write_text(json.dumps(figures, indent=2) + "\n")
        return
    before = json.loads(BASELINE.read_text())
    worse = []
    for name, figure in figures.items():
        was = before.get(name, {}).get("value")
        limit = was and was * MARGINS[figure["kind"]]
        print(f"{name:<56} {figure['value']:>9} was {was or 'not measured':>9}, at most {limit or 0:.2f}")
        if limit is None or figure["value"] > limit:
            worse.append(name)
    if worse:
        sys.exit(f"more than before: {', '.join(worse)}")


def measured(scratch):
    figures = {}

    def figure(name, kind, value):
        figures[name] = {"kind": kind, "value": round(value, 2)}
        print(f"{name}: {value:.2f}", file=sys.stderr, flush=True)

    program = specwright()
    for name in GENERATED:
        document = unpacked(DOCUMENTS[name], scratch)
        out = scratch / name
        runs = []
        for _ in range(5):
            shutil.rmtree(out, ignore_errors=True)
            runs.append(run([program, "generate", document, "--out", out]))
        floor = reading(document, scratch / "floor")
        figure(f"{name}: processor time, by reading the JSON", "time", median_of(runs).cpu / floor.cpu)
        figure(f"{name}: peak memory, by the document", "memory", median_of(runs).peak / (document.stat().st_size / 1e6))
        lines = lines_of(out / "src") - lines_of(out / "src/runtime")
        figure(f"{name}: lines of code, in thousands", "count", lines / 1e3)
    checks = {"ours": checked(scratch / COMPILED, scratch), "unit": unit(scratch)}
    figure(f"{COMPILED}: check of the client, by that of syn", "time", checks["ours"] / checks["unit"])
    return figures


def checked(crate, scratch):
    """Processor seconds of `cargo check` for a generated crate alone."""
    manifest = crate / "Cargo.toml"
    manifest.write_text(manifest.read_text() + "\n[workspace]\n")
    _, check = alone(["check"], crate, crate / "src/lib.rs", scratch / "target")
    if check.failed:
        sys.exit(f"the client of {crate.name} does not compile:\n{check.stderr}")
    return check.cpu


def unit(scratch):
    """The same for a crate that does not change."""
    folder = package(scratch / "unit", "unit", f"[dependencies]\n{UNIT}", {"src/lib.rs": ""})
    environment = {"CARGO_TARGET_DIR": str(folder / "target"), "CARGO_INCREMENTAL": "0"}
    run(["cargo", "check", "--quiet"], folder, environment)
    again = []
    for _ in range(3):
        run(["cargo", "clean", "--quiet", "-p", "syn"], folder, environment)
        again.append(run(["cargo", "check", "--quiet"], folder, environment))
    return median_of(again).cpu


if __name__ == "__main__":
    main()
