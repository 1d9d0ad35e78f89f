"""Writes what the tests read of PyTorch: small state dicts, inputs and the outputs that PyTorch computes.

    python3 pytorch_fixtures.py ../resources/io/github/recurrent4j/interchange     (torch 2.13, numpy)
"""
import pathlib
import sys

import torch
from torch import nn

OUT = pathlib.Path(sys.argv[1])
torch.manual_seed(1)


def text(name, tensor):
    """Expected values as text: shape, then a value a line."""
    lines = [" ".join(str(n) for n in tensor.shape)]
    lines += [repr(float(v)) for v in tensor.double().flatten()]
    (OUT / name).write_text("\n".join(lines) + "\n")


def recurrent(name, module):
    """One recurrent module: weights, input [B, T, I], output [B, T, H]."""
    x = torch.randn(2, 5, 3)
    with torch.no_grad():
        y, _ = module(x)
    torch.save({"rnn." + k: v for k, v in module.state_dict().items()}, OUT / f"{name}.pt")
    text(f"{name}.in.txt", x)
    text(f"{name}.out.txt", y)


recurrent("gru", nn.GRU(3, 4, batch_first=True))
recurrent("gru-2-bi", nn.GRU(3, 4, num_layers=2, bidirectional=True, batch_first=True))
recurrent("lstm", nn.LSTM(3, 4, batch_first=True))
recurrent("lstm-2-bi", nn.LSTM(3, 4, num_layers=2, bidirectional=True, batch_first=True))
recurrent("rnn-2", nn.RNN(3, 4, num_layers=2, batch_first=True))
recurrent("lstm-no-bias", nn.LSTM(3, 4, bias=False, batch_first=True))


class Tagger(nn.Module):
    """Ids to logits at every step."""

    def __init__(self, cell):
        super().__init__()
        self.embedding = nn.Embedding(7, 3)
        self.encoder = cell(3, 4, num_layers=2, batch_first=True)
        self.decoder = nn.Linear(4, 7)

    def forward(self, ids):
        return self.decoder(self.encoder(self.embedding(ids))[0])


for kind in (nn.GRU, nn.LSTM):
    model = Tagger(kind)
    ids = torch.randint(0, 7, (2, 5))
    with torch.no_grad():
        p = model(ids).softmax(-1)
    name = "tagger-" + kind.__name__.lower()
    checkpoint = {"epoch": 3, "state_dict": model.state_dict(), "loss": 1.5, "args": [1, None, True, 2**40]}
    torch.save(checkpoint, OUT / f"{name}.pt")
    text(f"{name}.in.txt", ids)
    text(f"{name}.out.txt", p)


class Classifier(nn.Module):
    """Ids to logits from both directions' last states."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(7, 3)
        self.rnn = nn.GRU(3, 4, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(8, 3)

    def forward(self, ids):
        _, h = self.rnn(self.embedding(ids))
        return self.fc(torch.cat([h[0], h[1]], -1))


model = nn.DataParallel(Classifier())
ids = torch.randint(0, 7, (2, 5))
with torch.no_grad():
    p = model.module(ids).softmax(-1)
torch.save(model.state_dict(), OUT / "classifier.pt")
text("classifier.in.txt", ids)
text("classifier.out.txt", p)

# Views, types and containers.
base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
views = {
    "whole": base,
    "transposed": base.t(),
    "every-other": base[::2, 1::2],
    "half": torch.tensor([1.5, -2.25, 65504.0, 6e-8]).half(),
    "bfloat16": torch.tensor([1.5, -3.140625]).bfloat16(),
    "double": torch.tensor([[0.1, 0.2]], dtype=torch.float64),
    "int64": torch.tensor([1, -2, 3]),
    "bool": torch.tensor([True, False]),
    "scalar": torch.tensor(4.0),
    "nested": {"parameter": nn.Parameter(torch.ones(2)), "list": [torch.zeros(1), 5]},
}
torch.save(views, OUT / "views.pt")


class Other:
    """Something that is no tensor."""


torch.save({"w": torch.ones(1), "other": Other()}, OUT / "objects.pt")
torch.save({"w": torch.ones(2)}, OUT / "legacy.pt", _use_new_zipfile_serialization=False)
