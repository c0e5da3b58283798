"""Networks that we write as ONNX, run by onnxruntime, against our own forward pass. The program network_run (named by
PORTER_NETWORK_RUN) computes our answers and writes the ONNX file."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import numpy as np
import onnx
import onnxruntime
from safetensors.numpy import save_file

PROGRAM = os.environ["PORTER_NETWORK_RUN"]
# Of the largest number of all answers: both sides sum in fp32, in different orders. Measured: 7e-7.
TOLERANCE = 1e-5
RANDOM = np.random.default_rng(4)
ELU, SILU = {"kind": "activation", "activation": "elu"}, {"kind": "activation", "activation": "silu"}


def linear(out):
    return {"kind": "linear", "out": out}


def shapes(layer, shape, prefix):
    """the tensors of a layer by name, and the shape after it"""
    kind, out = layer["kind"], layer.get("out")
    if kind == "residual":
        inner, tensors = shape, {}
        for i, part in enumerate(layer["body"]):
            more, inner = shapes(part, inner, f"{prefix}{i}.")
            tensors |= more
        return tensors, shape
    if kind in ("normaliser", "layer_norm"):
        names = ("mean", "std") if kind == "normaliser" else ("weight", "bias")
        return {prefix + name: shape for name in names}, shape
    if kind == "linear":
        return {prefix + "weight": (out, *shape), prefix + "bias": (out,)}, (out,)
    if kind in ("gru", "lstm"):
        rows = out * (3 if kind == "gru" else 4)
        tensors = {"weight_ih_l0": (rows, *shape), "weight_hh_l0": (rows, out), "bias_ih_l0": (rows,), "bias_hh_l0": (rows,)}
        return {prefix + name: size for name, size in tensors.items()}, (out,)
    if kind == "conv2d":
        side = layer["kernel"]
        slide = [(n + 2 * layer["padding"] - side) // layer["stride"] + 1 for n in shape[1:]]
        return {prefix + "weight": (out, shape[0], side, side), prefix + "bias": (out,)}, (out, *slide)
    return {}, (int(np.prod(shape)),) if kind == "flatten" else shape


def draw(name, shape):
    values = RANDOM.standard_normal(shape).astype(np.float32)
    if name.endswith("std"):
        return 0.5 + np.abs(values)
    return values / np.float32(np.sqrt(max(1, np.prod(shape[1:]))))


class NetworkTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def write_network(self, shape, layers):
        words = json.dumps({"version": 1, "input": shape, "layers": layers})
        tensors, _ = shapes({"kind": "residual", "body": layers}, tuple(shape), "")
        save_file({n: draw(n, s) for n, s in tensors.items()}, self.folder / "network.safetensors", {"network": words})

    def ours(self, obs):
        np.savez(self.folder / "samples.npz", obs=obs)
        files = [self.folder / name for name in ("network.safetensors", "samples.npz", "answers.npz", "graph.onnx")]
        done = subprocess.run([PROGRAM, *files], stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return np.load(files[2])["actions"]

    def theirs(self, obs):
        """onnxruntime over the steps, outputs after the first fed back as inputs"""
        session = onnxruntime.InferenceSession(self.folder / "graph.onnx", providers=["CPUExecutionProvider"])
        states = {port.name: np.zeros((1, obs.shape[1], port.shape[2]), np.float32) for port in session.get_inputs()[1:]}
        actions = []
        for step in obs:
            answer, *after = session.run(None, {"obs": step, **states})
            states = dict(zip(states, after, strict=True))
            actions.append(answer)
        return np.stack(actions)

    def compare(self, shape, layers, steps=3, rows=5):
        self.write_network(shape, layers)
        self.compare_written(shape, steps, rows)

    def compare_written(self, shape, steps, rows):
        obs = RANDOM.standard_normal((steps, rows, *shape)).astype(np.float32)
        ours = self.ours(obs)
        onnx.checker.check_model(str(self.folder / "graph.onnx"), full_check=True)
        theirs = self.theirs(obs)
        largest = float(np.abs(theirs).max())
        self.assertLess(float(np.abs(ours - theirs.reshape(ours.shape)).max()) / largest, TOLERANCE)

    def test_policy(self):
        layers = [{"kind": "normaliser", "clip": 10.0}, linear(256), ELU, linear(256), ELU, linear(128), ELU, linear(15)]
        self.compare([264], layers, steps=1, rows=1000)

    def test_shipped_controller(self):
        shutil.copy("policies/wbc_g1/weights.safetensors", self.folder / "network.safetensors")
        self.compare_written([282], steps=1, rows=1000)

    def test_gru(self):
        layers = [{"kind": "normaliser", "clip": 10.0}, {"kind": "gru", "out": 256}, linear(128), ELU, linear(15)]
        self.compare([264], layers, steps=20, rows=50)

    def test_each_layer(self):
        block = {"kind": "residual", "body": [linear(40), SILU, {"kind": "residual", "body": [ELU]}, linear(21)]}
        for layer in (linear(7), ELU, SILU, block, {"kind": "layer_norm", "epsilon": 1e-3}, {"kind": "normaliser", "clip": 0.5},
                      {"kind": "normaliser", "clip": 0.0}, {"kind": "gru", "out": 9}, {"kind": "lstm", "out": 9}, {"kind": "flatten"},
                      *({"kind": "activation", "activation": name} for name in ("relu", "tanh", "sigmoid"))):
            with self.subTest(**layer):
                self.compare([21], [layer])

    def test_camera_with_memory(self):
        picture = [{"kind": "conv2d", "out": 5, "kernel": 3, "stride": 2, "padding": 1}, ELU,
                   {"kind": "conv2d", "out": 4, "kernel": 2, "stride": 1, "padding": 0}, SILU, {"kind": "flatten"}]
        self.compare([3, 11, 9], [*picture, {"kind": "gru", "out": 12}, {"kind": "lstm", "out": 8}, linear(15)], steps=6)

    def test_metadata(self):
        self.compare([4], [linear(2)])
        session = onnxruntime.InferenceSession(self.folder / "graph.onnx", providers=["CPUExecutionProvider"])
        self.assertEqual(session.get_modelmeta().custom_metadata_map, {"joint_names": '["left_knee_joint"]', "größe": "🤖"})
        self.assertEqual((session.get_inputs()[0].shape, session.get_outputs()[0].shape), (["batch", 4], ["batch", 2]))


if __name__ == "__main__":
    unittest.main()
