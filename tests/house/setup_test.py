"""The set-up scripts in a made-up repository, with stand-ins for dpkg-query, apt-get, sudo, id and pip."""

import hashlib
import os
import shutil
import subprocess
import unittest

from made_up_tree import REPOSITORY, TreeTest


class SetupTest(TreeTest):
    def setUp(self):
        super().setUp()
        shutil.copytree(REPOSITORY / "tools/setup", self.root / "tools/setup")
        self.write("tools/setup/apt-run.txt", "# comment\n\ng++\ncmake\n")
        self.write("tools/setup/apt-dev.txt", "clang-19\n")
        self.stand_in("dpkg-query", "printf '|installed cmake||not-installed g++||installed g++-12|'; exit 1")
        self.stand_in("id", "echo 1000")
        self.stand_in("sudo", "exit 1")

    def stand_in(self, name, script):
        self.write(f"bin/{name}", f"#!/bin/sh\n{script}\n", executable=True)

    def pip(self, script):
        """a Python whose pip is `script`; its arguments are written to pip.log first"""
        self.write(
            ".venv/bin/python3", f'#!/bin/sh\nshift 4\necho "$@" >>"{self.root}/pip.log"\n{script}\n', executable=True
        )

    def pip_calls(self):
        log = self.root / "pip.log"
        return log.read_text().replace("--only-binary=:all: ", "").splitlines() if log.exists() else []

    def run_setup(self, command, **environment):
        environment = {
            **os.environ,
            "PORTER_TORCH_INDEX": "",
            **environment,
            "PATH": f"{self.root}/bin:{os.environ['PATH']}",
        }
        script = f"set -uo pipefail; source tools/setup/setup.sh; cd '{self.root}'; {command}"
        return subprocess.run(
            ["bash", "-c", script],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


class Packages(SetupTest):
    def test_missing_ones_are_those_not_installed(self):
        run = self.run_setup("porter_missing_packages dev run")
        self.assertEqual(run.stdout.split(), ["clang-19", "g++"])

    def test_without_root_the_one_line_and_status_2(self):
        run = self.run_setup("porter_packages run dev; echo went on")
        self.assertEqual(run.returncode, 2)
        self.assertEqual(run.stdout, "")
        lines = run.stderr.splitlines()
        self.assertEqual(
            lines[1], "sudo apt-get update && sudo apt-get install -y --no-install-recommends g++ clang-19"
        )
        self.assertEqual(len(lines), 2)

    def test_nothing_missing_is_silent(self):
        self.stand_in("dpkg-query", "printf '|installed cmake||installed g++|'")
        run = self.run_setup("porter_packages run && echo went on")
        self.assertEqual((run.returncode, run.stdout, run.stderr), (0, "went on\n", ""))

    def test_root_installs_what_is_missing(self):
        self.stand_in("id", "echo 0")
        self.stand_in("apt-get", f'echo "$DEBIAN_FRONTEND $@" >>"{self.root}/apt.log"')
        run = self.run_setup("porter_packages run && echo went on")
        self.assertEqual(run.stdout, "went on\n", run.stderr)
        calls = (self.root / "apt.log").read_text().splitlines()
        self.assertEqual(len(calls), 2)
        self.assertRegex(calls[0], "^noninteractive update ")
        self.assertRegex(calls[1], r"^noninteractive install -y .* g\+\+$")

    def test_a_failure_names_step_log_and_what_to_do(self):
        self.stand_in("id", "echo 0")
        self.stand_in("apt-get", "echo E: the mirror is gone; exit 100")
        run = self.run_setup("porter_packages run; echo went on")
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        for part in (
            "FAILED: apt-get could not install",
            "| E: the mirror is gone",
            ".cache/setup/packages.log",
            "what to do: ",
        ):
            self.assertIn(part, run.stderr)

    def test_another_system_is_told_what_is_needed(self):
        run = self.run_setup("PATH=; porter_packages run")
        self.assertEqual(run.returncode, 2)
        self.assertIn("this is not Debian", run.stderr)


class Wheels(SetupTest):
    def test_installed_once_until_the_pins_change(self):
        self.pip("")
        self.assertEqual(self.run_setup("porter_wheels run").returncode, 0)
        self.assertRegex(self.pip_calls()[-1], "^install -r .*/requirements-run.txt$")
        calls = len(self.pip_calls())
        self.assertEqual(self.run_setup("porter_wheels run").stderr, "")
        self.assertEqual(len(self.pip_calls()), calls)
        self.write("tools/setup/requirements-run.txt", "mujoco-core==4.0.2\n")
        self.run_setup("porter_wheels run")
        self.assertGreater(len(self.pip_calls()), calls)

    def test_a_failure_stops_and_leaves_no_stamp(self):
        self.pip('[ "$1" = --version ]')
        run = self.run_setup("porter_wheels run; echo went on")
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertIn("the Python wheels could not be installed", run.stderr)
        self.assertFalse((self.root / ".venv/.porter-run").exists())

    def test_never_mujoco_4_0_0(self):
        pins = (REPOSITORY / "tools/setup/requirements-run.txt").read_text().splitlines()
        self.assertIn("mujoco-core==4.0.1", pins)


class Torch(SetupTest):
    NO_CPU_BUILD = 'case "$*" in *+cpu) echo "ERROR: No matching distribution found for $3"; exit 1;; esac'

    def install_calls(self):
        return [call for call in self.pip_calls() if call.startswith("install")]

    def test_by_default_only_a_cpu_build(self):
        self.pip("")
        self.run_setup("porter_torch")
        self.assertEqual(self.install_calls(), ["install torch==2.13.0+cpu"])

    def test_the_cuda_build_is_never_taken_by_accident(self):
        self.pip(self.NO_CPU_BUILD)
        run = self.run_setup("porter_torch; echo went on")
        self.assertEqual(run.stdout, "went on\n")
        self.assertIn("torch is left out: pip's index has no CPU build of it", run.stderr)
        self.assertIn("PORTER_TORCH_INDEX", run.stderr)
        self.assertEqual(self.install_calls(), ["install torch==2.13.0+cpu"])

    def test_a_refusal_is_remembered_until_the_choice_changes(self):
        self.pip(self.NO_CPU_BUILD)
        self.run_setup("porter_torch")
        self.assertEqual(self.run_setup("porter_torch").stderr, "")
        self.run_setup("porter_torch", PORTER_TORCH_INDEX="pip")
        self.assertEqual(self.install_calls()[1:], ["install torch==2.13.0"])
        self.assertEqual(self.run_setup("porter_torch").stderr, "")

    def test_an_index_is_asked_alone_for_torch(self):
        self.pip("")
        self.run_setup("porter_torch", PORTER_TORCH_INDEX="file:///wheels/cpu")
        self.assertEqual(
            self.install_calls(),
            ["install --no-deps --index-url file:///wheels/cpu torch==2.13.0", "install torch==2.13.0"],
        )

    def test_no_network_is_told_apart(self):
        self.pip(
            '[ "$1" = --version ] && exit\n'
            'echo "(from versions: none)"; echo "ERROR: No matching distribution found"; exit 1'
        )
        run = self.run_setup("porter_torch; echo went on")
        self.assertEqual(run.stdout, "went on\n")
        self.assertIn("torch is left out: it could not be fetched", run.stderr)


class Files(SetupTest):
    """a wheel with three meshes and three walkers and a package with three panoramas, of which two each are on the lists"""

    def setUp(self):
        super().setUp()
        self.make_kit("meshes", "holosoma_retargeting/models/g1/meshes", ("pelvis.STL", "head_link.STL", "extra.STL"), "")
        self.make_kit(
            "walkers", "holosoma_inference/models/loco/g1_29dof", ("ppo.onnx", "sac.onnx", "extra.onnx"), "holosoma_"
        )
        self.offer_wheel()
        self.offer_package("city.exr\n")
        self.stand_in(
            "apt-get", f'echo "$@" >>"{self.root}/apt.log"; [ "$1" = download ] && cp "{self.root}/offered.deb" x.deb'
        )

    def make_kit(self, kit, inside, names, prefix):
        for name in names:
            self.write(self.root / "wheel" / inside / name, f"{name}\n")
        sums = [f"{hashlib.sha256(f'{n}{chr(10)}'.encode()).hexdigest()}  {prefix}{n}\n" for n in sorted(names[:2])]
        self.write(f"tools/setup/{kit}.sha256", "".join(sums))

    def offer_wheel(self):
        shutil.make_archive(str(self.root / "offered"), "zip", self.root / "wheel")
        self.pip(
            'while [ "$1" != --dest ]; do shift; done; mkdir -p "$2" && cp "'
            + str(self.root)
            + '/offered.zip" "$2/x.whl"'
        )

    def offer_package(self, city):
        """with panoramas city, night and extra; models/assets.toml names two, and a file of another folder"""
        inside = "usr/share/blender/datafiles/studiolights/world"
        self.write("package/DEBIAN/control", "Package: made-up\nVersion: 1\nArchitecture: all\nMaintainer: n\nDescription: n\n")
        table = '[[asset]]\nfile = "others/extra.exr"\nsha256 = "0"\n'
        for name in ("city.exr", "night.exr", "extra.exr"):
            self.write(f"package/{inside}/{name}", city if name == "city.exr" else f"{name}\n")
        for name in ("city.exr", "night.exr"):
            digest = hashlib.sha256(f"{name}\n".encode()).hexdigest()
            table += f'\n[[asset]]\nfile = "panoramas/{name}"\nsha256 = "{digest}"\n'
        self.write("models/assets.toml", table)
        command = ["dpkg-deb", "--build", "--root-owner-group", self.root / "package", self.root / "offered.deb"]
        subprocess.run(command, check=True, capture_output=True, timeout=60)

    def files(self, folder):
        folder = self.root / folder
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []

    def meshes(self):
        return self.files("models/g1/meshes")

    def test_verified_files_arrive_once(self):
        run = self.run_setup("porter_files meshes && porter_have_files meshes && echo there")
        self.assertEqual(run.stdout, "there\n", run.stderr)
        self.assertEqual(self.meshes(), ["head_link.STL", "pelvis.STL"])
        self.assertEqual(self.run_setup("porter_files meshes").stderr, "")
        (self.root / "models/g1/meshes/pelvis.STL").unlink()
        self.run_setup("porter_files meshes")
        self.assertEqual(self.meshes(), ["head_link.STL", "pelvis.STL"])
        self.assertEqual(self.files(".cache/setup"), ["meshes.log"])

    def test_running_needs_the_meshes_and_developing_the_walkers_too(self):
        self.run_setup("porter_each_kit porter_files run")
        self.assertEqual(len(self.meshes()), 2)
        self.assertEqual(self.files("models/foreign"), [])
        self.assertEqual(self.files("models/panoramas"), ["city.exr", "night.exr"])
        self.assertEqual(self.run_setup("porter_each_kit porter_files_settled run").returncode, 0)
        self.assertEqual(self.run_setup("porter_each_kit porter_files_settled dev run").returncode, 1)
        self.run_setup("porter_each_kit porter_files dev run")
        self.assertEqual(self.files("models/foreign"), ["holosoma_ppo.onnx", "holosoma_sac.onnx"])
        self.assertEqual((self.root / "models/foreign/holosoma_sac.onnx").read_text(), "sac.onnx\n")
        self.assertEqual(self.run_setup("porter_each_kit porter_files_settled dev run").returncode, 0)
        wheels = [call.split()[-1] for call in self.pip_calls()]
        self.assertEqual(wheels, ["holosoma-retargeting==0.1.0", "holosoma-inference==0.1.3"])

    def test_a_wrong_checksum_brings_nothing(self):
        self.write("wheel/holosoma_retargeting/models/g1/meshes/pelvis.STL", "other\n")
        self.offer_wheel()
        run = self.run_setup("porter_files meshes; echo went on")
        self.assertEqual(run.stdout, "went on\n")
        self.assertIn("the robot meshes could not be had", run.stderr)
        self.assertEqual(self.meshes(), [])
        self.assertIn("pelvis.STL: FAILED", (self.root / ".cache/setup/meshes.log").read_text())

    def test_panoramas_come_out_of_a_package_that_is_not_installed(self):
        run = self.run_setup("porter_files panoramas && porter_have_files panoramas && echo there")
        self.assertEqual(run.stdout, "there\n", run.stderr)
        self.assertIn("panoramas (from the package blender-data, 31 MB)", run.stderr)
        self.assertEqual((self.root / "models/panoramas/city.exr").read_text(), "city.exr\n")
        calls = (self.root / "apt.log").read_text().splitlines()
        self.assertEqual([call.split()[0] for call in calls], ["download"])
        self.assertEqual(self.run_setup("porter_files panoramas").stderr, "")

    def test_a_package_with_other_panoramas_brings_nothing(self):
        self.offer_package("other\n")
        run = self.run_setup("porter_files panoramas; echo went on")
        self.assertEqual(run.stdout, "went on\n")
        self.assertEqual(self.files("models/panoramas"), [])
        self.assertIn("city.exr: FAILED", (self.root / ".cache/setup/panoramas.log").read_text())
        self.assertIn("copy the files that models/assets.toml names into models/panoramas.", run.stderr)

    def test_a_wheel_without_the_files_brings_nothing(self):
        shutil.rmtree(self.root / "wheel/holosoma_inference")
        self.offer_wheel()
        run = self.run_setup("porter_files walkers; echo went on")
        self.assertEqual(run.stdout, "went on\n")
        self.assertIn("the public walkers could not be had", run.stderr)
        self.assertIn("copy the files that tools/setup/walkers.sha256 names into models/foreign.", run.stderr)
        self.assertEqual(self.files("models/foreign"), [])

    def test_without_network_porter_goes_on_and_is_quick_the_next_time(self):
        self.pip("exit 1")
        self.stand_in("apt-get", "exit 100")
        run = self.run_setup("porter_each_kit porter_files dev run; echo went on")
        self.assertEqual(run.stdout, "went on\n")
        self.assertIn("porter goes on and draws capsules.", run.stderr)
        self.assertIn("porter goes on and leaves out the tests with them.", run.stderr)
        self.assertIn("porter goes on and lights scenes with skies of its own.", run.stderr)
        calls = len(self.pip_calls())
        self.assertEqual(self.run_setup("porter_each_kit porter_files dev run").stderr, "")
        self.assertEqual(len(self.pip_calls()), calls)

    def test_the_lists_are_whole(self):
        for kit, count in (("meshes", 49), ("walkers", 2)):
            self.assertEqual(len((REPOSITORY / f"tools/setup/{kit}.sha256").read_text().splitlines()), count)
        shutil.copy(REPOSITORY / "models/assets.toml", self.root / "models/assets.toml")
        lines = self.run_setup("porter_sums panoramas").stdout.splitlines()
        self.assertEqual(len(lines), 8)
        for line in lines:
            self.assertRegex(line, r"^[0-9a-f]{64}  \w+\.exr$")


class Configured(SetupTest):
    def test_a_build_folder_of_another_place_is_not_taken(self):
        self.write("build/build.ninja", "")
        for home, status in ((self.root, 0), (f"{self.root}2", 1), ("elsewhere", 1)):
            self.write("build/CMakeCache.txt", f"A:BOOL=ON\nCMAKE_HOME_DIRECTORY:INTERNAL={home}\nB:BOOL=ON\n")
            self.assertEqual(self.run_setup("porter_configured").returncode, status, home)


if __name__ == "__main__":
    unittest.main()
