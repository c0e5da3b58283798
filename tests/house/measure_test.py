"""measure.py and build_times.py against files small enough to count by hand."""

import unittest

from made_up_tree import TreeTest
import build_times
import cpp_functions
import measure

FUNCTIONS = """#include "x.h"
namespace porter::io {
struct Size { int a = 0; int b[2] = {1, 2}; };
int One() { return 1; }
// not a function: Two() {
template <class T>
auto Six(T t) noexcept -> int {
  const char* text = "}{";
  if (t) { return 2; }
  return [&] { return 3; }();
}
Size::Size(int x) : a_{x}, b_(x) {
  for (int i = 0; i < 3; ++i) {
    Call({1, 2});
  }
}
int Size::operator()(int) const { return 0; }
const int kTable[] = {1, 2, 3};
}  // namespace porter::io
"""


class Functions(unittest.TestCase):
    def test_lengths(self):
        # One: 1 line; Six: from `template` to its brace; the constructor: 5; the operator: 1
        self.assertEqual(cpp_functions.lengths(FUNCTIONS), [1, 6, 5, 1])

    def test_nothing(self):
        self.assertEqual(cpp_functions.lengths("// int F() {}\n#define F() {}\n"), [])


class Measure(TreeTest):
    def test_counts(self):
        self.write("porter/io/a.h", "// a\n" * 10 + '#include "porter/io/deep/b.h"\n')
        self.write("porter/io/deep/b.h", "// b\n" * 19 + '#include "porter/io/a.h"\n')
        self.write("apps/main.cc", "int main() {\n  return 0;\n}\n")
        self.write("porter/io/a_test.cc", "int x;\n" * 15)
        self.write("tests/b_test.cc", "int x;\n" * 2)
        ours = measure.measure(self.root)
        self.assertEqual(ours["lines"], 11 + 20 + 3)
        self.assertEqual(ours["file median"], 11)
        self.assertEqual(ours["file p95"], 20)
        self.assertEqual(ours["functions"], 1)
        self.assertEqual(ours["function p95"], 3)
        self.assertEqual(ours["depth"], 2)
        self.assertEqual(ours["test:source"], 0.5)
        self.assertEqual(ours["mutual pairs"], 1)

    def test_quantile(self):
        self.assertEqual(measure.quantile([], 0.5), 0)
        self.assertEqual(measure.quantile([3, 1, 2], 0.5), 2)
        self.assertEqual(measure.quantile(range(100), 0.95), 95)


class BuildTimes(unittest.TestCase):
    def test_the_last_build_of_an_output_counts(self):
        log = "# ninja log v5\n0\t2000\t1\ta.o\tff\n0\t500\t1\tb.o\tff\n10\t1010\t1\ta.o\tff\n"
        self.assertEqual(build_times.seconds(log), {"a.o": 1.0, "b.o": 0.5})


if __name__ == "__main__":
    unittest.main()
