#!/usr/bin/env python3
"""Measures what must stay quick, prints each figure beside its bar, and fails if one is missed. See README.md here."""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import measure
from measure import CORPUS, ROOT, phases, run, specwright, text_of, unpacked

SMALL_BAR_MS = 30
PHASES_BAR = 4
BUILD_BAR = 0.5
RIVAL = ("progenitor-impl", "=0.15.0")
# What reads YAML and OpenAPI, and makes and formats Rust: the crates that any generator built like this one needs.
FLOOR = [
    'openapiv3 = "2.2"',
    'serde_yaml = "0.9"',
    'heck = "0.5"',
    'proc-macro2 = "1"',
    'quote = "1"',
    'prettyplease = "=0.3.0"',
]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("only", nargs="*", choices=["small", "large", "build", []], help="what to measure [all]")
    only = arguments.parse_args().only or ["small", "large", "build"]
    # A folder beside target/, not in /tmp: that may be another disk, or memory.
    (ROOT / "target").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "target") as scratch:
        scratch = Path(scratch)
        missed = [name for name in only if not MEASUREMENTS[name](scratch)]
    if missed:
        sys.exit(f"missed: {', '.join(missed)}")


def small(scratch):
    """How long the command takes for the stream webhook, in processor time: other processes don't disturb it much."""
    program = specwright()
    command = [program, "generate", ROOT / "spec/stream-webhook.yaml", "--out", scratch / "small"]
    run(command)  # The first run writes; the others compare with what is there, and are what a person has each day.
    fresh, again = [], []
    for _ in range(20):
        shutil.rmtree(scratch / "small")
        fresh.append(run(command).cpu * 1e3)
        again.append(run(command).cpu * 1e3)
    worst = max(statistics.median(fresh), statistics.median(again))
    figure("stream webhook, into an empty folder", f"{statistics.median(fresh):.0f} ms", f"< {SMALL_BAR_MS} ms")
    figure("stream webhook, nothing to change", f"{statistics.median(again):.0f} ms", f"< {SMALL_BAR_MS} ms")
    return worst < SMALL_BAR_MS


def large(scratch):
    """What the emit and write phases cost beside the parse of the same document, the largest of the corpus."""
    document = largest(scratch)
    if document is None:
        print(f"large: no corpus in {CORPUS}; set CORPUS to the folder that holds corpus/")
        return True
    command = [specwright(), "generate", document, "--out", scratch / "large"]
    runs = []
    for _ in range(3):
        shutil.rmtree(scratch / "large", ignore_errors=True)
        runs.append(phases(run(command, environment={"SPECWRIGHT_TIMINGS": "1"}).stderr))
    best = min(runs, key=lambda times: sum(times.values()))
    size = document.stat().st_size / 1e6
    print(f"{document.name}, {size:.1f} MB: " + ", ".join(f"{name} {ms:.0f} ms" for name, ms in best.items()))
    ratio = best["emit_write"] / (best["source"] + best["document"])
    figure("emit and write, by parse", f"{ratio:.2f}", f"< {PHASES_BAR}")
    return ratio < PHASES_BAR


def build(scratch):
    """How long a build script waits for its generator on a machine that has compiled nothing: ours, and the rival."""
    ours = f'specwright = {{ path = "{ROOT}/generator", default-features = false }}'
    theirs = f'{RIVAL[0]} = "{RIVAL[1]}"'
    builds = {"ours": ours, "theirs": theirs, "floor": "\n".join(FLOOR)}
    packages = {name: package(scratch, name, lines) for name, lines in builds.items()}
    times = {name: [] for name in packages}
    # By turns, so that what else the machine does falls on both.
    for _ in range(2):
        for name, folder in packages.items():
            shutil.rmtree(folder / "target", ignore_errors=True)
            times[name].append(run(["cargo", "build", "--offline", "--quiet"], folder, {"CARGO_TARGET_DIR": str(folder / "target")}))
    best = {name: min(runs, key=lambda run: run.wall) for name, runs in times.items()}
    ratios = {name: best[name].wall / best["theirs"].wall for name in best}
    names = {"theirs": f"{RIVAL[0]} {RIVAL[1]}", "floor": "the crates that specwright stands on", "ours": "specwright"}
    for name, text in names.items():
        wall, cpu = best[name].wall, best[name].cpu
        ratio = f"{ratios[name]:.2f}, {cpu / best['theirs'].cpu:.2f} of processor time"
        bar = f"<= {BUILD_BAR}" if name == "ours" else ""
        figure(f"build of {text}", f"{wall:.1f} s, {cpu:.1f} s of processor time ({ratio})", bar)
    return ratios["ours"] <= BUILD_BAR


MEASUREMENTS = {"small": small, "large": large, "build": build}


def largest(scratch):
    """The largest description of the corpus once it is unpacked, as a file."""
    paths = [path for path in (CORPUS / "corpus").glob("*.*") if path.is_file()]
    return unpacked(max(paths, key=lambda path: len(text_of(path))), scratch) if paths else None


def package(scratch, name, dependencies):
    """A package that has nothing but a build script with these dependencies."""
    files = {"src/lib.rs": "", "build.rs": "fn main() {}\n"}
    folder = measure.package(scratch / name, name, f"[build-dependencies]\n{dependencies}", files)
    subprocess.run(["cargo", "fetch", "--quiet"], cwd=folder, check=True)
    return folder


def figure(what, value, bar=""):
    print(f"{what:45} {value:58} {bar}", flush=True)


if __name__ == "__main__":
    main()
