import { suite } from './suite-globals.cjs';

/** `@jest/globals` for modules that outlive a spec: each call is of the spec that runs now. */
const current = (name) =>
  new Proxy(() => undefined, {
    apply: (_target, _this, args) => suite[name](...args),
    get: (_target, property) => suite[name][property],
  });

export const afterAll = current('afterAll');
export const afterEach = current('afterEach');
export const beforeAll = current('beforeAll');
export const beforeEach = current('beforeEach');
export const describe = current('describe');
export const expect = current('expect');
export const it = current('it');
