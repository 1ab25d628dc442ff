const { join, resolve, sep } = require('node:path');

const TESTS = join(__dirname, '..', 'build', 'test', 'src') + sep;
const PRODUCT = join(__dirname, '..', 'dist') + sep;

/** Tests import the product as if it lay beside them; what is compiled once only lies in dist. */
module.exports = (path, options) => {
  const file = path.startsWith('.') ? resolve(options.basedir, path) : path;
  const ours = file.startsWith(TESTS) && !file.endsWith('.spec.js');
  return options.defaultResolver(ours ? PRODUCT + file.slice(TESTS.length) : path, options);
};
