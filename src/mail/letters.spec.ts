import { describe, expect, it } from '@jest/globals';
import { pauseAfter } from './letter-pause.js';
import { prolonged } from './letters.js';

describe('Pauses between attempts to send a letter', () => {
  it('grow from 5 seconds to 10 minutes', () => {
    expect([1, 2, 3, 4, 7, 8, 50].map(pauseAfter)).toEqual([5, 10, 20, 40, 320, 600, 600]);
  });
});

describe('A letter that waits because of the portal', () => {
  const createdAt = new Date('2026-11-20T10:00:00Z');
  const notAfter = new Date('2026-11-21T10:00:00Z');
  const letter = { kind: 'password-changed', createdAt, notAfter } as const;

  it('has a day from the last attempt, for two weeks', () => {
    expect(prolonged(letter, createdAt)).toEqual(notAfter);
    expect(prolonged(letter, new Date('2026-11-21T09:00:00Z'))).toEqual(new Date('2026-11-22T09:00:00Z'));
    expect(prolonged(letter, new Date('2026-12-30T09:00:00Z'))).toEqual(new Date('2026-12-04T10:00:00Z'));
  });

  it('never lives shorter, and not longer than its code', () => {
    const long = { ...letter, notAfter: new Date('2027-01-01T00:00:00Z') };
    expect(prolonged(long, new Date('2026-12-30T09:00:00Z'))).toEqual(long.notAfter);
    const late = new Date('2026-11-21T09:59:00Z');
    expect(prolonged({ ...letter, kind: 'recovery' }, late)).toEqual(notAfter);
  });
});
