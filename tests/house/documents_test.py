"""Documents that state what another file decides agree with it, and lead nowhere that does not exist."""

import re
import unittest

from made_up_tree import REPOSITORY, TreeTest
import draw_floors

DOCUMENTS = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").glob("*.md")]


class Architecture(TreeTest):
    def test_agrees_with_the_floors(self):
        text = (REPOSITORY / "docs/architecture.md").read_text()
        self.assertEqual(text, draw_floors.drawn(text, REPOSITORY), "run tools/draw_floors.py")

    def test_table(self):
        self.write("porter/floors.txt", "# floors\n0 core errors\n1 math rotations\n")
        text = draw_floors.drawn("a\n<!-- floors -->\nold\n<!-- end of floors -->\nb\n", self.root)
        self.assertEqual(
            text,
            "a\n<!-- floors -->\n| floor | module | holds |\n|--:|---|---|\n| 1 | `math` | rotations |\n"
            "| 0 | `core` | errors |\n<!-- end of floors -->\nb\n",
        )

    def test_lost_markers(self):
        with self.assertRaisesRegex(ValueError, "has no lines"):
            draw_floors.drawn("a\n", self.root)


class Links(unittest.TestCase):
    def test_relative_links_lead_somewhere(self):
        self.assertGreaterEqual(len(DOCUMENTS), 4)
        for document in DOCUMENTS:
            for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
                self.assertTrue((document.parent / target).exists(), f"{document.name} links to {target}")


if __name__ == "__main__":
    unittest.main()
