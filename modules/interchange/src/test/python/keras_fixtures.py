"""Writes what the tests read of Keras: models of keras_models.mjs, and a GRU with reset_after that PyTorch computes, in the
layouts of Keras's .h5 and .keras.

    python3 keras_fixtures.py models.json ../resources/io/github/recurrent4j/interchange     (h5py, numpy, torch)
"""
import io
import json
import pathlib
import re
import sys
import zipfile

import h5py
import numpy
import torch

MODELS = json.load(open(sys.argv[1]))
OUT = pathlib.Path(sys.argv[2])


def text(name, values):
    lines = [" ".join(str(n) for n in values["shape"])]
    (OUT / name).write_text("\n".join(lines + [repr(float(v)) for v in values["values"]]) + "\n")


def array(weight):
    return numpy.array(weight["values"], dtype="float32").reshape(weight["shape"])


def h5(name, model, packed=False):
    """As model.save of Keras 2 and Keras 3 lays out .h5: weights below their layer's name."""
    with h5py.File(OUT / f"{name}.h5", "w") as f:
        f.attrs["model_config"] = json.dumps(model["config"]).encode()
        f.attrs["keras_version"] = b"2.15.0"
        f.attrs["backend"] = b"tensorflow"
        weights = f.create_group("model_weights")
        weights.attrs["layer_names"] = [layer["name"].encode() for layer in model["layers"]]
        for layer in model["layers"]:
            group = weights.create_group(layer["name"])
            names = [w["name"] + ":0" for w in layer["weights"]]
            group.attrs["weight_names"] = [n.encode() for n in names]
            for n, weight in zip(names, layer["weights"]):
                group.create_dataset(n, data=array(weight), compression="gzip" if packed else None)


def snake(name):
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", re.sub(r"\W+", "", name))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def keras(name, model):
    """As Keras 3 lays out .keras: weights by the layers' classes, numbered."""
    buffer, used = io.BytesIO(), {}
    with h5py.File(buffer, "w") as f:
        f.create_group("vars")
        for layer in model["layers"]:
            kind = snake(layer["className"])
            count = used.get(kind, 0)
            used[kind] = count + 1
            path = "layers/" + (kind if count == 0 else f"{kind}_{count}")
            f.create_group(path + "/vars")
            for i, weight in enumerate(layer["weights"]):
                below = "/vars/" + str(i)
                if layer["className"] == "Bidirectional":
                    half = "backward" if "/backward_" in weight["name"] else "forward"
                    below = f"/{half}_layer/cell/vars/{i % 3}"
                elif layer["className"] in ("GRU", "LSTM", "SimpleRNN"):
                    below = "/cell" + below
                elif layer["className"] == "TimeDistributed":
                    below = "/layer" + below
                f[path + below] = array(weight)
    with zipfile.ZipFile(OUT / f"{name}.keras", "w") as z:
        z.writestr("metadata.json", json.dumps({"keras_version": "3.3.3"}))
        z.writestr("config.json", json.dumps(model["config"]))
        z.writestr("model.weights.h5", buffer.getvalue())


def functional(model):
    """The same layers as a functional model of Keras 2."""
    first = model["config"]["config"]["layers"][0]["config"]
    layers = [{"class_name": "InputLayer", "name": "in", "inbound_nodes": [],
               "config": {"name": "in", "batch_input_shape": first["batch_input_shape"]}}]
    below = "in"
    for layer in model["config"]["config"]["layers"]:
        name = layer["config"]["name"]
        layers.append(layer | {"name": name, "inbound_nodes": [[[below, 0, 0, {}]]]})
        below = name
    config = {"name": "model", "layers": layers, "input_layers": [["in", 0, 0]], "output_layers": [[below, 0, 0]]}
    return model | {"config": {"class_name": "Functional", "config": config}}


for name, model in MODELS.items():
    text(f"keras-{name}.in.txt", model["input"])
    text(f"keras-{name}.out.txt", model["output"])
h5("keras-gru-before", MODELS["gru-before"])
h5("keras-rnn", MODELS["rnn"])
h5("keras-lstm-last", MODELS["lstm-last"], packed=True)
h5("keras-classifier", MODELS["classifier"])
keras("keras-lstm-last", MODELS["lstm-last"])
keras("keras-classifier", MODELS["classifier"])
keras("keras-tagger", MODELS["tagger"])
h5("keras-pooled", functional(MODELS["pooled"]))

# Keras's GRU(reset_after=True) is PyTorch's with the blocks in another order; TensorFlow.js has none.
torch.manual_seed(2)
gru = torch.nn.GRU(3, 4, batch_first=True)
x = torch.randn(2, 5, 3)
with torch.no_grad():
    y = gru(x)[0]


def blocks(weight):
    r, z, n = weight.detach().chunk(3)
    return torch.cat([z, r, n])


weights = {
    "gru/gru_cell/kernel": blocks(gru.weight_ih_l0).t(),
    "gru/gru_cell/recurrent_kernel": blocks(gru.weight_hh_l0).t(),
    "gru/gru_cell/bias": torch.stack([blocks(gru.bias_ih_l0), blocks(gru.bias_hh_l0)]),
}
config = {"name": "gru", "units": 4, "activation": "tanh", "recurrent_activation": "sigmoid", "use_bias": True,
          "reset_after": True, "return_sequences": True, "go_backwards": False, "batch_input_shape": [None, 5, 3]}
layer = {"name": "gru", "className": "GRU", "weights": [
    {"name": n, "shape": list(w.shape), "values": w.flatten().tolist()} for n, w in weights.items()]}
after = {"config": {"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "GRU", "config": config}]}},
         "layers": [layer]}
h5("keras-gru-after", after)
keras("keras-gru-after", after)
text("keras-gru-after.in.txt", {"shape": list(x.shape), "values": x.flatten().tolist()})
text("keras-gru-after.out.txt", {"shape": list(y.shape), "values": y.flatten().tolist()})
