const { register } = require('node:module');
const { pathToFileURL } = require('node:url');
const { default: runSuite } = require('jest-circus/runner');
const { suite } = require('./suite-globals.cjs');

register('./resolve.mjs', pathToFileURL(__filename));

/** Circus keeps handlers of events and the tests it has seen for as long as its realm lives: each spec gets a new one. */
function anew(file) {
  delete require.cache[file];
  delete globalThis[Symbol.for('EVENT_HANDLERS')];
  return require(file);
}

/** What Circus asks of the runtime of Jest, answered by Node: one realm and one set of modules for all specs of a worker. */
const runtime = {
  requireInternalModule: anew,
  requireModule: require,
  unstable_shouldLoadAsEsm: () => true,
  unstable_importModule: (file) => import(pathToFileURL(file).href),
  setGlobalsForRuntime: (globals) => Object.assign(suite, globals),
  enterTestCode: () => undefined,
  leaveTestCode: () => undefined,
};

module.exports = (globalConfig, config, environment, _runtime, testPath, sendMessageToJest) =>
  runSuite(globalConfig, config, environment, runtime, testPath, sendMessageToJest);
