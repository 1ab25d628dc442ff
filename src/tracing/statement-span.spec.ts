import { describe, expect, it } from '@jest/globals';
import { statementName, withoutValues } from './statement-span.js';

describe('A span of a statement', () => {
  it.each([
    [{ name: 'linked account', text: 'SELECT 1 FROM accounts' }, 'linked account'],
    [{ text: '\n  SELECT a.id FROM accounts a' }, 'SELECT accounts'],
    [{ text: 'INSERT INTO "letters" (kind) VALUES ($1)' }, 'INSERT letters'],
    [{ text: 'update letters SET attempts = 1' }, 'UPDATE letters'],
    [{ text: 'BEGIN' }, 'BEGIN'],
    [{ text: '' }, 'STATEMENT'],
  ])('is called by what it does: %j', (statement, name) => {
    expect(statementName(statement)).toBe(name);
  });

  it('holds no value that stands in the text', () => {
    expect(withoutValues("SELECT  'Иванов, ''Лесная'' 4'\n FROM residents WHERE email = $1")).toBe(
      'SELECT ? FROM residents WHERE email = $1',
    );
    expect(withoutValues(`SELECT ${'x, '.repeat(5000)}`)).toHaveLength(2000);
  });
});
