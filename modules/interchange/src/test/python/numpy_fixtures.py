"""Writes what the tests read of NumPy and safetensors.

    python3 numpy_fixtures.py ../resources/io/github/recurrent4j/interchange     (numpy)
"""
import json
import pathlib
import struct
import sys

import numpy

OUT = pathlib.Path(sys.argv[1])
base = numpy.arange(6, dtype="float32").reshape(2, 3)
arrays = {
    "rows": base,
    "columns": numpy.asfortranarray(base),
    "cube": numpy.asfortranarray(numpy.arange(24, dtype="float64").reshape(2, 3, 4)),
    "big": base.astype(">f4"),
    "half": base.astype("float16"),
    "int": numpy.array([1, -2, 3]),
    "scalar": numpy.float32(4),
    "group/inner": numpy.array([True, False]),
}
numpy.savez(OUT / "arrays.npz", **arrays)
numpy.savez_compressed(OUT / "compressed.npz", rows=base, zeros=numpy.zeros((100, 100)))
numpy.save(OUT / "single.npy", base)
numpy.save(OUT / "objects.npy", numpy.array([None, "a"], dtype=object), allow_pickle=True)

# As the format is described, for there is no writer in Debian.
values = {
    "rows": ("F32", [2, 3], base.tobytes()),
    "half": ("F16", [3], numpy.array([1.5, -2.25, 6e-8], dtype="float16").tobytes()),
    "bfloat16": ("BF16", [2], struct.pack("<HH", 0x3FC0, 0xC049)),
    "empty": ("F32", [0, 4], b""),
    "scalar": ("F64", [], struct.pack("<d", 4.0)),
}
header, data = {"__metadata__": {"format": "pt"}}, b""
for name, (dtype, shape, raw) in values.items():
    header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(raw)]}
    data += raw
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
(OUT / "tensors.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
