import { describe, expect, it } from '@jest/globals';
import { withoutValues } from './without-values.js';

describe('A statement that is shown', () => {
  it.each([
    ['SELECT  *\n FROM users WHERE id = $1', 'SELECT * FROM users WHERE id = $1'],
    [
      "SELECT 1 FROM users WHERE email = 'vera@example.ru' AND x = 10",
      "SELECT 1 FROM users WHERE email = '…' AND x = 10",
    ],
    ["SELECT 'it''s' FROM t WHERE phone = 89021112233", "SELECT '…''…' FROM t WHERE phone = …"],
    ['DO $$ BEGIN vera END $$', 'DO $$…$$'],
    ["SELECT 'a', 'vera@exam", "SELECT '…', "],
  ])('%j is %j', (query, shown) => {
    expect(withoutValues(query)).toBe(shown);
  });

  it('is no longer than a line or two', () => {
    expect(withoutValues(`SELECT ${'a, '.repeat(200)}`).length).toBe(161);
  });
});
