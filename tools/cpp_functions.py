"""Finds the functions of a C++ file by its braces: good enough to measure their length, no parser."""

import re

LITERALS = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'', re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
CONTROL = re.compile(r"\b(if|for|while|switch|catch|return|namespace|class|struct|enum|union|do|else)\b")
# ...) const noexcept override -> Type : member_(x), other_{y} {
HEAD = re.compile(
    r"[\w~\])=+\-*/<>!&|\[%^]\s*\([^;]*\)\s*(const|noexcept|override|final|mutable|&|\s)*"
    r"(->[\w\s:<>,*&]+)?(\brequires\b.*)?(:[^:].*)?$",
    re.S,
)


def blank(text):
    """The text without comments, literals and directives; line breaks stay."""

    def spaces(match):
        return "".join(c if c == "\n" else " " for c in match[0])

    return DIRECTIVE.sub(spaces, LITERALS.sub(spaces, text))


def closing(text, opening):
    depth = 0
    for position in range(opening, len(text)):
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        if depth == 0:
            return position
    return len(text) - 1


def lengths(text):
    """Length in lines of every function body with its head; functions inside functions count with the outer one."""
    text, found, start, position = blank(text), [], 0, 0
    while position < len(text):
        character = text[position]
        if character == "{":
            head = text[start:position]
            initializer = re.search(r"\)\s*(noexcept\s*)?:[^:]", head) and re.search(r"[\w>]$", head)
            if initializer or re.search(r"[=,(\[]\s*$|\breturn\s*$", head):
                position = closing(text, position)  # a value in braces
            elif HEAD.search(head.rstrip()) and not CONTROL.match(head.strip()):
                end = closing(text, position)
                found.append(text.count("\n", start + len(head) - len(head.lstrip()), end) + 1)
                start, position = end + 1, end
            else:
                start = position + 1
        elif character in ";}":
            start = position + 1
        position += 1
    return found
