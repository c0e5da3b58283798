#!/usr/bin/env python3
"""Proves that the text of the house is clean: clang-format over all C++, and no tabs, trailing spaces, notes to self,
paths of one machine, or prints outside the program. One line a finding; status 1 when there is one.
Usage: tools/check_format.py [ROOT]"""

import re
import subprocess
import sys
from pathlib import Path

import sources

SUFFIXES = sources.CPP | {".py", ".sh", ".md", ".txt", ".toml", ".json", ".cmake"}
COMMANDS = {"bin/porter", "bin/check", ".ci/run"}
RULES = (  # what, where it is looked for, hint
    ("tab", r"\t", "", "use spaces"),
    ("trailing space", r"[ \t]$", "", "remove it"),
    ("note to self", r"\b(TO" r"DO|FIX" r"ME)\b", "", "do it now, or file an issue"),
    (
        "path of one machine",
        r"(?<![\w.}>$*-])/(work|tmp|root|home)/",
        "",
        "take it from an option, the environment or TempDir()",
    ),
    (
        "print in the library",
        r"std::cou" r"t\b",
        r"^(?!apps/).*\.(h|cc|cu)$",
        "return the text, or log it (porter/core/log.h)",
    ),
)


def check_text(path, text):
    for what, pattern, where, hint in RULES:
        if re.search(where, str(path)):
            for match in re.finditer(pattern, text, re.M):
                yield f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {what}; hint: {hint}"
    if text and not text.endswith("\n"):
        yield f"{path}:{text.count(chr(10)) + 1}: no newline at the end; hint: add it"


def check_cpp(root, paths):
    if not paths:
        return
    command = ["clang-format-19", "--style=file", "--dry-run", "-Werror", *map(str, paths)]
    try:
        run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        yield "clang-format-19 is not installed; hint: bin/check brings it"
        return
    places = re.findall(r"^(\S+?:\d+):\d+: error: code should be clang-formatted", run.stderr, re.M)
    first = {place.split(":")[0]: place for place in reversed(places)}
    yield from (f"{place}: not formatted; hint: clang-format-19 -i {path}" for path, place in sorted(first.items()))
    if run.returncode and not places:
        yield f"clang-format-19 failed: {run.stderr.strip()}"


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else sources.repository_root()
    paths = [path for path in sources.files(root) if path.suffix in SUFFIXES or str(path) in COMMANDS]
    findings = [finding for path in paths for finding in check_text(path, (root / path).read_text())]
    findings += check_cpp(root, [path for path in paths if path.suffix in sources.CPP])
    print(*findings, f"format: {len(paths)} files, {len(findings)} findings", sep="\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
