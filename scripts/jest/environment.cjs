/** An environment without a realm of its own: what `jest-environment-node` makes anew for each spec is not used. */
module.exports = class {
  global = {};
  moduleMocker = { restoreAllMocks: () => undefined };

  getVmContext() {
    return null;
  }

  async setup() {}

  async teardown() {}
};
