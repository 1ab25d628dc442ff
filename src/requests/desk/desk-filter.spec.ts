import { describe, expect, it } from '@jest/globals';
import { isSearchable } from '../../office/list-filter.js';
import { cursorOf, cursorText, filterOf, isOfOpen, queryOf, searchedWords } from './desk-filter.js';

const ID = '0b8f6a0e-3f64-4f0e-9a55-0d6f3a3b2c1d';

describe('The address of the desk', () => {
  it('says the filters that it was read from', () => {
    const query = { show: 'late', house: ID, kind: 'leak', state: 'open', executor: 'none', q: 'лесная 4' };
    const filter = filterOf(query);
    expect(filter).toEqual(query);
    expect(filterOf(Object.fromEntries(new URLSearchParams(queryOf(filter))))).toEqual(query);
    expect(queryOf(filterOf({}))).toBe('');
  });

  it('asks for nothing where it makes no sense', () => {
    const odd = { show: '__proto__', house: "'", kind: 'A', state: 'toString', executor: '1', q: ['a'] };
    expect(filterOf(odd)).toEqual(filterOf({}));
    expect(filterOf({ q: `${'я'.repeat(300)}` }).q).toHaveLength(200);
    expect(filterOf({ q: ' кв.\u00a07\u0000 ' }).q).toBe('кв. 7');
  });

  it('keeps the place of a page, and knows no other', () => {
    const place = {
      asOf: new Date('2026-11-23T02:42:00Z'),
      band: 1,
      at: new Date('2026-11-23T02:47:00Z'),
      id: ID,
    };
    expect(cursorOf(cursorText(place))).toEqual(place);
    for (const odd of ['', undefined, 'x', `1.7.2.${ID}`, '1.1.1.x', `zzzzzzzzzz.1.1.${ID}`]) {
      expect(cursorOf(odd)).toBeUndefined();
    }
  });
});

describe('The list of the desk', () => {
  it('is of what waits, unless something done is asked for or something is searched', () => {
    expect(isOfOpen(filterOf({}))).toBe(true);
    expect(isOfOpen(filterOf({ state: 'deferred', q: 'лесная' }))).toBe(true);
    expect(isOfOpen(filterOf({ q: 'лесная' }))).toBe(false);
    expect(isOfOpen(filterOf({ state: 'closed' }))).toBe(false);
    expect(isOfOpen(filterOf({ state: 'any' }))).toBe(false);
  });
});

describe('A search at the desk', () => {
  it('takes telephones by their last digits, short numbers as those of requests, and the rest as words', () => {
    expect(searchedWords('8 (902) 555-66-77')).toEqual(['9025556677']);
    expect(searchedWords('+7 902 555 66 77')).toEqual(['9025556677']);
    expect(searchedWords('151')).toEqual(['-000151']);
    expect(searchedWords('заявка 151')).toEqual(['-000151']);
    expect(searchedWords('Заявка № 2026-151')).toEqual(['2026-000151']);
    expect(searchedWords('2026-000151')).toEqual(['2026-000151']);
    expect(searchedWords('Павлова, лесная 4')).toEqual(['Павлова', 'лесная', '4']);
  });

  it('is not begun with what no index can find', () => {
    expect(isSearchable(searchedWords('лес'))).toBe(true);
    for (const odd of ['4 кв', '%%%%', '№', 'а б в']) {
      expect([odd, isSearchable(searchedWords(odd))]).toEqual([odd, false]);
    }
  });
});
