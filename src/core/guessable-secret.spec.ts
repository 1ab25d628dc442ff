import { describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { isGuessable } from './guessable-secret.js';

describe('A secret', () => {
  it.each([
    '12345678901234567890123456789012',
    '0123456789abcdef0123456789abcdef',
    '0123456789abcdefghijklmnopqrstuv',
    'abcdefghijklmnopqrstuvwxyz012345',
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345',
    'fedcba9876543210fedcba9876543210',
    'qwertyuiopasdfghjklzxcvbnm123456',
    'qwertyuiop[]asdfghjkl;zxcvbnm,./',
    '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,',
    'йцукенгшщзхъфывапролджэячсмитьбю',
    'secret-secret-secret-secret-secr',
    'kabinet2026kabinet2026kabinet2026',
    'passwordpasswordpassword12345678',
    'aabbccddeeffgghhiijjkkllmmnnoopp',
    '1a2b3c4d5e6f7g8h9i1a2b3c4d5e6f7g',
    '1122334455667788990011223344556677',
    '13579bdfhjlnprtvxz13579bdfhjlnpr',
    'AbCdEfGhIjKlMnOpQrStUvWxYz123456',
    'x'.repeat(40),
    'abcabcabcabcabcabcabcabcabcabcabcabc',
  ])('that a person makes of a pattern is refused: %s', (secret) => {
    expect(isGuessable(secret)).toBe(true);
  });

  it('made by chance is taken, whatever it is written in', () => {
    for (let time = 0; time < 300; time += 1) {
      for (const secret of [
        randomBytes(48).toString('base64'),
        randomBytes(24).toString('base64url'),
        randomBytes(32).toString('hex'),
        randomBytes(16).toString('hex'),
        randomUUID(),
      ]) {
        expect([secret, isGuessable(secret)]).toEqual([secret, false]);
      }
    }
  });
});
