#!/usr/bin/env python3
"""Proves that the house stands as porter/floors.txt says: modules include lower floors only, no file includes itself in
a circle, namespaces match folders, heavy headers stay behind their doors. One line a finding; status 1 when there is
one. Usage: tools/check_floors.py [ROOT]"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import sources

ROOMS = ("porter", "apps", "bench", "tests")
NAMESPACE = re.compile(r"^\s*(?:inline\s+)?namespace\s+(porter\b[\w:]*)\s*\{", re.M)
FORWARD = re.compile(r"\s*((class|struct) \w+;\s*)+\}")
# the standard library, POSIX and the compiler's own
POSIX = "unistd|fcntl|dirent|poll|pthread|signal|termios|immintrin"
SYSTEM = re.compile(rf"[a-z0-9_]+|(sys|linux|netinet|arpa)/.*|({POSIX})\.h")


@dataclass
class Door:
    """A library whose headers only some files may include."""

    headers: tuple  # beginnings of include paths
    modules: tuple  # modules that may
    where: str  # the same in words

    def opens(self, path):
        return sources.module_of(path) in self.modules


class TorchDoor(Door):
    def opens(self, path):
        return super().opens(path) if path.suffix == ".cc" else path.match("porter/nn/*_torch.h")


DOORS = (
    TorchDoor(
        ("torch/", "ATen/", "c10/"),
        ("nn", "learn", "vlk", "motion"),
        ".cc files of nn, learn, vlk and motion, and *_torch.h of nn",
    ),
    Door(("mujoco/",), ("physics", "tests", "bench"), "porter/physics, tests and bench"),
    Door(("arrow/", "parquet/"), ("io", "data"), "porter/io and porter/data"),
    Door(("libav", "libsw"), ("io", "data"), "porter/io and porter/data"),
    Door(("dds/", "ddsc/"), ("deploy",), "porter/deploy"),
)


class House:
    def __init__(self, root):
        self.root = Path(root)
        self.findings = []
        self.floors = {}
        self.texts = {path: (self.root / path).read_text() for path in sources.cpp_files(self.root, *ROOMS)}
        self.targets = {path: {target for _, target, _ in sources.includes(text)} for path, text in self.texts.items()}

    def find(self, path, line, what, expected, hint):
        self.findings.append(f"{path}:{line}: {what}; expected {expected}; hint: {hint}")

    def check(self):
        self.check_floor_lines()
        self.check_folders()
        for path, text in self.texts.items():
            self.check_opening(path, text)
            self.check_namespaces(path, text)
            for line, target, quoted in sources.includes(text):
                if quoted:
                    self.check_include(path, line, target)
                self.check_doors(path, line, target)
        self.check_leaks()
        self.check_circles()
        return self.findings

    def check_floor_lines(self):
        for line, floor, module, _ in sources.floor_lines(self.root):
            if floor is None:
                self.find(
                    "porter/floors.txt",
                    line,
                    f"cannot read '{module}'",
                    "FLOOR MODULE WHAT IT HOLDS",
                    "see the lines around it",
                )
            elif module in self.floors:
                self.find("porter/floors.txt", line, f"'{module}' stands here twice", "one line a module", "remove one")
            self.floors.setdefault(module, floor)

    def check_folders(self):
        rooms = {path.name for path in (self.root / "porter").iterdir() if path.is_dir()} - sources.NOT_OURS
        inhabited = {sources.module_of(path) for path in self.texts}
        for module in sorted(rooms - self.floors.keys()):
            self.find(
                f"porter/{module}",
                1,
                "the folder has no floor",
                "a line in porter/floors.txt",
                "put it above all that it includes",
            )
        for line, floor, module, _ in sources.floor_lines(self.root):
            if floor is not None and module not in inhabited:
                self.find(
                    "porter/floors.txt",
                    line,
                    f"'{module}' has no sources",
                    "a folder with contents",
                    "a room without contents does not exist yet",
                )

    def check_opening(self, path, text):
        headers = (path.with_suffix(".h"), path.with_name(path.stem + "_torch.h"))
        own = next((str(header) for header in headers if header in self.texts and path.suffix != ".h"), "")
        if not sources.is_test(path) and not own and not text.startswith(("//", "/*")):
            self.find(path, 1, "no comment at the top", "a few lines: what, why, source", "write them for a stranger")
        if path.name.endswith("-inl.h"):  # compiled once for each instruction set (Highway)
            if " == defined(HWY_TARGET_TOGGLE)\n" not in text:
                self.find(path, 1, "no HWY_TARGET_TOGGLE", "Highway's guard", "it lets each instruction set in once")
        elif path.suffix == ".h" and "\n#pragma once\n" not in "\n" + text:
            self.find(path, 1, "no #pragma once", "it in every header", "put it after the comment at the top")
        first = next(sources.includes(text), (1, "nothing", True))
        if own and first[1] != own:
            self.find(
                path,
                first[0],
                f"the first include is {first[1]}",
                f'"{own}"',
                "its own header first shows that the header stands alone",
            )

    def check_namespaces(self, path, text):
        own = f"porter::{sources.module_of(path)}"
        opened = list(NAMESPACE.finditer(text))
        for match in opened:
            mine = match[1] == own or match[1].startswith(own + "::")
            if not mine and not self.declares_lower(path, match[1], text[match.end() :]):
                line = text.count("\n", 0, match.start(1)) + 1
                self.find(path, line, f"namespace {match[1]}", own, "a file speaks in its own module's namespace")
        if path.suffix == ".h" and not opened:
            self.find(path, 1, "no namespace", own, "a header declares nothing at global scope")

    def declares_lower(self, path, namespace, rest):
        """whether the namespace only declares types of a lower floor forward"""
        there = self.floors.get(namespace.removeprefix("porter::").split("::")[0])
        here = self.floors.get(sources.module_of(path))
        return FORWARD.match(rest) and there is not None and here is not None and there < here

    def check_include(self, path, line, target):
        room = target.split("/")[0]
        if room not in ROOMS:
            self.find(
                path,
                line,
                f'includes "{target}"',
                "a path in the repository",
                "start at the root; other libraries' headers stand in <>",
            )
        elif Path(target) not in self.texts:
            self.find(
                path,
                line,
                f'includes "{target}", which is not there',
                "an existing header",
                "was it renamed or removed?",
            )
        else:
            self.check_floor(path, line, Path(target))

    def check_floor(self, path, line, target):
        here, there = sources.module_of(path), sources.module_of(target)
        if path.parts[0] in ("bench", "tests") or here == there:
            return
        if there in ("bench", "tests"):
            if not (there == "bench" and here == "apps") and not (there == "tests" and sources.is_test(path)):
                self.find(
                    path,
                    line,
                    f"includes {target}",
                    "no bench or tests in the library",
                    "move what both need into a module",
                )
            return
        if here in self.floors and there in self.floors and self.floors[there] >= self.floors[here]:
            self.find(
                path,
                line,
                f"includes {target} of floor {self.floors[there]} from floor {self.floors[here]}",
                "lower floors only",
                "move the shared part down, or pass it in as a parameter",
            )

    def check_leaks(self):
        """A header with another library's header in it is private: no other module may reach it."""
        for path, text in self.texts.items():
            for line, target, quoted in sources.includes(text):
                strangers = self.strangers(path) if self.leaks(path, target, quoted) else []
                if strangers:
                    self.find(
                        path,
                        line,
                        f"brings <{target}> into {strangers[0]}",
                        "the standard library and Eigen only, where other modules look in",
                        "include it in a .cc file",
                    )

    @staticmethod
    def leaks(path, target, quoted):
        allowed = quoted or SYSTEM.fullmatch(target) or target.startswith("Eigen/")
        return path.suffix == ".h" and not allowed and not path.match("porter/nn/*_torch.h")

    def strangers(self, header):
        """every file of another module that includes header, directly or through others"""
        found, waiting = [], [header]
        while waiting:
            target = str(waiting.pop())
            new = [path for path in self.texts if path not in found and target in self.targets[path]]
            found += new
            waiting += new
        return [
            path
            for path in found
            if path.parts[0] in ("porter", "apps") and sources.module_of(path) != sources.module_of(header)
        ]

    def check_doors(self, path, line, target):
        if path.match("bench/rivals/*"):
            return
        for door in DOORS:
            if target.startswith(door.headers) and not door.opens(path):
                self.find(
                    path,
                    line,
                    f"includes {target}",
                    f"such headers in {door.where} only",
                    "ask for what you need through that module's own header",
                )

    def check_circles(self):
        done, trail = set(), []

        def visit(path):
            if path in trail:
                circle = trail[trail.index(path) :] + [path]
                self.find(
                    path,
                    1,
                    "includes itself: " + " -> ".join(map(str, circle)),
                    "no circles",
                    "declare one side forward",
                )
            elif path not in done:
                trail.append(path)
                for _, target, quoted in sources.includes(self.texts[path]):
                    if quoted and Path(target) in self.texts:
                        visit(Path(target))
                done.add(trail.pop())

        for path in self.texts:
            visit(path)


def main():
    house = House(sys.argv[1] if len(sys.argv) > 1 else sources.repository_root())
    for finding in house.check():
        print(finding)
    print(f"floors: {len(house.floors)} modules, {len(house.texts)} files, {len(house.findings)} findings")
    return 1 if house.findings else 0


if __name__ == "__main__":
    sys.exit(main())
