#!/usr/bin/env python3
"""Measures one API as several crates: each has the operations of some tags, and the types that they need.

For each number of crates, `cargo check` of all of them by one command, with what they depend on built before; the quickest
of two runs, by turns. The runtime is a dependency, so that it does not count once for each crate. One crate has all
operations; several have those that have tags.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

from measure import DOCUMENTS, PATCH, ROOT, lines_of, run, specwright, unpacked

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
WORK = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "crates"


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", default="github,cloudflare", help="names, with commas between them: those that are JSON")
    arguments.add_argument("--crates", default="1,2,4", help="numbers, with commas between them [1,2,4]")
    arguments = arguments.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    program = specwright()
    print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores\n")
    print("| | crates | lines | processor s | wall s |\n| --- | --- | --- | --- | --- |")
    for name in arguments.documents.split(","):
        document = unpacked(DOCUMENTS[name], WORK)
        tags = tags_of(document)
        workspaces = {}
        for count in map(int, arguments.crates.split(",")):
            parts = parts_of(tags, count) if count > 1 else [[]]
            workspaces[count] = workspace(program, document, WORK / f"{name}-{count}", parts)
        runs = {count: [] for count in workspaces}
        for turn in range(3):
            for count, folder in workspaces.items():
                for root in folder.glob("*/src/lib.rs"):
                    root.touch()
                # Cargo takes packages at the same place in different workspaces for one.
                environment = {"CARGO_TARGET_DIR": str(WORK / "targets" / folder.name), "CARGO_INCREMENTAL": "0"}
                checked = run(["cargo", "check", "--quiet"], folder, environment)
                # The first brings the dependencies.
                if turn:
                    runs[count].append(checked)
        for count, folder in workspaces.items():
            best = min(runs[count], key=lambda run: run.wall)
            print(f"| {name} | {count} | {lines_of(folder):,} | {best.cpu:.1f} | {best.wall:.1f} |", flush=True)


def tags_of(document):
    """The first tags of operations, each with how many operations it is the first of, in the order of the document."""
    tags = {}
    for item in json.loads(document.read_text())["paths"].values():
        for method, operation in item.items():
            if method in METHODS and operation.get("tags"):
                tags[operation["tags"][0]] = tags.get(operation["tags"][0], 0) + 1
    return tags


def parts_of(tags, count):
    """The tags in parts of about as many operations."""
    parts = [[] for _ in range(count)]
    before = 0
    for tag, operations in tags.items():
        parts[before * count // sum(tags.values())].append(tag)
        before += operations
    if not all(parts):
        sys.exit(f"{len(tags)} tags do not make {count} crates")
    return parts


def workspace(program, document, folder, parts):
    """A workspace with a crate for each part."""
    for index, tags in enumerate(parts):
        crate = folder / f"part-{index}"
        crate.mkdir(parents=True, exist_ok=True)
        config = folder / f"part-{index}.toml"
        only = f"[document]\nonly = {json.dumps([f'tag:{tag}' for tag in tags])}\n" if len(parts) > 1 else ""
        config.write_text(f'[crate]\nname = "part-{index}"\nruntime = "dependency"\n{only}')
        run([program, "generate", document, "--config", config, "--out", crate])
    (folder / "Cargo.toml").write_text(f'[workspace]\nresolver = "3"\nmembers = ["part-*"]\n\n{PATCH}')
    return folder


if __name__ == "__main__":
    main()
