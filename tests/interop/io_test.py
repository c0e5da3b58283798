"""npy, npz, safetensors and png between porter and the libraries that everybody else uses: numpy, safetensors, Pillow.
The program io_roundtrip (named by PORTER_IO_ROUNDTRIP) reads what they wrote and writes what they then read."""
import json
import os
import pathlib
import struct
import subprocess
import tempfile
import unittest
import zipfile

import numpy as np
import safetensors
import safetensors.numpy
from PIL import Image

PROGRAM = os.environ["PORTER_IO_ROUNDTRIP"]
REFERENCE = pathlib.Path(os.environ.get("PORTER_REFERENCE_DIR", "../shared/data"))
MOTION = REFERENCE / "motions/g1_largebox_003_with_object.npz"
TYPES = ["?", "i1", "u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8"]


def some_arrays():
    """every type in several shapes, values from all bits where they may be any"""
    random = np.random.default_rng(7)
    arrays = {}
    for dtype in map(np.dtype, TYPES):
        for shape in ((), (5,), (2, 3, 4), (0, 3), (1, 1)):
            values = random.integers(0, 2 if dtype == bool else 100, shape).astype(dtype)
            arrays[f"{dtype.name}_{'x'.join(map(str, shape))}"] = values
    arrays["extremes"] = np.array([np.inf, -np.inf, np.nan, -0.0, 5e-324, np.finfo("f8").max])
    return arrays


class IoTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def convert(self, source, target, *options):
        """through porter: the file `source` becomes `target`, whose path is returned"""
        done = subprocess.run([PROGRAM, self.folder / source, self.folder / target, *options], stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.folder / target

    def refused(self, source):
        done = subprocess.run([PROGRAM, self.folder / source, self.folder / ("x" + pathlib.Path(source).suffix)],
                              stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn(source, done.stderr)
        return done.stderr

    def expect_same(self, ours, theirs):
        self.assertEqual(set(ours), set(theirs))
        for name in theirs:
            self.assertEqual(ours[name].dtype, theirs[name].dtype, name)
            self.assertEqual(ours[name].shape, theirs[name].shape, name)
            self.assertEqual(np.ascontiguousarray(ours[name]).tobytes(), np.ascontiguousarray(theirs[name]).tobytes(), name)

    def test_npz(self):
        arrays = some_arrays()
        arrays["joint_names"] = np.array(["left_hip_pitch_joint", "", "hüfte 🤖"])
        arrays["no_names"] = np.array([], dtype="<U1")
        arrays["column_major"] = np.asfortranarray(np.arange(24.0).reshape(2, 3, 4))
        arrays["über"] = np.arange(3)
        for save in (np.savez, np.savez_compressed):
            save(self.folder / "a.npz", **arrays)
            for option in ("stored", "deflated"):
                with self.subTest(save=save.__name__, option=option):
                    path = self.convert("a.npz", "b.npz", option)
                    self.assertIsNone(zipfile.ZipFile(path).testzip())
                    self.expect_same(np.load(path, allow_pickle=False), arrays)

    def test_more_members_than_sixteen_bits_count(self):
        tensors = {f"{i}": {"dtype": "U8", "shape": [1], "data_offsets": [i, i + 1]} for i in range(66_000)}
        header = json.dumps(tensors).encode()
        data = bytes(i % 251 for i in range(66_000))
        (self.folder / "a.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + data)
        arrays = np.load(self.convert("a.safetensors", "b.npz"))
        self.assertEqual(len(arrays.files), 66_000)
        self.assertEqual(arrays["65999"], 65_999 % 251)

    def test_npy_in_all_versions(self):
        for version in ((1, 0), (2, 0), (3, 0)):
            values = np.arange(6, dtype="<i4").reshape(2, 3)
            with open(self.folder / "a.npy", "wb") as file:
                np.lib.format.write_array(file, values, version=version)
            self.expect_same({"a": np.load(self.convert("a.npy", "b.npy"))}, {"a": values})

    def test_numpy_to_safetensors(self):
        arrays = some_arrays()
        np.savez(self.folder / "a.npz", **arrays)
        path = self.convert("a.npz", "b.safetensors")
        self.expect_same(safetensors.numpy.load_file(path), arrays)

    def test_safetensors_to_numpy(self):
        arrays = some_arrays()
        safetensors.numpy.save_file(arrays, self.folder / "a.safetensors")
        self.expect_same(np.load(self.convert("a.safetensors", "b.npz")), arrays)

    def test_safetensors_metadata_and_bfloat16(self):
        header = json.dumps({"__metadata__": {"format": "pt", "wörter": "ja"},
                             "w": {"dtype": "BF16", "shape": [2], "data_offsets": [0, 4]}}).encode()
        (self.folder / "a.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + b"\x80\x3f\x00\xc0")
        path = self.convert("a.safetensors", "b.safetensors")
        with safetensors.safe_open(path, "numpy") as file:
            self.assertEqual(file.metadata(), {"format": "pt", "wörter": "ja"})
        ((name, tensor),) = safetensors.deserialize(path.read_bytes())
        self.assertEqual((name, tensor["dtype"], tensor["shape"]), ("w", "BF16", [2]))
        self.assertEqual(bytes(tensor["data"]), b"\x80\x3f\x00\xc0")

    def test_png(self):
        random = np.random.default_rng(7)
        for mode, shape in (("L", (5, 7)), ("LA", (5, 7, 2)), ("RGB", (64, 48, 3)), ("RGBA", (5, 7, 4))):
            pixels = random.integers(0, 256, shape, np.uint8)
            Image.fromarray(pixels, mode).save(self.folder / "a.png")
            with Image.open(self.convert("a.png", "b.png")) as image:
                self.assertEqual(image.mode, mode)
                np.testing.assert_array_equal(np.asarray(image), pixels)

    def test_png_palettes_and_bits(self):
        pixels = np.random.default_rng(7).integers(0, 256, (16, 16, 3), np.uint8)
        palette = Image.fromarray(pixels).quantize(13)
        for name, image, mode, options in (("palette", palette, "RGB", {}),
                                           ("transparent", palette, "RGBA", {"transparency": 3}),
                                           ("bits", Image.fromarray(pixels).convert("1"), "L", {})):
            with self.subTest(name):
                image.save(self.folder / "a.png", **options)
                with Image.open(self.folder / "a.png") as theirs, Image.open(self.convert("a.png", "b.png")) as ours:
                    self.assertEqual(ours.mode, mode)
                    np.testing.assert_array_equal(np.asarray(ours), np.asarray(theirs.convert(mode)))

    def test_refusals(self):
        np.save(self.folder / "object.npy", np.array([{}]), allow_pickle=True)
        self.assertIn("pickled Python objects", self.refused("object.npy"))
        np.save(self.folder / "big.npy", np.arange(3, dtype=">f4"))
        self.assertIn("is big-endian", self.refused("big.npy"))
        np.save(self.folder / "fields.npy", np.zeros(2, dtype=[("x", "f4")]))
        self.assertIn("structured elements", self.refused("fields.npy"))
        Image.fromarray(np.zeros((2, 2), np.uint16)).save(self.folder / "deep.png")
        self.assertIn("16 bits a sample", self.refused("deep.png"))

    @unittest.skipUnless(MOTION.exists(), f"{MOTION} is not there: set PORTER_REFERENCE_DIR to a folder that has it")
    def test_a_recorded_motion(self):
        source = np.load(MOTION)
        (self.folder / "a.npz").symlink_to(MOTION.resolve())
        self.expect_same(np.load(self.convert("a.npz", "b.npz", "deflated")), source)


if __name__ == "__main__":
    unittest.main()
