#!/usr/bin/env python3
"""Measures specwright beside other generators, in one run: generating, compiling what was generated, and the size of programs.
See README.md here; the tables of the latest run are in RESULTS.md."""

import argparse
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time

from measure import DOCUMENTS, PATCH, ROOT, Run, alone, lines_of, median_of, package, phases, reading, reason, specwright
from measure import unpacked as unpack

PEERS = ROOT / "target/peers"
BIN = PEERS / "bin"
WORK = PEERS / os.environ.get("PEERS_WORK", "work")

# What compiles the crates of all tools: built once, so that only the clients themselves are measured.
DEPENDENCIES = PEERS / "dependencies"

RUST_TOOLS = {
    "oas3-gen": ("oas3-gen", "0.29.0"),
    "ploidy": ("ploidy", "0.15.0"),
    "openapi-to-rust": ("openapi-to-rust", "0.23.0"),
    "progenitor": ("cargo-progenitor", "0.15.1"),
    "openapi-nexus": ("openapi-nexus", "0.2.3"),
}
JAVA_TOOL = ("openapi-generator-cli", "7.26.0")
# specwright's client without a copy of its runtime, which is a dependency as those of others are.
APART = "specwright, runtime apart"
OURS = ("specwright", APART)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("what", nargs="*", default=["generate", "compile", "linear", "size"],
                           help="generate, compile, linear, size, or llvm-lines, which needs cargo-llvm-lines")
    arguments.add_argument("--documents", default=",".join(DOCUMENTS), help="names, with commas between them")
    arguments.add_argument("--tools", help="names, with commas between them [all]")
    arguments.add_argument("--runs", type=int, default=3, help="how often each tool generates [3]")
    arguments.add_argument("--limit", type=int, default=600, help="seconds of wall time after which a process is ended [600]")
    arguments.add_argument("--profiles", default=",".join(PROFILES), help="how crates are compiled, check first [all]")
    arguments.add_argument("--memory", type=int, default=16, help="GB of memory that a process gets that compiles [16]")
    arguments = arguments.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    documents = {name: unpacked(name) for name in arguments.documents.split(",")}
    documents = {name: path for name, path in documents.items() if path}
    program = specwright()
    tools = install(program, arguments.tools.split(",") if arguments.tools else None)
    if "compile" in arguments.what:
        tools.insert(1, apart(program))
    print(f"{time.strftime('%Y-%m-%d')}, {rustc()}, {os.cpu_count()} cores\n")
    if {"generate", "compile", "llvm-lines"} & set(arguments.what):
        generated = generate(tools, documents, arguments)
    if "compile" in arguments.what:
        compile_all(tools, documents, generated, arguments)
    if "llvm-lines" in arguments.what:
        llvm_lines(tools, documents, generated, arguments)
    if "linear" in arguments.what:
        linear(tools, documents, arguments)
    if "size" in arguments.what:
        size(tools, arguments)


# Generating


def generate(tools, documents, arguments):
    """Whole processes, from the file to the files. Returns the folders of what was generated."""
    print("## Generating\n")
    print("Processor seconds, wall seconds and peak memory of the whole process, the medians of "
          f"{arguments.runs} runs. The last column is processor time by that of the quickest other tool.\n")
    folders = {}
    for name, document in documents.items():
        size = document.stat().st_size
        print(f"### {name}, {size / 1e6:.1f} MB\n")
        print("| | processor s | wall s | peak MB | lines | by the quickest other |\n| --- | --- | --- | --- | --- | --- |")
        rows = []
        for tool in tools:
            out = WORK / f"{name}-{tool.folder}"
            runs, why = [], None
            for _ in range(arguments.runs):
                shutil.rmtree(out, ignore_errors=True)
                run = Run(tool.command(document, out, name), limit=arguments.limit)
                why = run.failed or ("wrote nothing" if not lines_of(out) else None)
                if why:
                    break
                runs.append(run)
            if why:
                rows.append((tool.name, None, why))
                shutil.rmtree(out, ignore_errors=True)
                continue
            folders[name, tool.name] = out
            rows.append((tool.name, median_of(runs), lines_of(tool.source(out))))
        others = [run.cpu for tool, run, _ in rows if run and tool not in OURS]
        best = min(others, default=None)
        for tool, run, said in rows:
            if run is None:
                print(f"| {tool} | failed: {said} | | | | |")
                continue
            ratio = f"{run.cpu / best:.2f}" if best else ""
            print(f"| {tool} | {run.cpu:.2f} | {run.wall:.2f} | {run.peak:.0f} | {said:,} | {ratio} |")
        if document.suffix == ".json":
            floor = reading(document, PEERS / "floor")
            print(f"| *reading it with serde_json alone* | {floor.cpu:.2f} | {floor.wall:.2f} | {floor.peak:.0f} | | |")
        print(flush=True)
    return folders


# Compiling what was generated


PROFILES = {"check": ["check"], "debug": ["build"], "release": ["build", "--release"]}


def compile_all(tools, documents, generated, arguments):
    """Processor time of rustc for the client alone: what it depends on was compiled before. A row is printed when it is known."""
    print("## Compiling what was generated\n")
    print("Processor seconds of rustc for the generated crate alone, its dependencies aside, without incremental compilation; "
          "and the peak memory of `check`. \"functions\" are those that call an operation; a tool with less than 0.95 of "
          "specwright's is said to have fewer, and is not compared with. A build is ended after "
          f"{arguments.limit} s of wall time, and no process gets more than {arguments.memory} GB.\n")
    for name in documents:
        print(f"### {name}\n")
        print("| | lines | functions | check s | peak MB | debug s | release s |")
        print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)
        figures = {}
        ours = None
        for tool in tools:
            out = generated.get((name, tool.name))
            if out is None:
                print(f"| {tool.name} | generates nothing | | | | | |", flush=True)
                continue
            lines, functions = lines_of(tool.source(out)), functions_of(tool.source(out))
            ours = ours or functions
            fewer = functions < 0.95 * ours
            runs = compiled(tool, out, arguments)
            check = runs["check"]
            peak = "" if check.failed else f"{check.peak:.0f} "
            seconds = {profile: said(runs.get(profile)) for profile in PROFILES}
            print(f"| {tool.name} | {lines:,} | {functions:,}{', fewer' if fewer else ''} | {seconds['check']} | {peak}| "
                  f"{seconds['debug']} | {seconds['release']} |", flush=True)
            if not check.failed and not fewer:
                figures[tool.name] = {**{profile: run.cpu for profile, run in runs.items() if not run.failed}, "lines": lines}
        print(f"\n{by_others(figures)}\n", flush=True)


def compiled(tool, out, arguments):
    """Runs of cargo for one crate, by profile, up to the first that fails. Everything but the crate itself is built before."""
    target = DEPENDENCIES / tool.folder
    tool.make_crate(out)
    runs = {}
    for profile in arguments.profiles.split(","):
        _, runs[profile] = alone(PROFILES[profile], out, tool.root(out), target, limit=arguments.limit, memory=arguments.memory)
        environment = {**os.environ, "CARGO_TARGET_DIR": str(target)}
        clean = subprocess.run(["cargo", "clean", "--quiet", "-p", package_name(out)], cwd=out, env=environment, capture_output=True)
        if clean.returncode:
            sys.exit(clean.stderr.decode())
        if runs[profile].failed:
            break
    return runs


def said(run):
    return "not tried" if run is None else run.failed or f"{run.cpu:.1f}"


def by_others(figures):
    """Figures of specwright, each by the least of the others."""
    rows = {name: figures.pop(name) for name in OURS if name in figures}
    if not figures:
        return "There is no other to compare with."
    return " ".join(by_least(name, ours, figures) for name, ours in rows.items())


def by_least(name, ours, figures):
    ratios = []
    for what, figure in ours.items():
        others = {tool: theirs[what] for tool, theirs in figures.items() if what in theirs}
        if others:
            least = min(others, key=others.get)
            ratios.append(f"{what} {figure / others[least]:.2f} ({least})")
    return f"{name} by the least of the others: {', '.join(ratios)}."


def package_name(out):
    return re.search(r'^name = "(.*?)"', (out / "Cargo.toml").read_text(), re.M)[1]


# LLVM lines


def llvm_lines(tools, documents, generated, arguments):
    """How much rustc hands to LLVM for the crate alone, without what programs have made of its generic functions."""
    if not shutil.which("cargo-llvm-lines"):
        print("LLVM lines: install cargo-llvm-lines first\n")
        return
    print("## LLVM lines\n")
    print("What `cargo llvm-lines --lib` counts in the generated crate, debug build, and how many functions that is in. \"types\" are "
          "the public ones. Generic functions, and the bodies of async ones, are with the programs that use them.\n")
    for name in documents:
        print(f"### {name}\n")
        print("| | functions | types | LLVM lines | copies | by function | by type |")
        print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)
        figures = {}
        for tool in tools:
            out = generated.get((name, tool.name))
            if out is None:
                continue
            tool.make_crate(out)
            functions, types = functions_of(tool.source(out)), types_of(tool.source(out))
            environment = {**os.environ, "CARGO_TARGET_DIR": str(DEPENDENCIES / tool.name)}
            told = subprocess.run(["cargo", "llvm-lines", "--quiet", "--lib"], cwd=out, env=environment, capture_output=True, text=True)
            total = re.search(r"(\d+) +(\d+) +\(TOTAL\)", told.stdout)
            if not total:
                print(f"| {tool.name} | {functions:,} | {types:,} | failed: {reason(told.stderr)} | | | |", flush=True)
                continue
            lines, copies = map(int, total.groups())
            print(f"| {tool.name} | {functions:,} | {types:,} | {lines:,} | {copies:,} | {lines / functions:,.0f} | {lines / types:,.0f} |",
                  flush=True)
            figures[tool.name] = {"LLVM lines": lines}
        print(f"\n{by_others(figures)}\n", flush=True)


def types_of(folder):
    paths = [path for path in folder.rglob("*.rs") if "runtime" not in path.parts]
    return sum(len(re.findall(r"^ *pub (?:struct|enum) ", path.read_text(), re.M)) for path in paths)


# Linearity


def linear(tools, documents, arguments):
    """What a document costs that has the same operations and schemas 2, 4 and 8 times, under other names."""
    ours = tools[0]
    document = documents.get("github") or documents.get("discord")
    if not document or document.suffix != ".json":
        return
    print("## Costs by size\n")
    print(f"`{document.name}` with all of its paths and components once, and 2, 4 and 8 times under other names: milliseconds "
          "by phase, the best of three runs.\n")
    header = None
    first = None
    for times in (1, 2, 4, 8):
        path = WORK / f"times-{times}.json"
        path.write_text(json.dumps(multiplied(json.loads(document.read_text()), times)))
        best = None
        for _ in range(3):
            out = WORK / "times"
            shutil.rmtree(out, ignore_errors=True)
            run = Run(ours.command(path, out, "times"), environment={"SPECWRIGHT_TIMINGS": "1"})
            if best is None or run.cpu < best.cpu:
                best = run
        run, times_of = best, phases(best.stderr)
        if header is None:
            header = list(times_of)
            print("| size | " + " | ".join(header) + " | processor s | by once | peak MB |")
            print("|" + " --- |" * (len(header) + 4))
            first = run.cpu
        row = " | ".join(f"{times_of[name]:.0f}" for name in header)
        print(f"| {times} × | {row} | {run.cpu:.2f} | {run.cpu / first:.2f} | {run.peak:.0f} |", flush=True)
        shutil.rmtree(WORK / "times", ignore_errors=True)
        path.unlink()
    print()


def multiplied(document, times):
    """The document with its paths and components so many times. References of a copy lead to that copy."""
    components = {kind: dict(entries) for kind, entries in document.get("components", {}).items()}
    paths = dict(document["paths"])
    for copy in range(1, times):
        suffix = f"_copy{copy}"
        text = json.dumps({"paths": document["paths"], "components": document.get("components", {})})
        text = re.sub(r'"#/components/(\w+)/([^"/]+)"', rf'"#/components/\1/\2{suffix}"', text)
        text = re.sub(r'"operationId": "([^"]+)"', rf'"operationId": "\1{suffix}"', text)
        other = json.loads(text)
        paths.update({f"/copy{copy}{path}": item for path, item in other["paths"].items()})
        for kind, entries in other["components"].items():
            if kind != "securitySchemes":
                components[kind].update({name + suffix: entry for name, entry in entries.items()})
    return {**document, "paths": paths, "components": components}


# Size of a program


# What the crate of each tool is built with, and what a program needs beside it. A tool has more than one row where a choice
# that it leaves decides the size. progenitor's crate has no TLS until the program adds it.
RUSTLS = 'reqwest = { version = "0.13", default-features = false, features = ["rustls"] }\n'
PROGRAMS = {
    "specwright": {"over reqwest": ("", ""), "over hyper": ('default-features = false, features = ["hyper"]', "")},
    "oas3-gen": {"": ("", "")},
    "ploidy": {"": ("", "")},
    "openapi-to-rust": {"": ("", "")},
    "progenitor": {"": ("", ""), "with rustls": ("", RUSTLS)},
    "openapi-nexus": {"": ("", "")},
    "openapi-generator": {"": ("", ""), "with rustls": ('default-features = false, features = ["rustls"]', "")},
}
BY_HAND = """reqwest = {{ version = "0.13", default-features = false, features = [{features}] }}
serde = {{ version = "1", features = ["derive"] }}
serde_json = "1"
"""

# A release build, and one that is as small as cargo's own settings make it.
SETTINGS = """[profile.release]
strip = true

[profile.small]
inherits = "release"
opt-level = "z"
lto = "fat"
codegen-units = 1
panic = "abort"
"""


def size(tools, arguments):
    """Programs that make one call, each by the client of a tool, and what they take."""
    print("## Size of a program\n")
    print("A program that makes one call and prints what it gave, stripped: KB of a release build, and of one with "
          '`opt-level = "z"`, `lto = "fat"`, `codegen-units = 1` and `panic = "abort"`; and how many crates it is made of. Each has '
          "made its call before it is in the table. The last two columns are the two by those of the same call by hand with the same TLS and "
          "version of HTTP, where there is such a row. The library of a dynamic OpenSSL is not in the size.\n")
    print("| | TLS | HTTP/2 | crates | release KB | small KB | release by hand | small by hand |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    document = plainer(WORK / "call.yaml")
    floors = {}
    for features in ("http2, rustls", "rustls", "http2, native-tls", "native-tls"):
        words = ", ".join(f'"{feature}"' for feature in features.split(", "))
        program("by-hand", f"by hand, reqwest with {features}", BY_HAND.format(features=words), floors, arguments)
    for tool in tools:
        out = WORK / f"call-{tool.name}"
        shutil.rmtree(out, ignore_errors=True)
        run = Run(tool.command(document, out, "call"), limit=arguments.limit)
        if run.failed:
            print(f"| {tool.name} | failed: {run.failed} | | | | | | |", flush=True)
            continue
        tool.make_crate(out)
        for how, (features, needs) in PROGRAMS[tool.name].items():
            client = ", ".join(filter(None, [f'path = "{out}"', f'package = "{package_name(out)}"', features]))
            row = f"{tool.name}, {how}" if how else tool.name
            program(tool.name, row, f"client = {{ {client} }}\n{needs}", floors, arguments)
    print()


def plainer(path):
    """The description of the webhooks as all tools can take it: one name for their URL, where three tools write two as one; and
    no `enum` of null, for which oas3-gen gives a default of another type, or of booleans, which ploidy reads as texts."""
    text = DOCUMENTS["webhook"].read_text()
    text = re.sub(r"\n +notification_url:.*(\n +\$ref: .*stream_notification_url')?", "", text)
    path.write_text(re.sub(r"\n +enum: \[(null|true|false)\]", "", text))
    return path


def program(source, row, needs, floors, arguments):
    """Builds a program both ways, has each make its call, and prints the row. One by hand is the floor of its kind."""
    name = "program-" + re.sub(r"\W+", "-", row)
    tokio = 'tokio = { version = "1", default-features = false, features = ["rt"] }\n'
    main = (ROOT / f"benches/size/{source}.rs").read_text()
    folder = package(WORK / name, name, f"[dependencies]\n{tokio}{needs}\n{SETTINGS}", {"src/main.rs": main})
    target = DEPENDENCIES / "size"
    sizes = []
    for profile in ("release", "small"):
        command = ["cargo", "build", "--quiet", "--profile", profile]
        run = Run(command, folder, {"CARGO_TARGET_DIR": str(target)}, arguments.limit, arguments.memory)
        binary = target / profile / name
        failed = run.failed or called(binary)
        if failed:
            print(f"| {row} | failed: {failed} | | | | | | |", flush=True)
            return
        sizes.append(binary.stat().st_size / 1000)
    crates = crates_of(folder)
    kind = tls_of(crates, binary), "yes" if any(crate.startswith("h2 ") for crate in crates) else "no"
    if source == "by-hand":
        floors[kind] = sizes
    ratios = [f"{size / floor:.2f}" for size, floor in zip(sizes, floors.get(kind, ()))] or ["", ""]
    cells = [row, *kind, len(crates), *[f"{size:,.0f}" for size in sizes], *ratios]
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def crates_of(folder):
    """What a program is made of, itself included."""
    words = ["cargo", "tree", "--edges", "normal", "--prefix", "none"]
    tree = subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True).stdout
    return {line.removesuffix(" (*)") for line in tree.splitlines()}


def tls_of(crates, binary):
    names = {crate.split()[0] for crate in crates}
    dynamic = "dynamic OpenSSL" if b"libssl.so" in binary.read_bytes() else "OpenSSL"
    known = {"native-tls": f"native-tls, {dynamic}", "aws-lc-rs": "rustls, aws-lc", "ring": "rustls, ring"}
    return " and ".join(said for name, said in known.items() if name in names) or "none"


class Webhooks(http.server.BaseHTTPRequestHandler):
    """Answers the one call, and keeps what it was asked."""

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.asked = self.path, json.loads(body)
        webhook = {"notificationUrl": "https://example.com/hook", "modified": "2026-11-28T12:00:00Z", "secret": "secret"}
        answer = json.dumps({"success": True, "errors": [], "messages": [], "result": webhook}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def called(binary):
    """What is wrong with the call that the program makes, if anything is."""
    with http.server.HTTPServer(("127.0.0.1", 0), Webhooks) as server:
        server.asked = None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        run = Run([binary, f"http://127.0.0.1:{server.server_port}"], environment={"NO_PROXY": "127.0.0.1"}, limit=60)
        server.shutdown()
    if run.failed:
        return run.failed
    wanted = "/accounts/account/stream/webhook", {"notificationUrl": "https://example.com/hook"}
    return None if server.asked == wanted else f"asked for {server.asked}"


# Tools


class Tool:
    """A generator: how it is called, and where its crate is."""

    def __init__(self, name, command, root="src/lib.rs", needs=None, patch=""):
        self.name, self._command, self._root, self.needs, self._patch = name, command, root, needs, patch
        self.folder = name.replace(", ", "-").replace(" ", "-")

    def command(self, document, out, name):
        return [str(word) for word in self._command(document, out, name)]

    def source(self, out):
        """What is counted: the code that was generated, with what of a runtime was written beside it."""
        return out / "src" if (out / "src").exists() else out

    def root(self, out):
        return out / self._root

    def make_crate(self, out):
        """A manifest, where the tool writes none: the files that are there become the crate's `src`."""
        if self.needs is None or (out / "Cargo.toml").exists():
            manifest = out / "Cargo.toml"
            if "[workspace]" not in manifest.read_text():
                manifest.write_text(manifest.read_text() + "\n[workspace]\n" + self._patch)
            return
        needs = self.needs(out)
        source = out / "src"
        source.mkdir()
        for path in list(out.iterdir()):
            if path.suffix == ".rs":
                path.rename(source / path.name)
        (source / "mod.rs").rename(source / "lib.rs")
        package(out, "client", needs, {})


def install(program, names):
    """The tools, ours first. What can't be installed is said and left out."""
    tools = [Tool("specwright", lambda document, out, name: [program, "generate", document, "--out", out])]
    for name, (crate, version) in RUST_TOOLS.items():
        if names is not None and name not in names:
            continue
        binary = BIN / crate
        if not binary.exists():
            words = ["install", "--quiet", "--locked", "--root", PEERS, f"{crate}@{version}"]
            if not cargo(words, ROOT, fatal=False, CARGO_TARGET_DIR=str(PEERS / "build")):
                print(f"{name} {version} could not be installed")
                continue
        print(f"{name} {version}")
        tools.append(rust_tool(name, binary))
    if names is None or "openapi-generator" in names:
        crate, version = JAVA_TOOL
        python = PEERS / "python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--target", python, f"{crate}=={version}"], check=True)
        print(f"openapi-generator {version}")
        launcher = ["java", "-jar", python / "openapi_generator_cli/openapi-generator.jar"]
        tools.append(Tool("openapi-generator", lambda document, out, name: [*launcher, "generate", "-g", "rust", "-i", document, "-o", out, "--skip-validate-spec"]))
    print()
    return tools


def apart(program):
    """specwright's client without a copy of the runtime."""
    config = WORK / "apart.toml"
    config.write_text('[crate]\nruntime = "dependency"\n')
    command = lambda document, out, name: [program, "generate", document, "--config", config, "--out", out]
    return Tool(APART, command, patch="\n" + PATCH)


def rust_tool(name, binary):
    match name:
        case "oas3-gen":
            return Tool(name, lambda document, out, name: [binary, "generate", "client-mod", "-i", document, "-o", out, "--workspace"])
        case "ploidy":
            return Tool(name, lambda document, out, name: [binary, "generate", "rust", "-o", out, document])
        case "openapi-to-rust":
            command = lambda document, out, name: [binary, "generate", document, "--output-dir", out, "--quiet"]
            return Tool(name, command, needs=lambda out: (out / "REQUIRED_DEPS.toml").read_text())
        case "progenitor":
            command = lambda document, out, name: [binary, "progenitor", "-i", document, "-o", out, "-n", f"{name}-client", "-v", "0.1.0"]
            return Tool(name, command)
        case "openapi-nexus":
            command = lambda document, out, name: [binary, "generate", "-i", document, "-o", out, "--generators", "rust-reqwest"]
            return Tool(name, command)


# Figures


def functions_of(folder):
    """How many functions call an operation. specwright's give a `Call`, beside the functions of that in `call.rs`."""
    found = 0
    for path in folder.rglob("*.rs"):
        if "runtime" not in path.parts and path.name != "call.rs":
            found += len(re.findall(r"pub async fn (?!parse_response)|-> Call<(?!P>)", path.read_text()))
    return found


def unpacked(name):
    """The document as a file that all tools can read."""
    source = DOCUMENTS[name]
    if not source.exists():
        print(f"{name}: no {source}; set CORPUS to the folder that holds corpus/")
        return None
    path = unpack(source, WORK)
    return path.rename(path.with_stem(name))


def cargo(words, folder, fatal=True, **environment):
    done = subprocess.run(["cargo", *map(str, words)], cwd=folder, env={**os.environ, **environment})
    if done.returncode and fatal:
        sys.exit(f"`cargo {' '.join(map(str, words))}` failed")
    return done.returncode == 0


def rustc():
    return subprocess.run(["rustc", "--version"], capture_output=True, text=True).stdout.split(" (")[0]


if __name__ == "__main__":
    main()
