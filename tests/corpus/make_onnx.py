#!/usr/bin/env python3
"""Writes the seeds of the onnx fuzz target with the ONNX package, small graphs of the operators that policies have.
Names say what a reader must do: ok_* is read, bad_* is refused. Run it after a change here and commit what it writes:
.venv/bin/python3 -B tests/corpus/make_onnx.py"""
import os
import pathlib
import sys

import numpy as np

HERE = pathlib.Path(__file__).parent
os.environ.setdefault("PORTER_ONNX_RUN", "")
sys.path.insert(0, str(HERE.parent / "interop"))
from onnx_test import Graph, integers  # noqa: E402

RANDOM = np.random.default_rng(1)


def small(*shape):
    return RANDOM.integers(-3, 4, shape).astype(np.float32)


def layers():
    graph = Graph(x=["batch", 3])
    hidden = graph.add("Elu", graph.add("Gemm", "x", small(3, 4), small(4)))
    return graph.give(graph.add("Gemm", hidden, small(2, 4), transB=1))


def norm():
    graph = Graph(13, x=[1, 4])
    centred = graph.add("Sub", "x", graph.add("ReduceMean", "x", axes=[-1]))
    variance = graph.add("ReduceMean", graph.add("Pow", centred, np.float32(2)), axes=[-1])
    deviation = graph.add("Sqrt", graph.add("Add", variance, np.float32(1e-3)))
    return graph.give(graph.add("Div", centred, deviation), graph.add("Softmax", centred))


def gru():
    graph = Graph(x=[2, 1, 2], h=[1, 1, 3])
    weights = small(1, 9, 2), small(1, 9, 3), small(1, 18)
    return graph.give(*graph.add("GRU", "x", *weights, "", "h", outputs=2, hidden_size=3, linear_before_reset=1))


def lstm():
    graph = Graph(x=[2, 1, 2])
    return graph.give(*graph.add("LSTM", "x", small(1, 8, 2), small(1, 8, 2), small(1, 16), outputs=3, hidden_size=2))


def shapes():
    graph = Graph(x=[2, 3, 4])
    rows = graph.add("Gather", graph.add("Shape", "x"), integers(0), axis=0)
    flat = graph.add("Reshape", "x", graph.add("Concat", rows, integers(-1), axis=0))
    left, right = graph.add("Split", flat, integers(4, 8), outputs=2, axis=1)
    return graph.give(graph.add("Slice", graph.add("Transpose", left), integers(0), integers(2)),
                      graph.add("Squeeze", graph.add("Unsqueeze", right, integers(0)), integers(0)),
                      graph.add("Expand", graph.add("Flatten", left), integers(2, 4)))


def conv():
    graph = Graph(x=[1, 1, 4, 4])
    return graph.give(graph.add("Conv", "x", small(2, 1, 3, 3), small(2), pads=[1, 1, 1, 1], strides=[2, 2]))


def clip():
    """a recorded motion, picked by a time step"""
    graph = Graph(x=[1, 1])
    return graph.give(graph.add("Gather", small(3, 2), graph.add("Cast", "x", to=7)))


def alone(operator, *arguments, opset=17, **attributes):
    graph = Graph(opset, x=[2, 3])
    return graph.give(graph.add(operator, "x", *arguments, **attributes)).bytes()


def bad():
    return {
        "cut_off": gru().bytes()[:-100],
        "opset": alone("Elu", opset=9),
        "operator": alone("Erf"),
        "shapes": alone("Gemm", small(4, 2)),
        "attribute": alone("Elu", surprise=1),
        "reshape": alone("Reshape", integers(4, 2)),
        "index": alone("Gather", integers(2), axis=0),
    }


if __name__ == "__main__":
    for make in (layers, norm, gru, lstm, shapes, conv, clip):
        (HERE / "onnx" / f"ok_{make.__name__}.onnx").write_bytes(make().bytes())
    for name, data in bad().items():
        (HERE / "onnx" / f"bad_{name}.onnx").write_bytes(data)
