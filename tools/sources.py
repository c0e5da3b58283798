"""What the other tools share: which files belong to the house, the floors, and the includes of a C++ file."""

import os
import re
from pathlib import Path

CPP = {".h", ".cc", ".cu"}
NOT_OURS = {".git", ".cache", ".venv", "build", "runs", "meshes", "corpus", "__pycache__"}
INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')
FLOOR = re.compile(r"(\d+) +([a-z_]+) +(\S.*)")


def repository_root():
    return Path(__file__).resolve().parent.parent


def files(root, *rooms):
    """Files below the given folders of root (all of root when none is given), as paths relative to root, sorted."""
    found = []
    for room in rooms or (".",):
        for folder, folders, names in os.walk(Path(root) / room):
            folders[:] = [name for name in folders if name not in NOT_OURS]
            found += [(Path(folder) / name).relative_to(root) for name in names]
    return sorted(found)


def cpp_files(root, *rooms):
    return [path for path in files(root, *rooms) if path.suffix in CPP]


def is_test(path):
    return path.parts[0] == "tests" or path.stem.endswith("_test") or path.stem.startswith("test_")


def module_of(path):
    """The module that a file belongs to: its room's name ('apps', 'bench', 'tests') or the folder below porter/."""
    return path.parts[1] if path.parts[0] == "porter" and len(path.parts) > 2 else path.parts[0]


def includes(text):
    """(line number, path, whether it is quoted) of every include."""
    for number, line in enumerate(text.splitlines(), 1):
        if match := INCLUDE.match(line):
            yield number, match[2], match[1] == '"'


def floor_lines(root):
    """(line number, floor, module, what it holds) of porter/floors.txt; floor is None where a line makes no sense."""
    for number, line in enumerate((Path(root) / "porter/floors.txt").read_text().splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        match = FLOOR.fullmatch(line.rstrip())
        yield (number, int(match[1]), match[2], match[3]) if match else (number, None, line, "")
