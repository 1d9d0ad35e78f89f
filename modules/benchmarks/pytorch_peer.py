#!/usr/bin/env python3
"""The works of `r4j bench` in PyTorch from Python, for what DJL's binding cannot do (bfloat16).

    python3 modules/benchmarks/pytorch_peer.py [--threads N] [--precision f32|autocast|bf16] [WORK ...]

Networks, sizes, update (Adam, gradients clipped by their norm) and protocol (3 s to warm up, then the
median of 4 s) are those of DjlPyTorch, DjlTranslation and DjlSentiment. autocast: float32 weights,
products in bfloat16, as PyTorch's documentation advises; bf16: weights, gradients and Adam's state
are bfloat16, too. Prints a JSON object for each work. Needs PyTorch 2 and nothing else.
"""
import argparse
import json
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F


class LanguageModel(nn.Module):
    def __init__(self, cell, vocabulary, hidden):
        super().__init__()
        self.vocabulary = vocabulary
        self.embedding = nn.Embedding(vocabulary, hidden) if vocabulary > 200 else None
        width = hidden if self.embedding else vocabulary
        self.recurrent = cell(width, hidden, num_layers=2, batch_first=True)
        self.output = nn.Linear(hidden, vocabulary)

    def forward(self, ids):
        kind = self.output.weight.dtype
        x = self.embedding(ids) if self.embedding else F.one_hot(ids, self.vocabulary).to(kind)
        return self.output(self.recurrent(x)[0])


class Translator(nn.Module):
    """Bidirectional encoder, bridges, two decoder layers, general attention, tied output."""

    def __init__(self, vocabulary, hidden):
        super().__init__()
        half = hidden // 2
        self.source = nn.Embedding(vocabulary, half)
        self.target = nn.Embedding(vocabulary, half)
        self.encoder = nn.LSTM(half, half, batch_first=True, bidirectional=True)
        self.bridges = nn.ModuleList(nn.Linear(hidden, hidden) for _ in range(4))
        self.decoder = nn.ModuleList(
            nn.LSTM(width, hidden, batch_first=True) for width in (half, 2 * hidden))
        self.query = nn.Linear(hidden, hidden, bias=False)
        self.readout = nn.Linear(2 * hidden, half)
        self.bias = nn.Parameter(torch.zeros(vocabulary))

    def decode(self, layer, x, summary):
        h = torch.tanh(self.bridges[2 * layer](summary))
        c = self.bridges[2 * layer + 1](summary).to(h.dtype)
        return self.decoder[layer](x, (h[None].to(x.dtype), c[None].to(x.dtype)))[0]

    def forward(self, source, target):
        memory, (h, _) = self.encoder(self.source(source))
        summary = torch.cat((h[0], h[1]), 1)
        first = self.decode(0, self.target(target), summary)
        context = torch.softmax(self.query(first) @ memory.transpose(1, 2), -1) @ memory
        second = self.decode(1, torch.cat((first, context.to(first.dtype)), 2), summary)
        out = torch.tanh(self.readout(torch.cat((second, context.to(second.dtype)), 2)))
        return F.linear(out, self.target.weight, self.bias)


class Classifier(nn.Module):
    def __init__(self, vocabulary, hidden):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, hidden)
        self.encoder = nn.GRU(hidden, hidden, batch_first=True, bidirectional=True)
        self.output = nn.Linear(6 * hidden, 3)

    def forward(self, ids):
        sequence, h = self.encoder(self.embedding(ids))
        return self.output(
            torch.cat((h[0], h[1], sequence.amax(1), sequence.mean(1)), 1))


# name: network, vocabulary, batch, time, whether it trains
WORKS = {
    "lm-char-lstm-train": (lambda: LanguageModel(nn.LSTM, 80, 256), 80, 32, 64, True),
    "lm-char-gru-train": (lambda: LanguageModel(nn.GRU, 80, 256), 80, 32, 64, True),
    "lm-word-lstm-train": (lambda: LanguageModel(nn.LSTM, 10_000, 650), 10_000, 20, 35, True),
    "lm-word-gru-train": (lambda: LanguageModel(nn.GRU, 10_000, 650), 10_000, 20, 35, True),
    "lm-char-lstm-forward": (lambda: LanguageModel(nn.LSTM, 80, 256), 80, 32, 64, False),
    "translation-train": (lambda: Translator(5000, 512), 5000, 88, 12, True),
    "sentiment-train": (lambda: Classifier(8000, 128), 8000, 32, 28, True),
}


def prepare(name, precision):
    make, vocabulary, batch, steps, trains = WORKS[name]
    torch.manual_seed(1)
    network = make()
    if precision == "bf16":
        network = network.to(torch.bfloat16)
    ids = lambda: torch.randint(0, vocabulary, (batch, steps))
    inputs = (ids(), ids()) if name == "translation-train" else (ids(),)
    labels = torch.randint(0, 3, (batch,)) if name == "sentiment-train" else ids()
    adam = torch.optim.Adam(network.parameters(), lr=2e-3)

    def forward():
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "autocast"):
            return network(*inputs)

    def train():
        adam.zero_grad(set_to_none=True)
        y = forward().float()
        F.cross_entropy(y.reshape(-1, y.shape[-1]), labels.reshape(-1)).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5)
        adam.step()

    def infer():
        with torch.inference_mode():
            forward()

    return (train if trains else infer), batch * steps


def seconds(run):
    begin, runs = time.perf_counter(), 0
    while runs < 3 or time.perf_counter() - begin < 3:
        run()
        runs += 1
    times, begin = [], time.perf_counter()
    while len(times) < 7 or time.perf_counter() - begin < 4:
        before = time.perf_counter()
        run()
        times.append(time.perf_counter() - before)
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--threads", type=int, default=0, help="0: as many as PyTorch takes")
    parser.add_argument("--precision", choices=("f32", "autocast", "bf16"), default="f32")
    parser.add_argument("works", nargs="*", metavar="WORK", help=", ".join(WORKS))
    given = parser.parse_args()
    unknown = [work for work in given.works if work not in WORKS]
    if unknown:
        parser.error(f"no work '{unknown[0]}': {', '.join(WORKS)}")
    if given.threads:
        torch.set_num_threads(given.threads)
    for name in given.works or WORKS:
        line = {"work": name, "precision": given.precision, "pytorch": torch.__version__}
        try:
            run, tokens = prepare(name, given.precision)
            line["tokensPerSecond"] = round(tokens / seconds(run))
        except (RuntimeError, NotImplementedError) as e:
            line["cannot"] = str(e).split("\n")[0]
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
