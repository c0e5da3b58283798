"""Our ONNX graphs against onnxruntime: every operator alone, the layers that exporters make of several, recurrent state
fed back, and the public walking policies. The program onnx_run (named by PORTER_ONNX_RUN) computes our answers."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

PROGRAM = os.environ["PORTER_ONNX_RUN"]
WALKERS = pathlib.Path("models/foreign")
# Of the largest number of an answer, or of 1: both sides sum in fp32 in different orders, and what is lost is lost of the
# largest terms. Against float64 on the PPO walker, onnxruntime is off by up to 2.2e-5 at actions up to 31, we by 1.2e-5.
TOLERANCE = 1e-5
RANDOM = np.random.default_rng(4)


def normal(*shape):
    return RANDOM.standard_normal(shape).astype(np.float32)


def integers(*values):
    return np.array(values, dtype=np.int64)


class Graph:
    """a graph by hand; add() returns the names of a node's outputs, for the next one"""

    def __init__(self, opset=17, **inputs):
        self.opset, self.inputs, self.nodes, self.constants, self.outputs = opset, inputs, [], [], []

    def constant(self, array):
        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def add(self, operator, *arguments, outputs=1, **attributes):
        names = [a if isinstance(a, str) else self.constant(a) for a in arguments]
        results = [f"{operator}{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(operator, names, results, name=f"node{len(self.nodes)}", **attributes))
        return results[0] if outputs == 1 else results

    def give(self, *names):
        self.outputs += names
        return self

    def bytes(self):
        ports = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in self.inputs.items()]
        results = [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in self.outputs]
        graph = helper.make_graph(self.nodes, "test", ports, results, self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.opset)], ir_version=8)
        return model.SerializeToString()


class OnnxCase(unittest.TestCase):
    """a folder of its own, and both answers to one question"""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def run_ours(self, graph, batch, samples):
        """graph: bytes or the path of a file"""
        path = graph
        if isinstance(graph, bytes):
            path = self.folder / "graph.onnx"
            path.write_bytes(graph)
        np.savez(self.folder / "samples.npz", **samples)
        return subprocess.run([PROGRAM, path, str(batch), self.folder / "samples.npz", self.folder / "answers.npz"],
                              stderr=subprocess.PIPE, text=True)

    def answers(self, graph, samples, batch=1):
        done = self.run_ours(graph, batch, samples)
        self.assertEqual(done.returncode, 0, done.stderr)
        with np.load(self.folder / "answers.npz") as file:
            return dict(file)

    def refused(self, graph):
        samples = {n: np.zeros([1, *s], np.float32) for n, s in graph.inputs.items()} if isinstance(graph, Graph) else {}
        done = self.run_ours(graph.bytes() if isinstance(graph, Graph) else graph, 1, samples)
        self.assertEqual(done.returncode, 2, done.stderr)
        return done.stderr

    def compare(self, graph, calls=20, batch=1, scale=3.0):
        data = graph.bytes() if isinstance(graph, Graph) else pathlib.Path(graph).read_bytes()
        session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
        shapes = {i.name: [s if isinstance(s, int) else batch for s in i.shape] for i in session.get_inputs()}
        samples = {name: scale * normal(calls, *shape) for name, shape in shapes.items()}
        ours = self.answers(data, samples, batch)
        for call in range(calls):
            theirs = session.run(None, {name: values[call] for name, values in samples.items()})
            for output, expected in zip(session.get_outputs(), theirs):
                found = ours[output.name][call]
                self.assertEqual(found.shape, expected.shape, output.name)
                largest = max(1.0, float(np.abs(expected).max()))
                np.testing.assert_allclose(found, expected, rtol=0, atol=TOLERANCE * largest, err_msg=output.name)


class OperatorTest(OnnxCase):
    def one(self, operator, *arguments, shape=(2, 5), outputs=1, opset=17, **attributes):
        """compares a graph of one node whose first input is the graph's"""
        with self.subTest(operator=operator, shape=shape, **attributes):
            graph = Graph(opset, x=list(shape))
            results = graph.add(operator, "x", *arguments, outputs=outputs, **attributes)
            self.compare(graph.give(*([results] if outputs == 1 else results)))

    def test_elementwise(self):
        for operator in ("Abs", "Elu", "Exp", "LeakyRelu", "Neg", "Reciprocal", "Relu", "Sigmoid", "Softplus", "Tanh"):
            self.one(operator, shape=(3, 37))
        self.one("Elu", alpha=0.3)
        self.one("LeakyRelu", alpha=0.2)
        self.one("Clip", np.float32(-1), np.float32(0.5))
        self.one("Clip", "", np.float32(0.5))
        for operator in ("Log", "Sqrt"):
            graph = Graph(x=[2, 9])
            self.compare(graph.give(graph.add(operator, graph.add("Abs", "x"))))

    def test_broadcasting(self):
        for operator in ("Add", "Sub", "Mul", "Div", "Min", "Max"):
            self.one(operator, normal(5))
            self.one(operator, normal(2, 1))
            self.one(operator, np.float32(1.5))
            self.one(operator, normal(3, 4, 5), shape=(4, 1))
        graph = Graph(a=[2, 1, 3], b=[4, 1])
        self.compare(graph.give(graph.add("Sub", "b", "a"), graph.add("Sub", "a", "b")))
        for exponent in (2.0, 3.0, 0.0):
            self.one("Pow", np.float32(exponent))

    def test_cast(self):
        graph = Graph(x=[1, 9])
        whole = graph.add("Cast", "x", to=TensorProto.INT64)
        truth = graph.add("Cast", "x", to=TensorProto.BOOL)
        divided = graph.add("Div", whole, integers(2))
        self.compare(graph.give(*[graph.add("Cast", value, to=TensorProto.FLOAT) for value in (whole, truth, divided)]))

    def test_matrices(self):
        self.one("Gemm", normal(5, 7), normal(7))
        self.one("Gemm", normal(70, 5), normal(1, 70), alpha=0.5, beta=2.0, transB=1)
        self.one("Gemm", normal(5, 7))
        self.one("Gemm", normal(5, 7), normal(1))
        self.one("MatMul", normal(5, 33))
        self.one("MatMul", normal(5, 3), shape=(2, 4, 5))
        self.one("MatMul", normal(2, 5, 3), shape=(2, 4, 5))
        graph = Graph(a=[3, 4, 5], b=[3, 5, 2], c=[5, 6])
        self.compare(graph.give(graph.add("MatMul", "a", "b"), graph.add("MatMul", "a", "c")))
        graph = Graph(x=[4, 3])
        self.compare(graph.give(graph.add("MatMul", normal(2, 4), "x")))

    def test_convolution(self):
        self.one("Conv", normal(4, 3, 3, 3), normal(4), shape=(2, 3, 8, 9), strides=[2, 1], pads=[1, 0, 2, 1])
        self.one("Conv", normal(20, 3, 2, 4), shape=(1, 3, 8, 9), kernel_shape=[2, 4])

    def test_moving(self):
        self.one("Transpose", shape=(2, 3, 4))
        self.one("Transpose", shape=(2, 3, 4), perm=[1, 0, 2])
        self.one("Slice", integers(1), integers(2**63 - 1), integers(-1), shape=(2, 3, 5))
        self.one("Slice", integers(-4, 0), integers(-1, 2), integers(1, 0), integers(2, 1), shape=(3, 7))
        self.one("Gather", integers(2, 0, -1), shape=(2, 5), axis=1)
        self.one("Gather", np.array(1, dtype=np.int64), shape=(3, 2, 2))
        self.one("Concat", normal(2, 3), "x", axis=1)
        self.one("Concat", normal(4, 5), axis=0)
        self.one("Split", outputs=2, shape=(2, 6), axis=1)
        self.one("Split", integers(1, 4), outputs=2, axis=-1)
        self.one("Split", outputs=2, shape=(6,), opset=11, split=[2, 4])
        self.one("Split", outputs=3, shape=(7, 2), opset=18, num_outputs=3)
        self.one("Expand", integers(3, 1, 5), shape=(2, 1))

    def test_renaming(self):
        self.one("Identity")
        self.one("Flatten", shape=(2, 3, 4), axis=2)
        self.one("Flatten", shape=(2, 3), axis=0)
        self.one("Reshape", integers(0, -1, 2), shape=(3, 4))
        self.one("Squeeze", integers(1), shape=(3, 1, 4, 1))
        self.one("Squeeze", shape=(3, 1, 4, 1))
        self.one("Squeeze", shape=(3, 1, 4), opset=11, axes=[1])
        self.one("Unsqueeze", integers(0, -1), shape=(3, 4))
        self.one("Unsqueeze", shape=(3, 4), opset=11, axes=[1])

    def test_shapes_known_at_load(self):
        graph = Graph(x=[2, 3, 4])
        shape = graph.add("Shape", "x")
        rows = graph.add("Gather", shape, integers(0), axis=0)
        columns = graph.add("Mul", graph.add("Slice", shape, integers(1), integers(2)), integers(4))
        flat = graph.add("Reshape", "x", graph.add("Concat", rows, columns, axis=0))
        filled = graph.add("ConstantOfShape", graph.add("Shape", flat),
                           value=numpy_helper.from_array(np.array([1.5], np.float32)))
        two = graph.add("Constant", value_float=2.0)
        self.compare(graph.give(graph.add("Add", graph.add("Mul", flat, two), filled)))

    def test_reductions(self):
        for operator in ("ReduceMean", "ReduceSum"):
            self.one(operator, shape=(2, 3, 4))
        self.one("ReduceMean", shape=(2, 3, 4), axes=[-1])
        self.one("ReduceMean", shape=(2, 3, 4), axes=[0, 2], keepdims=0)
        self.one("ReduceMean", integers(1), shape=(2, 3, 4), opset=18)
        self.one("ReduceSum", integers(0), shape=(2, 3, 4), keepdims=0)
        self.one("Softmax", shape=(2, 3, 7))
        self.one("Softmax", shape=(2, 7), opset=11)

    def test_layer_normalization(self):
        self.one("LayerNormalization", normal(33), normal(33), shape=(4, 33))
        self.one("LayerNormalization", normal(33), shape=(2, 2, 33), epsilon=0.1)
        graph = Graph(13, x=[2, 24])
        centred = graph.add("Sub", "x", graph.add("ReduceMean", "x", axes=[-1]))
        variance = graph.add("ReduceMean", graph.add("Pow", centred, np.float32(2)), axes=[-1])
        deviation = graph.add("Sqrt", graph.add("Add", variance, np.float32(1e-5)))
        self.compare(graph.give(graph.add("Add", graph.add("Mul", graph.add("Div", centred, deviation), normal(24)), normal(24))))

    def recurrent(self, operator, gates, states, steps, **attributes):
        hidden, features, batch = 9, 6, 3
        graph = Graph(x=[steps, batch, features], **{name: [1, batch, hidden] for name in states})
        weights = (0.5 * normal(1, gates * hidden, features), 0.5 * normal(1, gates * hidden, hidden))
        results = graph.add(operator, "x", *weights, normal(1, 2 * gates * hidden), "", *states,
                            outputs=3 if operator == "LSTM" else 2, hidden_size=hidden, **attributes)
        self.compare(graph.give(*results), scale=1)

    def test_recurrent(self):
        for steps in (1, 4):
            self.recurrent("GRU", 3, ["h"], steps, linear_before_reset=1)
            self.recurrent("GRU", 3, [], steps, linear_before_reset=1)
            self.recurrent("LSTM", 4, ["h", "c"], steps)

    def test_batches(self):
        weight = normal(5, 3)
        for rows in ("batch", 1):
            graph = Graph(x=[rows, 5])
            data = graph.give(graph.add("Tanh", graph.add("Gemm", "x", weight))).bytes()
            samples = normal(4, 50, 5)
            batched = self.answers(data, {"x": samples}, batch=50)[graph.outputs[0]]
            single = self.answers(data, {"x": samples.reshape(200, 1, 5)})[graph.outputs[0]]
            np.testing.assert_array_equal(batched.reshape(-1), single.reshape(-1))

    def test_refusals(self):
        def graph(operator, *arguments, domain="", **attributes):
            made = Graph(x=[2, 5])
            return made.give(made.add(operator, "x", *arguments, domain=domain, **attributes))

        said = self.refused(graph("Erf"))
        self.assertIn("graph.onnx: unknown operator Erf of node 'node0'", said)
        self.assertIn("com.microsoft.Gelu", self.refused(graph("Gelu", domain="com.microsoft")))
        self.assertIn("operator Gemm of node 'node0': matrices that do not fit", self.refused(graph("Gemm", normal(4, 3))))
        self.assertIn("an axis outside the tensor; found 5", self.refused(graph("Softmax", axis=5)))
        self.assertIn("an attribute that we do not support; found surprise", self.refused(graph("Relu", surprise=1)))
        self.assertIn("the number of elements changes", self.refused(graph("Reshape", integers(3, 3))))
        self.assertIn("shapes that do not fit each other", self.refused(graph("Add", normal(4))))
        self.assertIn("an ONNX opset that we do not read; found 9", self.refused(Graph(9, x=[1]).give("x")))
        loop = Graph(x=[1])
        loop.nodes.append(helper.make_node("Relu", ["later"], ["y"], name="early"))
        self.assertIn("an input that no node before it makes; found later", self.refused(loop.give("y")))

    def test_damage(self):
        made = Graph(x=[2, 5])
        data = made.give(made.add("Gemm", "x", normal(5, 7), normal(7))).bytes()
        for size in range(0, len(data), 7):
            self.assertIn("graph.onnx: ", self.refused(data[:size]), size)
        for place in range(0, len(data), 3):  # one way or the other, but never a crash
            damaged = bytearray(data)
            damaged[place] ^= 0x55
            done = self.run_ours(bytes(damaged), 1, {"x": normal(1, 2, 5)})
            self.assertIn(done.returncode, (0, 2), place)


class PolicyTest(OnnxCase):
    """the public walkers, where they are there"""

    def policy(self, name):
        path = WALKERS / f"holosoma_{name}_g1_29dof.onnx"
        if not path.exists():
            self.skipTest(f"{path} is not there: bin/check brings it when it has network")
        return path

    def test_ppo(self):
        self.compare(self.policy("ppo"), calls=1000, scale=1)

    def test_fastsac(self):
        self.compare(self.policy("fastsac"), calls=1000, scale=1)

    def test_metadata(self):
        path = self.policy("ppo")
        words = dict(line.split("=", 1) for line in self.answers(path, {"actor_obs": normal(1, 1, 100)})["metadata"])
        self.assertEqual(words, {p.key: p.value for p in onnx.load(path).metadata_props})
        self.assertEqual(len(json.loads(words["dof_names"])), 29)

    def test_batch_of_a_policy(self):
        path, samples = self.policy("fastsac"), normal(1, 60, 100)
        batched = self.answers(path, {"actor_obs": samples}, batch=60)["action"]
        single = self.answers(path, {"actor_obs": samples.reshape(60, 1, 100)})["action"]
        np.testing.assert_array_equal(batched.reshape(-1), single.reshape(-1))


if __name__ == "__main__":
    unittest.main()
