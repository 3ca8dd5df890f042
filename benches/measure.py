"""What the programs here share: processes and what they cost, and where things are."""

import gzip
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("CORPUS", ROOT / "../shared"))

# Those that are generated for comparisons, by the names they have there.
DOCUMENTS = {
    "webhook": ROOT / "spec/stream-webhook.yaml",
    "discord": CORPUS / "corpus/discord-openapi.json.gz",
    "openai": CORPUS / "corpus/openai-openapi.yaml.gz",
    "stripe": CORPUS / "corpus/stripe-2023.yaml.gz",
    "github": CORPUS / "corpus/github-api.json.gz",
    "cloudflare": CORPUS / "corpus/cloudflare-2024.json.gz",
}


class Run:
    """What a process cost, its children included, or why it failed. It is ended, with its children, when it takes too long.
    With a limit of memory, in GB of addresses, it and each of its children gets no more, and fails.

    Times are in seconds, memory is in MB."""

    def __init__(self, command, folder=ROOT, environment=None, limit=600, memory=None):
        start = time.monotonic()
        with tempfile.TemporaryFile() as stderr:
            process = subprocess.Popen(
                [str(word) for word in command], cwd=folder, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=stderr, start_new_session=True,
                preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_AS, (memory << 30, memory << 30))) if memory else None,
            )
            status, usage, ended = wait(process, start + limit)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.wall = time.monotonic() - start
            stderr.seek(0)
            self.stderr = stderr.read().decode(errors="replace")
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss / 1024
        self.failed = None
        if ended:
            self.failed = f"not done after {limit} s"
        elif process.returncode:
            self.failed = reason(self.stderr) or f"status {process.returncode}"


def wait(process, until):
    """Waits for a process. Gives its status, its usage, and whether it had to be ended."""
    start = time.monotonic()
    while time.monotonic() < until:
        done, status, usage = os.wait4(process.pid, os.WNOHANG)
        if done:
            return status, usage, False
        time.sleep(0.001 if time.monotonic() - start < 5 else 0.05)
    os.killpg(process.pid, 9)
    _, status, usage = os.wait4(process.pid, 0)
    return status, usage, True


def run(command, folder=ROOT, environment=None):
    """A process that must not fail."""
    done = Run(command, folder, environment)
    if done.failed:
        sys.exit(f"`{' '.join(map(str, command))}` failed:\n{done.stderr}")
    return done


def reason(text):
    """The first line that says what is wrong, short enough for a table."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    errors = re.search(r"due to (\d+) previous errors", text)
    if errors:
        return f"{errors[1]} errors of rustc"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    told = [line for line in lines if re.search(r"error|panicked|unsupported|invalid|failed", line, re.I)] or lines[:1]
    return told[0].replace("|", "/")[:90] if told else None


def median_of(runs):
    """The run whose processor time is the median."""
    return sorted(runs, key=lambda run: run.cpu)[len(runs) // 2]


# Of a manifest: where a client without a copy of the runtime has it from.
PATCH = f'[patch.crates-io]\nspecwright-runtime = {{ path = "{ROOT / "runtime"}" }}\n'


def specwright():
    """The command as people install it: in release mode."""
    subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "specwright"], cwd=ROOT, check=True)
    return Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release/specwright"


def phases(stderr):
    """The times that the command gives on a line of their own, in milliseconds by phase."""
    for line in stderr.splitlines():
        if line.startswith('{"'):
            return json.loads(line)
    sys.exit("the command gave no times, although SPECWRIGHT_TIMINGS was set")


def text_of(path):
    """The bytes of a document, which may be packed."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def unpacked(path, folder):
    """A document as a file that all tools can read."""
    copy = folder / path.name.removesuffix(".gz")
    copy.write_bytes(text_of(path))
    return copy


def reading(document, folder):
    """The floor of generating: the same bytes of JSON read into a tree, and nothing else. `folder` keeps the program."""
    program = folder / "target/release/floor"
    if not program.exists():
        main = (
            "fn main() {\n    let path = std::env::args().nth(1).unwrap();\n    let bytes = std::fs::read(path).unwrap();\n"
            "    let tree: serde_json::Value = serde_json::from_slice(&bytes).unwrap();\n    std::mem::forget(std::hint::black_box(tree));\n}\n"
        )
        package(folder, "floor", '[dependencies]\nserde_json = "1"', {"src/main.rs": main})
        run(["cargo", "build", "--release", "--quiet"], folder, {"CARGO_TARGET_DIR": str(folder / "target")})
    return median_of([run([program, document]) for _ in range(3)])


def package(folder, name, needs, files):
    """A package in a workspace of its own: what it needs as its manifest has it, and its files by path."""
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / "Cargo.toml").write_text(f'[package]\nname = "{name}"\nedition = "2024"\n\n{needs}\n\n[workspace]\n')
    for path, text in files.items():
        (folder / path).write_text(text)
    return folder


def alone(words, crate, root, target, **limits):
    """What cargo does for a crate when all that it depends on is there: the run before, which brings that, and the run.

    An empty root makes cargo build the dependencies, and find the crate stale afterwards."""
    command = ["cargo", *words, "--quiet"]
    environment = {"CARGO_TARGET_DIR": str(target), "CARGO_INCREMENTAL": "0"}
    text = root.read_text()
    root.write_text("")
    before = Run(command, crate, environment, **limits)
    root.write_text(text)
    return before, before if before.failed else Run(command, crate, environment, **limits)


def lines_of(folder):
    return sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.rs"))
