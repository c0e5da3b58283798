#!/usr/bin/env python3
"""Names the ten outputs that took longest to build, from Ninja's log. Usage: tools/build_times.py [BUILD_FOLDER]"""

import sys
from pathlib import Path

import sources


def seconds(log):
    """time per output, of its last build; Ninja's log has start and end in milliseconds, a time stamp, the output"""
    times = {}
    for line in log.splitlines():
        parts = line.split("\t")
        if len(parts) == 5:
            times[parts[3]] = (int(parts[1]) - int(parts[0])) / 1000
    return times


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else sources.repository_root() / "build"
    log = folder / ".ninja_log"
    if not log.is_file():
        print(f"no {log}: build first, or name the build folder", file=sys.stderr)
        return 2
    times = seconds(log.read_text())
    for output, time in sorted(times.items(), key=lambda item: -item[1])[:10]:
        print(f"{time:8.1f} s  {output}")
    print(f"{sum(times.values()):8.1f} s  all {len(times)} outputs, one after the other")
    return 0


if __name__ == "__main__":
    sys.exit(main())
