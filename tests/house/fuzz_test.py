"""tools/fuzz reads libFuzzer's words, and every fuzz target has seeds that fit."""

import importlib.machinery
import importlib.util
import unittest

from made_up_tree import REPOSITORY
import sources

LOG = """#2\tINITED cov: 8 ft: 8 corp: 1/1b exec/s: 0 rss: 30Mb
#9\tNEW    cov: 12 ft: 14 corp: 3/24b lim: 8 exec/s: 0 rss: 31Mb L: 8/16 MS: 1 EraseBytes-
artifact_prefix='/house/build/'; Test unit written to {0}/build/slow-unit-1
==3==ERROR: AddressSanitizer: heap-buffer-overflow
artifact_prefix='/house/build/'; Test unit written to {0}/build/crash-2
stat::number_of_executed_units: 41
"""


def load_tool(name):
    """a tool whose file has no ending"""
    loader = importlib.machinery.SourceFileLoader(name, str(REPOSITORY / "tools" / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


class FuzzTest(unittest.TestCase):
    def setUp(self):
        self.tool = load_tool("fuzz")

    def test_reads_what_libfuzzer_says(self):
        self.assertEqual(
            self.tool.read_log(LOG.format(self.tool.ROOT)),
            {"executions": 41, "edges": 12, "corpus": 3, "crashes": ["build/crash-2"]},
        )
        self.assertEqual(self.tool.read_log("no words"), {"executions": 0, "edges": 0, "corpus": 0, "crashes": []})

    def test_every_target_has_small_seeds(self):
        targets = {path.stem for path in sources.cpp_files(REPOSITORY, "porter") if path.stem.endswith("_fuzz")}
        self.assertEqual(targets, set(self.tool.SEEDS))
        for target, folder in self.tool.SEEDS.items():
            sizes = [path.stat().st_size for path in (REPOSITORY / "tests/corpus" / folder).iterdir()]
            self.assertGreaterEqual(len(sizes), 12, target)
            self.assertLess(max(sizes), 4096, target)

    def test_the_fuzz_build_takes_in_every_room_with_a_target(self):
        text = (REPOSITORY / "CMakeLists.txt").read_text()
        before_return = text[: text.index("return()")]
        for path in sources.cpp_files(REPOSITORY, "porter"):
            if path.stem.endswith("_fuzz"):
                self.assertRegex(before_return, rf"\b{path.parent.name}\b", path)


if __name__ == "__main__":
    unittest.main()
