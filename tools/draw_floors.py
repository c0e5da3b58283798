#!/usr/bin/env python3
"""Draws the table of docs/architecture.md from porter/floors.txt, top floor first. A test checks that they agree.
Usage: tools/draw_floors.py"""

import re

import sources

MARKED = re.compile(r"(<!-- floors -->\n).*?(<!-- end of floors -->)", re.S)


def table(root):
    rows = ["| floor | module | holds |", "|--:|---|---|"]
    for _, floor, module, holds in sorted(sources.floor_lines(root), key=lambda line: (-line[1], line[0])):
        rows.append(f"| {floor} | `{module}` | {holds} |")
    return "\n".join(rows) + "\n"


def drawn(text, root):
    """the document with its table as it should be"""
    if not MARKED.search(text):
        raise ValueError("docs/architecture.md has no lines <!-- floors --> and <!-- end of floors -->")
    return MARKED.sub(lambda match: match[1] + table(root) + match[2], text)


def main():
    root = sources.repository_root()
    document = root / "docs/architecture.md"
    document.write_text(drawn(document.read_text(), root))


if __name__ == "__main__":
    main()
