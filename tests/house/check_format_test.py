"""check_format.py finds what it should in made-up text, and leaves good text alone."""

import unittest

from made_up_tree import REPOSITORY, TreeTest
import check_format


class CheckText(unittest.TestCase):
    def findings(self, text, path="porter/io/png.cc"):
        return list(check_format.check_text(path, text))

    def expect(self, text, finding):
        findings = self.findings(text)
        self.assertEqual(len(findings), 1, findings)
        self.assertIn(finding, findings[0])

    def test_good_text(self):
        self.assertEqual(self.findings("int a;  // b\n\nint c;\n"), [])

    def test_each_rule(self):
        self.expect("a\n\tb\n", "porter/io/png.cc:2: tab")
        self.expect("a \nb\n", ":1: trailing space")
        self.expect("// TO" "DO: later\n", ":1: note to self")
        self.expect('a\nb = "/ho' 'me/me/x";\n', ":2: path of one machine")
        self.expect("std::co" "ut << 1;\n", ":1: print in the library")
        self.expect("a\nb", ":2: no newline at the end")

    def test_the_program_may_print(self):
        self.assertEqual(self.findings("std::co" "ut << 1;\n", "apps/main.cc"), [])

    def test_other_paths_are_fine(self):
        self.assertEqual(self.findings('"$folder/tmp/x" a/work/b runs/home/\n'), [])


class CheckCpp(TreeTest):
    def test_formatting(self):
        self.write(".clang-format", (REPOSITORY / ".clang-format").read_text())
        self.write("good.cc", "int a = 1;\n")
        self.write("bad.cc", "int a = 1;\nint  b=2;\n")
        findings = list(check_format.check_cpp(self.root, ["good.cc", "bad.cc"]))
        self.assertEqual(findings, ["bad.cc:2: not formatted; hint: clang-format-19 -i bad.cc"])

    def test_a_formatter_that_fails_is_a_finding(self):
        findings = list(check_format.check_cpp(self.root, ["not_there.cc"]))
        self.assertEqual(len(findings), 1)
        self.assertIn("clang-format-19 failed", findings[0])


if __name__ == "__main__":
    unittest.main()
