"""What CMake refuses: a dependency that is not on a lower floor, and MuJoCo releases that porter cannot trust."""

import shutil
import subprocess
import unittest

from made_up_tree import REPOSITORY, TreeTest


class Cmake(TreeTest):
    def setUp(self):
        super().setUp()
        self.write("porter/floors.txt", "0 core errors\n1 math rotations\n1 io files\n")
        shutil.copytree(REPOSITORY / "cmake", self.root / "cmake")

    def configure(self, lines, *options, languages="NONE"):
        self.write(
            "CMakeLists.txt", f"cmake_minimum_required(VERSION 3.25)\nproject(house LANGUAGES {languages})\n{lines}\n"
        )
        run = subprocess.run(
            ["cmake", "-G", "Ninja", "-S", str(self.root), "-B", str(self.root / "build"), *options],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return run.returncode, " ".join(run.stderr.split())

    def floors(self, module, dependency):
        return self.configure(f"include(cmake/porter_module.cmake)\nporter_check_floor({module} {dependency})")

    def test_lower_floors_are_allowed(self):
        self.assertEqual(self.floors("math", "core")[0], 0)

    def test_higher_same_and_unknown_floors_are_refused(self):
        for module, dependency, words in (
            ("core", "math", "'core' (floor 0) may not depend on 'math' (floor 1)"),
            ("math", "io", "'math' (floor 1) may not depend on 'io' (floor 1)"),
            ("attic", "core", "'attic' has no floor; add a line to porter/floors.txt"),
            ("math", "attic", "'math' depends on 'attic', which is not in porter/floors.txt"),
        ):
            status, output = self.floors(module, dependency)
            self.assertNotEqual(status, 0)
            self.assertIn(words, output)

    def mujoco(self, *libraries):
        for library in libraries:
            self.write(f"wheel/{library}", "")
        return self.configure(
            "include(cmake/dependencies.cmake)", f"-DMUJOCO_ROOT={self.root}/wheel", languages="C CXX"
        )

    def test_mujoco_4_0_0_is_refused_with_the_reason(self):
        status, output = self.mujoco("libmujoco.so.4.0.0")
        self.assertNotEqual(status, 0)
        for words in ("MuJoCo 4.0.0", "is refused", "google-deepmind/mujoco#3767", "mujoco-core>=4.0.1"):
            self.assertIn(words, output)

    def test_missing_mujoco_names_what_to_do(self):
        status, output = self.mujoco()
        self.assertNotEqual(status, 0)
        self.assertIn("MuJoCo not found", output)
        self.assertIn("run bin/porter once", output)

    def test_mujoco_4_0_1_is_taken(self):
        self.assertEqual(self.mujoco("libmujoco.so.4.0.1")[0], 0)


if __name__ == "__main__":
    unittest.main()
