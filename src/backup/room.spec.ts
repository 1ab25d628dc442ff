import { describe, expect, it } from '@jest/globals';
import { roomNeeded } from './room.js';

const MB = 1024 * 1024;

describe('The room that a backup needs', () => {
  it('is that of the last one and a quarter', () => {
    expect(roomNeeded(400 * MB, 9000 * MB, 300 * MB)).toBe(564 * MB);
  });

  it('is that of all there is for the first one', () => {
    expect(roomNeeded(undefined, 900 * MB, 300 * MB)).toBe(1264 * MB);
  });
});
