import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { LETTERS_OF_WAYS_IN } from './letters-of-ways-in.js';

/** What templates call that which opens a door. */
const KEYS = /\{\{(code|link|undo)\}\}/g;

describe.each(Object.entries(LETTERS_OF_WAYS_IN))('The letter «%s»', (kind, { secret }) => {
  it('has all of its keys erased when it has left', () => {
    const template = readFileSync(`templates/mail/${kind}.hbs`, 'utf8');
    const keys = [...new Set([...template.matchAll(KEYS)].map(([, name]) => name!))].sort();
    expect(secret === false ? [] : [...secret].sort()).toEqual(keys);
  });
});
