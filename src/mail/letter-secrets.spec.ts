import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { HIDDEN, withoutSecrets } from './letter-secrets.js';
import { type LetterKind, LETTERS } from './letters.js';

describe('Secrets of a letter', () => {
  it('are covered, and all else stays', () => {
    const data = { code: 'K7mQ2xYz', link: 'abc', login: 'irina', life: '3 дня' };
    expect(withoutSecrets('recovery', data)).toEqual({ ...data, code: HIDDEN, link: HIDDEN });
  });

  it('stay away where the letter has none', () => {
    expect(withoutSecrets('email-changed', { login: 'irina' })).toEqual({ login: 'irina' });
    expect(withoutSecrets('email-changed', { undo: null })).toEqual({ undo: null });
    expect(withoutSecrets('receipt', { link: 'a page' })).toEqual({ link: 'a page' });
    expect(withoutSecrets('recovery', null)).toBeNull();
  });

  // What opens a door stands in an address behind «=», or alone as an address; all other addresses are pages of the portal.
  it.each(Object.keys(LETTERS) as LetterKind[])('are named for «%s», whatever its template says', (kind) => {
    const source = readFileSync(
      new URL(`../../../../templates/mail/text/${kind}.hbs`, import.meta.url),
      'utf8',
    );
    const { secret } = LETTERS[kind];
    const named: readonly string[] = secret === false ? [] : secret;
    const opens = [...source.matchAll(/(?:k|code|CHECKWORD|to)=\{\{(\w+)\}\}|^\{\{(\w+)\}\}$/gm)]
      .map(([, one, other]) => one ?? other!)
      .filter((name) => /^(code|link|undo|url|key|word)/.test(name));
    expect([...new Set(opens)].filter((name) => !named.includes(name))).toEqual([]);
  });

  it('are covered in the parts of a letter, too', () => {
    const flats = [
      { address: 'Лесная, 4–5', link: 'https://x/r/key', meters: [{ number: '1' }] },
      { link: false },
    ];
    expect(withoutSecrets('readings-nudge', { flats, none: null })).toEqual({
      flats: [{ address: 'Лесная, 4–5', link: HIDDEN, meters: [{ number: '1' }] }, { link: false }],
      none: null,
    });
  });
});
