/** What `@jest/globals` gives the spec that runs now. */
exports.suite = {};
