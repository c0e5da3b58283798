"""check_floors.py finds every kind of violation in a small house, and nothing in the sound one."""

import unittest

from made_up_tree import REPOSITORY, TreeTest
import check_floors

FLOORS = """# comment
0 core  errors
1 math  rotations
1 io    files
3 physics MuJoCo
9 apps  the program
"""
HEADER = "// What it is.\n#pragma once\n{includes}\nnamespace porter::{module} {{}}\n"


def header(module, *includes):
    return HEADER.format(module=module, includes="".join(f"#include {path}\n" for path in includes))


class CheckFloors(TreeTest):
    def setUp(self):
        super().setUp()
        self.write("porter/floors.txt", FLOORS)
        self.write("porter/core/error.h", header("core", "<string>", "<sys/stat.h>"))
        self.write("porter/core/error.cc", '#include "porter/core/error.h"\n#include <spdlog/spdlog.h>\n')
        self.write("porter/math/rotation.h", header("math", '"porter/core/error.h"', "<Eigen/Core>"))
        self.write("porter/io/png.h", header("io", '"porter/core/error.h"'))
        self.write("porter/physics/sim.h", header("physics", '"porter/math/rotation.h"'))
        self.write("apps/main.cc", '// The program.\n#include "porter/physics/sim.h"\n#include "bench/loop.h"\n')
        self.write("bench/loop.h", header("bench"))
        self.write("bench/loop.cc", '#include "bench/loop.h"\n#include <mujoco/mujoco.h>\n')
        self.write("tests/truth_test.cc", '#include <mujoco/mujoco.h>\n#include "porter/io/png.h"\n')

    def findings(self):
        return check_floors.House(self.root).check()

    def expect(self, *parts):
        findings = self.findings()
        self.assertEqual(len(findings), 1, findings)
        for part in (*parts, "; expected ", "; hint: "):
            self.assertIn(part, findings[0])

    def test_a_sound_house_has_no_findings(self):
        self.assertEqual(self.findings(), [])

    def test_this_house_was_read(self):
        self.assertGreater(len(check_floors.House(REPOSITORY).texts), 50)

    def test_include_of_a_higher_floor(self):
        self.write("porter/core/up.h", header("core", '"porter/math/rotation.h"'))
        self.expect("porter/core/up.h:3: includes porter/math/rotation.h of floor 1 from floor 0", "lower floors only")

    def test_include_of_the_same_floor(self):
        self.write("porter/math/aside.h", header("math", "<vector>", '"porter/io/png.h"'))
        self.expect("porter/math/aside.h:4: includes porter/io/png.h of floor 1 from floor 1")

    def test_include_of_the_program(self):
        self.write("apps/verb.h", header("apps"))
        self.write("porter/physics/up.h", header("physics", '"apps/verb.h"'))
        self.expect("includes apps/verb.h of floor 9 from floor 3")

    def test_include_of_bench(self):
        self.write("porter/physics/up.cc", '// What.\n#include "bench/loop.h"\n')
        findings = self.findings()
        self.assertTrue(
            any("porter/physics/up.cc:2: includes bench/loop.h" in finding for finding in findings), findings
        )

    def test_tests_alone_may_include_test_helpers(self):
        self.write("tests/reference.h", header("tests"))
        self.write("porter/physics/sim_test.cc", '#include "tests/reference.h"\n')
        self.assertEqual(self.findings(), [])
        self.write("porter/physics/other.cc", '// What.\n#include "tests/reference.h"\n')
        self.expect("porter/physics/other.cc:2: includes tests/reference.h")

    def test_include_of_nothing(self):
        self.write("porter/io/npz.h", header("io", '"porter/core/gone.h"'))
        self.expect('porter/io/npz.h:3: includes "porter/core/gone.h", which is not there')

    def test_relative_include(self):
        self.write("porter/io/npz.h", header("io", '"png.h"'))
        self.expect('includes "png.h"', "a path in the repository")

    def test_circle(self):
        self.write("porter/io/a.h", header("io", '"porter/io/b.h"'))
        self.write("porter/io/b.h", header("io", '"porter/io/a.h"'))
        self.expect("includes itself: porter/io/a.h -> porter/io/b.h -> porter/io/a.h")

    def test_namespace_of_another_module(self):
        self.write("porter/io/npz.cc", "// What.\nnamespace porter::math {\n}\n")
        self.expect("porter/io/npz.cc:2: namespace porter::math", "expected porter::io")

    def test_inner_and_foreign_namespaces_are_fine(self):
        self.write(
            "porter/io/npz.cc", "// What.\nnamespace porter::io::internal {\nnamespace {\n}\n}\nnamespace std {}\n"
        )
        self.assertEqual(self.findings(), [])

    def test_namespace_that_only_begins_alike(self):
        self.write("porter/io/npz.cc", "// What.\nnamespace porter::io_two {\n}\n")
        self.expect("namespace porter::io_two")

    def test_types_of_lower_floors_may_be_declared_forward(self):
        self.write("porter/io/npz.cc", "// What.\nnamespace porter::core {\nclass Error;\nstruct Place;\n}\n")
        self.assertEqual(self.findings(), [])
        self.write("porter/io/npz.cc", "// What.\nnamespace porter::core {\nclass Error;\nint x;\n}\n")
        self.expect("porter/io/npz.cc:2: namespace porter::core")
        self.write("porter/io/npz.cc", "// What.\nnamespace porter::physics {\nclass Sim;\n}\n")
        self.expect("porter/io/npz.cc:2: namespace porter::physics")

    def test_header_without_namespace(self):
        self.write("porter/io/npz.h", "// What.\n#pragma once\nint x();\n")
        self.expect("porter/io/npz.h:1: no namespace")

    def test_header_without_pragma_once(self):
        self.write("porter/io/npz.h", "// What.\nnamespace porter::io {}\n")
        self.expect("porter/io/npz.h:1: no #pragma once")

    def test_header_for_each_instruction_set_without_its_guard(self):
        guard = "#if defined(A_H_) == defined(HWY_TARGET_TOGGLE)\n#endif\n"
        self.write("porter/io/npz-inl.h", f"// What.\n{guard}namespace porter::io {{}}\n")
        self.assertEqual(self.findings(), [])
        self.write("porter/io/npz-inl.h", "// What.\n#pragma once\nnamespace porter::io {}\n")
        self.expect("porter/io/npz-inl.h:1: no HWY_TARGET_TOGGLE")

    def test_own_header_not_first(self):
        self.write("porter/io/png.cc", '#include <vector>\n#include "porter/io/png.h"\n')
        self.expect("porter/io/png.cc:1: the first include is vector", '"porter/io/png.h"')

    def test_no_comment_at_the_top(self):
        self.write("porter/io/npz.cc", "#include <vector>\n")
        self.expect("porter/io/npz.cc:1: no comment at the top")

    def test_tests_need_no_comment(self):
        self.write("porter/io/npz_test.cc", "#include <vector>\n")
        self.assertEqual(self.findings(), [])

    def test_folder_without_floor(self):
        self.write("porter/attic/box.h", header("attic"))
        self.expect("porter/attic:1: the folder has no floor")

    def test_floor_without_folder(self):
        self.write("porter/floors.txt", FLOORS + "8 eval rates\n")
        self.expect("porter/floors.txt:7: 'eval' has no sources")

    def test_floor_twice(self):
        self.write("porter/floors.txt", FLOORS + "2 io files again\n")
        self.expect("porter/floors.txt:7: 'io' stands here twice")

    def test_floor_that_cannot_be_read(self):
        self.write("porter/floors.txt", FLOORS + "second policy layouts\n")
        self.expect("porter/floors.txt:7: cannot read 'second policy layouts'")

    def test_heavy_headers_behind_doors(self):
        for target in ("mujoco/mujoco.h", "torch/torch.h", "libavcodec/avcodec.h", "arrow/api.h", "dds/dds.h"):
            self.write("porter/math/heavy.cc", f"// What.\n#include <{target}>\n")
            self.expect(f"porter/math/heavy.cc:2: includes {target}", "such headers in")

    def test_open_doors(self):
        self.write("porter/physics/engine.h", header("physics", "<mujoco/mujoco.h>"))
        self.write("porter/io/table.cc", "// What.\n#include <arrow/api.h>\n#include <libavcodec/avcodec.h>\n")
        self.write("porter/floors.txt", FLOORS + "2 nn networks\n")
        self.write("porter/nn/adam.cc", "// What.\n#include <torch/torch.h>\n")
        self.write("porter/nn/module_torch.h", header("nn", "<torch/torch.h>"))
        self.write("porter/nn/module.cc", '#include "porter/nn/module_torch.h"\n')
        self.assertEqual(self.findings(), [])
        self.write("porter/nn/heavy.h", header("nn", "<torch/torch.h>"))
        self.expect("porter/nn/heavy.h:3: includes torch/torch.h")

    def test_foreign_header_that_reaches_another_module(self):
        self.write("porter/io/mesh.h", header("io", "<tinyxml2.h>"))
        self.write("porter/io/scene.h", header("io", '"porter/io/mesh.h"'))
        self.assertEqual(self.findings(), [])
        self.write("porter/physics/world.cc", '// What.\n#include "porter/io/scene.h"\n')
        self.expect("porter/io/mesh.h:3: brings <tinyxml2.h> into porter/physics/world.cc")


if __name__ == "__main__":
    unittest.main()
