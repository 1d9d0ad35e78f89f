// Builds small models with TensorFlow.js's layers, Keras's own in JavaScript, and prints one JSON object: for each model its
// description, weights, input and output.
//
//     npm install @tensorflow/tfjs-layers@4 @tensorflow/tfjs-core@4 @tensorflow/tfjs-backend-cpu@4
//     node keras_models.mjs > models.json
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

let seed = 1;

// Weights of their own for every layer and direction, biases too.
function randomize(model) {
  model.setWeights(model.getWeights().map((w) => tf.randomUniform(w.shape, -0.7, 0.7, 'float32', seed++)));
  return model;
}

function build(...parts) {
  const model = sequential();
  parts.forEach((part) => model.add(part));
  return randomize(model);
}

const recurrent = (kind, units, more) => layers[kind]({ units, recurrentInitializer: 'zeros', recurrentActivation: 'sigmoid', ...more });
const ids = tf.tensor2d([[1, 5, 2, 0, 6], [3, 3, 4, 6, 1]]);
const x = tf.randomUniform([2, 5, 3], -1, 1, 'float32', 7);
const embedding = () => layers.embedding({ inputDim: 7, outputDim: 3, inputLength: 5 });
const dense = (units, activation) => layers.dense({ units, activation });

const models = {
  'gru-before': [x, build(recurrent('gru', 4, { inputShape: [5, 3], returnSequences: true }))],
  'lstm-last': [x, build(recurrent('lstm', 4, { inputShape: [5, 3], returnSequences: true }), recurrent('lstm', 3, {}))],
  'rnn': [x, build(recurrent('simpleRNN', 4, { inputShape: [5, 3], returnSequences: true }))],
  'classifier': [ids, build(embedding(), layers.bidirectional({ layer: recurrent('gru', 4, {}), mergeMode: 'concat' }),
    layers.dropout({ rate: 0.2 }), dense(6, 'tanh'), dense(3, 'softmax'))],
  'tagger': [ids, build(embedding(), layers.bidirectional({ layer: recurrent('lstm', 4, { returnSequences: true }), mergeMode: 'concat' }),
    layers.timeDistributed({ layer: dense(5, 'softmax') }))],
  'pooled': [ids, build(embedding(), recurrent('lstm', 4, { returnSequences: true }), layers.globalMaxPooling1d(), dense(1, 'sigmoid'))],
};

const result = {};
for (const [name, [input, model]] of Object.entries(models)) {
  const output = model.predict(input);
  result[name] = {
    config: JSON.parse(model.toJSON()),
    layers: model.layers.map((layer) => ({
      name: layer.name,
      className: layer.getClassName(),
      weights: layer.weights.map((w) => ({ name: w.name, shape: w.shape, values: Array.from(w.read().dataSync()) })),
    })),
    input: { shape: input.shape, values: Array.from(input.dataSync()) },
    output: { shape: output.shape, values: Array.from(output.dataSync()) },
  };
}
console.log(JSON.stringify(result));
