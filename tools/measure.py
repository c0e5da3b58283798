#!/usr/bin/env python3
"""A mirror, not a gate: sizes, folder depth, test share and mutual folder pairs of porter, beside code bases that we
learn from. Usage: tools/measure.py [--json]"""

import json
import signal
import sys
from pathlib import Path

import cpp_functions
import sources

COLUMNS = (
    "code base",
    "file median",
    "file p95",
    "function median",
    "function p95",
    "depth",
    "test:source",
    "mutual pairs",
)
MODELS = (
    ("leveldb", 107, 452, 5, 41, 1, 0.49, 0),
    ("MuJoCo engine (C)", 190, 2642, 23, 147, 2, 0.63, "flat"),
    ("MuJoCo MPC", 107, 761, 7, 94, 3, 0.20, 4),
    ("Drake (8 core folders)", 124, 791, 5, 45, 2, 0.80, 8),
    ("Jolt", 111, 717, 5, 48, 3, 0.20, 6),
    ("pbrt-v4", 196, 1756, 5, 53, 3, 0.09, 7),
    ("EnvPool core", 163, 336, 4, 21, 2, 0.17, "flat"),
)


def quantile(values, share):
    """the smallest value that at least this share of the values does not exceed; 0 of none"""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0


def mutual_pairs(texts):
    """pairs of folders that include each other"""
    arrows = set()
    for path, text in texts.items():
        for _, target, quoted in sources.includes(text):
            if quoted and Path(target) in texts and Path(target).parent != path.parent:
                arrows.add((path.parent, Path(target).parent))
    return sum((b, a) in arrows for a, b in arrows) // 2


def measure(root):
    texts = {path: (root / path).read_text() for path in sources.cpp_files(root, "porter", "apps", "bench", "tests")}
    lines = {path: text.count("\n") for path, text in texts.items()}
    tests = sum(count for path, count in lines.items() if sources.is_test(path))
    code = [path for path in texts if not sources.is_test(path)]
    functions = [length for path in code for length in cpp_functions.lengths(texts[path])]
    house = [path for path in code if path.parts[0] == "porter"]
    return {
        "code base": "porter",
        "file median": quantile([lines[path] for path in code], 0.5),
        "file p95": quantile([lines[path] for path in code], 0.95),
        "function median": quantile(functions, 0.5),
        "function p95": quantile(functions, 0.95),
        "depth": max((len(path.parts) - 2 for path in house), default=0),
        "test:source": round(tests / max(1, sum(lines[path] for path in code)), 2),
        "mutual pairs": mutual_pairs(texts),
        "files": len(code),
        "functions": len(functions),
        "lines": sum(lines[path] for path in code),
        "test lines": tests,
    }


def table(rows):
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(
            str(cell).rjust(width) if i else str(cell).ljust(width) for i, (cell, width) in enumerate(zip(row, widths))
        )


def main():
    ours = measure(sources.repository_root())
    if "--json" in sys.argv[1:]:
        print(json.dumps(ours))
        return
    print(*table([COLUMNS, tuple(ours[column] for column in COLUMNS), *MODELS]), sep="\n")
    print(
        f"porter: {ours['files']} files, {ours['functions']} functions, {ours['lines']} lines, "
        f"{ours['test lines']} of tests"
    )


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `tools/measure.py | head` ends quietly
    main()
