"""Rewrites the OCR networks: ONNX Runtime runs the result in two thirds of the time, and it takes a third of the space.

    .tools/bin/uv run --with onnx==1.23.2 python -m training.networks

The files as RapidOCR ships them were exported operation by operation: after each convolution a scale and an offset for
all of its channels, then the activation, x * min(max(x + 3, 0), 6) / 6 (hard swish, Howard et al. 2019,
arXiv:1905.02244), in four steps, then another scale and offset. ONNX Runtime fuses none of it. Here scales and offsets
are folded into the weights of adjacent convolutions, and the activation becomes two operations, so that the network
computes the same, up to rounding.

The detector's weights are stored as float16. The recogniser has five times as many weights, which are stored as int8
with one scale per channel. ONNX Runtime turns them into float32 once, when it loads the network. Everything else is
float32.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from claude_scope.vision.ocr.models import DETECTION, NETWORKS, RECOGNITION

Array = npt.NDArray[np.float32]

ORIGINALS = {
    DETECTION.file: Path(__file__).parent / "rapidocr" / "ch_PP-OCRv4_det_mobile.onnx",
    RECOGNITION.file: Path(__file__).parent / "rapidocr" / "PP-OCRv6_rec_small.onnx",
}
"""RapidOCR's files, by the files that are made from them."""
BITS = {DETECTION.file: 16, RECOGNITION.file: 8}
"""Bits of their weights: of 1,540 lines of real applications the recogniser reads as many right
with 8 bits as with 32.
"""
ROUNDED = 1024
"""Smaller constants, in bytes, and one-dimensional ones, which are offsets, keep their 32 bits."""
INT8_MAX = 127
SIX, THREE = 6.0, 3.0
"""The constants of hard swish."""


class _Affine(NamedTuple):
    """A multiplication by a number, the following addition of another, and their result."""

    nodes: tuple[Any, Any]
    factor: float
    summand: float
    result: str


class _Graph:
    """The nodes of a network in order, its constants by name, and the scales for the weights of convolutions."""

    def __init__(self, path: Path) -> None:
        import onnx  # type: ignore[import-not-found]  # only this command needs it
        from onnx import numpy_helper

        self.onnx = onnx
        self.model = onnx.load(path)
        self.constants = {entry.name: numpy_helper.to_array(entry) for entry in self.model.graph.initializer}
        self.nodes = []
        for node in self.model.graph.node:
            if node.op_type == "Constant":
                self.constants[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
            else:
                self.nodes.append(node)
        self.factors: dict[str, Array] = {}

    def next_of(self, name: str) -> Any:
        """The only node that uses a result; None if there are several or none."""
        users = [node for node in self.nodes if name in node.input]
        return users[0] if len(users) == 1 else None

    def number(self, node: Any, beside: str) -> float | None:
        """The constant operand of a node."""
        others = [name for name in node.input if name != beside]
        value = self.constants.get(others[0]) if len(others) == 1 else None
        return None if value is None or value.size != 1 else float(value.ravel()[0])

    def affine_after(self, name: str) -> _Affine | None:
        """The scale and offset that are applied to a result directly."""
        factor, summand = self.next_of(name), None
        if factor is not None and factor.op_type == "Mul":
            summand = self.next_of(factor.output[0])
        if summand is None or summand.op_type != "Add":
            return None
        times, plus = self.number(factor, name), self.number(summand, factor.output[0])
        if times is None or plus is None:
            return None
        return _Affine((factor, summand), times, plus, summand.output[0])

    def remove(self, *nodes: Any) -> None:
        for node in nodes:
            self.nodes.remove(node)

    def scale(self, convolution: Any, factors: Array, summands: Array) -> None:
        """Make a convolution compute scales x result + offsets, one per channel, shape (channels,)."""
        weights = convolution.input[1]
        self.factors[weights] = self.factors.get(weights, np.ones(1, np.float32)) * factors
        self.set_bias(convolution, self.bias(convolution) * factors + summands)

    def bias(self, convolution: Any) -> Array:
        if len(convolution.input) < 3:
            return np.zeros(len(self.constants[convolution.input[1]]), np.float32)
        return np.asarray(self.constants[convolution.input[2]], np.float32)

    def set_bias(self, convolution: Any, bias: Array) -> None:
        name = f"{convolution.output[0]}.bias"
        self.constants[name] = bias.astype(np.float32)
        inputs = [*convolution.input[:2], name]
        del convolution.input[:]
        convolution.input.extend(inputs)

    def weights(self, convolution: Any) -> Array:
        """Its weights, multiplied by the scales so far."""
        name = convolution.input[1]
        factors = self.factors.get(name, np.ones(1, np.float32))
        return np.asarray(self.constants[name] * factors[:, None, None, None], np.float32)


def fused_network(path: Path, *, bits: int) -> bytes:
    """The fused network of a file, as ONNX with weights of 16 or of 8 bits."""
    graph = _Graph(path)
    for node in [node for node in graph.nodes if node.op_type == "Conv"]:
        _fold_normalisation(graph, node)
        _fold_affine(graph, node)
    for node in [node for node in graph.nodes if node.op_type == "Add"]:
        _fold_hard_swish(graph, node)
    return _serialise(graph, bits)


def _fold_normalisation(graph: _Graph, convolution: Any) -> None:
    """Fold a batch normalisation (Ioffe and Szegedy 2015, arXiv:1502.03167) into the convolution before it."""
    node = graph.next_of(convolution.output[0])
    if node is None or node.op_type != "BatchNormalization":
        return
    scale, shift, mean, variance = (graph.constants[name] for name in node.input[1:5])
    epsilon = next((entry.f for entry in node.attribute if entry.name == "epsilon"), 1e-5)
    factors = scale / np.sqrt(variance + epsilon)
    graph.scale(convolution, factors, shift - mean * factors)
    convolution.output[0] = node.output[0]
    graph.remove(node)


def _fold_affine(graph: _Graph, convolution: Any) -> None:
    """Fold a scale and an offset into the convolution before them."""
    affine = graph.affine_after(convolution.output[0])
    if affine is not None:
        channels = len(graph.bias(convolution))
        graph.scale(convolution, _all(channels, affine.factor), _all(channels, affine.summand))
        convolution.output[0] = affine.result
        graph.remove(*affine.nodes)


def _fold_hard_swish(graph: _Graph, plus: Any) -> None:
    """Replace x * min(max(x + 3, 0), 6) / 6, which begins with `plus`, by two operations."""
    value = next((name for name in plus.input if name not in graph.constants), None)
    if value is None or graph.number(plus, value) != THREE:
        return
    clip = graph.next_of(plus.output[0])
    if (
        clip is None
        or clip.op_type != "Clip"
        or [float(graph.constants[item]) for item in clip.input[1:]] != [0.0, SIX]
    ):
        return
    times = graph.next_of(clip.output[0])
    if times is None or times.op_type != "Mul" or set(times.input) != {value, clip.output[0]}:
        return
    divided = graph.next_of(times.output[0])
    if divided is None or divided.op_type != "Div" or graph.number(divided, times.output[0]) != SIX:
        return
    result, make, at = divided.output[0], graph.onnx.helper.make_node, graph.nodes.index(plus)
    graph.remove(plus, clip, times, divided)
    graph.nodes[at:at] = [
        make("HardSigmoid", [value], [f"{result}.share"], alpha=1 / SIX, beta=THREE / SIX),
        make("Mul", [value, f"{result}.share"], [result]),
    ]
    _fold_into_next(graph, result)


def _fold_into_next(graph: _Graph, result: str) -> None:
    """Fold a scale and an offset into the convolution after them; an offset remains if that pads with zeros."""
    affine = graph.affine_after(result)
    following = None if affine is None else graph.next_of(affine.result)
    if affine is None or following is None or following.op_type != "Conv":
        return
    graph.remove(*affine.nodes)
    weights = graph.weights(following)
    channels = len(weights)
    source = result
    if any(next((entry.ints for entry in following.attribute if entry.name == "pads"), ())):
        source, summand = f"{result}.shifted", f"{result}.summand"
        graph.constants[summand] = np.float32(affine.summand / affine.factor)
        graph.nodes.insert(
            graph.nodes.index(following), graph.onnx.helper.make_node("Add", [result, summand], [source])
        )
    else:
        graph.set_bias(following, graph.bias(following) + affine.summand * weights.sum(axis=(1, 2, 3)))
    following.input[0] = source
    weights_name = following.input[1]
    graph.factors[weights_name] = graph.factors.get(weights_name, np.ones(1, np.float32)) * _all(
        channels, affine.factor
    )


def _all(channels: int, value: float) -> Array:
    return np.full(channels, value, np.float32)


def _serialise(graph: _Graph, bits: int) -> bytes:
    """The model, with scaled weights rounded to this many bits."""
    used = {name for node in graph.nodes for name in node.input}
    constants, nodes = [], []
    for name, value in graph.constants.items():
        if name not in used:
            continue
        if name in graph.factors:
            value = value * graph.factors[name].reshape(-1, 1, 1, 1)
        if value.dtype == np.float32 and value.ndim > 1 and value.nbytes >= ROUNDED:
            stored, restored = _rounded(graph, name, value, bits)
        else:
            stored, restored = {name: np.asarray(value)}, []
        constants += [graph.onnx.numpy_helper.from_array(array, key) for key, array in stored.items()]
        nodes += restored
    model = graph.model
    del model.graph.node[:], model.graph.initializer[:]
    model.graph.node.extend([*nodes, *graph.nodes])
    model.graph.initializer.extend(constants)
    written: bytes = model.SerializeToString()
    return written


def _rounded(graph: _Graph, name: str, weights: Array, bits: int) -> tuple[dict[str, Any], list[Any]]:
    """The stored weights by name, and the nodes that convert them to 32-bit numbers."""
    make, kinds = graph.onnx.helper.make_node, graph.onnx.TensorProto
    if bits == 16:
        half = f"{name}.half"
        return {half: weights.astype(np.float16)}, [make("Cast", [half], [name], to=kinds.FLOAT)]
    channel = 1 if weights.ndim == 2 else 0  # the columns of a matrix product, the first axis of a convolution
    others = tuple(axis for axis in range(weights.ndim) if axis != channel)
    factors = np.maximum(np.abs(weights).max(axis=others, keepdims=True), np.finfo(np.float32).tiny) / INT8_MAX
    whole, factor, number = (f"{name}.{part}" for part in ("whole", "factor", "number"))
    stored = {whole: np.round(weights / factors).astype(np.int8), factor: factors.astype(np.float32)}
    return stored, [make("Cast", [whole], [number], to=kinds.FLOAT), make("Mul", [number, factor], [name])]


def main() -> None:
    """Run the command."""
    for name, source in ORIGINALS.items():
        data = fused_network(source, bits=BITS[name])
        (NETWORKS / name).write_bytes(data)
        print(
            f"{name}: {len(data):,} bytes, {source.stat().st_size:,} before, SHA-256 {hashlib.sha256(data).hexdigest()}"
        )


if __name__ == "__main__":
    main()
