"""Writes models as Keras 3 itself saves them, with what they make of an input.

    KERAS_BACKEND=jax python3 keras_real.py ../resources/io/github/recurrent4j/interchange     (keras 3, h5py, jax)
"""
import pathlib
import sys

import keras
import numpy
from keras import layers

OUT = pathlib.Path(sys.argv[1])


def text(name, values):
    lines = [" ".join(str(n) for n in values.shape)]
    (OUT / name).write_text("\n".join(lines + [repr(float(v)) for v in values.flatten()]) + "\n")


def shaken(model, random):
    """Biases begin at 0 or 1, where a wrong order would not be seen."""
    model.set_weights([w + 0.1 * random.standard_normal(w.shape).astype("float32") for w in model.get_weights()])


def write(name, model, x):
    shaken(model, numpy.random.default_rng(len(name)))
    text(f"keras3-{name}.in.txt", x)
    text(f"keras3-{name}.out.txt", numpy.asarray(model(x)))
    model.save(OUT / f"keras3-{name}.keras")
    model.save(OUT / f"keras3-{name}.h5")


keras.utils.set_random_seed(1)
vectors = numpy.random.default_rng(2).standard_normal((2, 5, 3)).astype("float32")
ids = numpy.array([[1, 4, 2, 7, 3], [5, 5, 0, 6, 1]], dtype="float32")


def sequential(*parts, shape=(5, 3)):
    return keras.Sequential([keras.Input(shape), *parts])


write("gru-after", sequential(layers.GRU(4, return_sequences=True)), vectors)
write("gru-before", sequential(layers.GRU(4, return_sequences=True, reset_after=False)), vectors)
write("lstm-2", sequential(layers.LSTM(4, return_sequences=True), layers.LSTM(3)), vectors)
write("rnn", sequential(layers.SimpleRNN(4, return_sequences=True)), vectors)
write(
    "classifier",
    sequential(
        layers.Embedding(8, 3),
        layers.Bidirectional(layers.LSTM(4)),
        layers.Dense(3, activation="softmax"),
        shape=(5,),
    ),
    ids,
)
write(
    "tagger",
    sequential(
        layers.Embedding(8, 3),
        layers.Bidirectional(layers.GRU(4, return_sequences=True)),
        layers.TimeDistributed(layers.Dense(3, activation="softmax")),
        shape=(5,),
    ),
    ids,
)
# A functional model.
given = keras.Input((5,))
above = layers.GRU(4)(layers.Embedding(8, 3)(given))
write("functional", keras.Model(given, layers.Dense(2)(above)), ids)
