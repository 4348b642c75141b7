"""Writing an ONNX graph by hand, node by node."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from intents.encoder.api import Floats

CONTRIB = "com.microsoft"
# Weights stay within 7 bits: processors without instructions for whole dot products add two
# products in 16 bits, and 2 * 255 * 127 would not fit. So every processor finds the same sums.
LARGEST = 63
_OPSET = 17
_IR = 9


class Graph:
    """Nodes and constants so far. Values are known by their names."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: NDArray[Any]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(
        self,
        kind: str,
        inputs: Sequence[str],
        output: str | list[str],
        domain: str = "",
        **settings: Any,
    ) -> str:
        """Returns the (first) output."""
        outputs = [output] if isinstance(output, str) else output
        self._nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **settings))
        return outputs[0]

    def multiply(self, value: str, weights: Floats, bias: Floats | None, output: str) -> str:
        """``value @ weights + bias`` in 8-bit integers: weights with a scale for each column,
        ``value`` with one scale found as it comes."""
        scales = np.abs(weights).max(axis=0) / np.float32(LARGEST)
        scales[scales == 0] = 1
        whole = np.rint(weights / scales).astype(np.int8)
        inputs = [
            value,
            self.constant(f"{output}.weights", whole),
            self.constant(f"{output}.scales", scales.astype(np.float32)),
            self.constant(f"{output}.zeros", np.zeros(len(scales), np.int8)),
        ]
        if bias is not None:
            inputs.append(self.constant(f"{output}.bias", bias))
        return self.node("DynamicQuantizeMatMul", inputs, output, CONTRIB)

    def multiply_exactly(
        self, value: str, weights: Floats, bias: Floats | None, output: str
    ) -> str:
        """The same in float32."""
        matrix = self.constant(f"{output}.weights", weights)
        if bias is None:
            return self.node("MatMul", [value, matrix], output)
        product = self.node("MatMul", [value, matrix], f"{output}.product")
        return self.node("Add", [product, self.constant(f"{output}.bias", bias)], output)

    def normalise(
        self, value: str, gain: Floats, shift: Floats, epsilon: float, output: str
    ) -> str:
        """Each row to mean 0 and variance 1, then times ``gain`` plus ``shift``."""
        inputs = [
            value,
            self.constant(f"{output}.gain", gain),
            self.constant(f"{output}.shift", shift),
        ]
        return self.node("LayerNormalization", inputs, output, axis=-1, epsilon=epsilon)

    def finish(
        self, inputs: dict[str, tuple[int, list[str | int]]], output: str, dims: int
    ) -> bytes:
        """The graph as a file. ``inputs``: element type and shape of each. Raises
        onnx.checker.ValidationError where the graph does not hold together."""
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info(name, *kind) for name, kind in inputs.items()],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, [1, dims])],
            self._constants,
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(CONTRIB, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR)
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))
