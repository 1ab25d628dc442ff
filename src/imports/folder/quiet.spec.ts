import { describe, expect, it } from '@jest/globals';
import { Quiet } from './quiet.js';

const file = (path: string, print: string) => ({ path, print });

describe('A file that is dropped', () => {
  it('counts as whole when it has stayed as it is', () => {
    const quiet = new Quiet(100);
    expect(quiet.of([file('a', '1')], 0)).toEqual([]);
    expect(quiet.of([file('a', '1')], 99)).toEqual([]);
    expect(quiet.of([file('a', '1'), file('b', '7')], 100)).toEqual([file('a', '1')]);
  });

  it('begins anew when it grows, or is another one of the name', () => {
    const quiet = new Quiet(100);
    quiet.of([file('a', '1')], 0);
    expect(quiet.of([file('a', '2')], 100)).toEqual([]);
    expect(quiet.of([file('a', '2')], 199)).toEqual([]);
    expect(quiet.of([], 150)).toEqual([]);
    expect(quiet.of([file('a', '2')], 300)).toEqual([]);
    expect(quiet.of([file('a', '2')], 400)).toEqual([file('a', '2')]);
  });
});
