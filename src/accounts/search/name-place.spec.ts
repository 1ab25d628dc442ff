import { describe, expect, it } from '@jest/globals';
import { namePlace } from './name-place.js';

describe('The place of words in a name', () => {
  it('puts a surname before one that begins so, a name, and a patronymic', () => {
    const names = [
      ['павлов', 'денис', 'олегович'],
      ['павлова', 'вера', 'сергеевна'],
      ['ким', 'павлов'],
      ['белова', 'анна', 'павловна'],
    ];
    const places = names.map((name) => namePlace(['павлов'], [name]));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(new Set(places).size).toBe(names.length);
  });

  it('is that of whoever fits best', () => {
    const people = [
      ['белова', 'анна', 'павловна'],
      ['павлов', 'денис'],
    ];
    expect(namePlace(['павлов'], people)).toBe(0);
    expect(namePlace(['павлов', 'денис'], people)).toBe(1);
  });

  it('is the last where nobody is called so, and none where nothing was said', () => {
    expect(namePlace(['ким'], [['павлов']])).toBeGreaterThan(namePlace(['павл'], [['павлов']]));
    expect(namePlace([], [['павлов']])).toBe(0);
    expect(namePlace([], [])).toBe(0);
  });
});
