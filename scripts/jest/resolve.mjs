const GLOBALS = new URL('./globals.mjs', import.meta.url).href;
const TESTS = new URL('../../build/test/src/', import.meta.url).href;
const PRODUCT = new URL('../../dist/', import.meta.url).href;

/** Tests import the product as if it lay beside them; what is compiled once only lies in dist. */
export function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: GLOBALS, shortCircuit: true };
  const url = specifier.startsWith('.') ? new URL(specifier, context.parentURL).href : specifier;
  const ours = url.startsWith(TESTS) && !url.endsWith('.spec.js');
  return next(ours ? PRODUCT + url.slice(TESTS.length) : url, context);
}
