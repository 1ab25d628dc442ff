import { describe, expect, it } from '@jest/globals';
import { filterQuery, isSearchable, searchedWords, typedSearch, typedText } from './list-filter.js';

const none = (): undefined => undefined;

describe('The address of a list', () => {
  it('says what differs from the usual tab, and nothing else', () => {
    expect(filterQuery({ show: 'all', house: '', q: '' }, 'all')).toBe('');
    expect(filterQuery({ show: 'late', house: '', q: 'а б' }, 'all', { after: '1' })).toBe(
      '?show=late&q=%D0%B0+%D0%B1&after=1',
    );
  });

  it('names a text once and not too long, and a search with plain spaces', () => {
    expect(typedText({ q: ['а', 'б'] }, 'q')).toBe('');
    expect(typedText({ q: 'я'.repeat(300) }, 'q')).toHaveLength(200);
    expect(typedSearch({ q: ' кв.\u00a07\u0000 ' })).toBe('кв. 7');
  });
});

describe('A search of a list', () => {
  it('takes a whole number first, then telephones, short numbers and words', () => {
    expect(searchedWords('2026-000151', (q) => q)).toEqual(['2026-000151']);
    expect(searchedWords('8 (902) 555-66-77', none)).toEqual(['9025556677']);
    expect(searchedWords('151', none)).toEqual(['-000151']);
    expect(searchedWords('Павлова, лесная 4', none)).toEqual(['Павлова', 'лесная', '4']);
    expect(searchedWords('а '.repeat(20), none)).toHaveLength(8);
  });

  it('is not begun with what no index can find', () => {
    expect(isSearchable(['лес'])).toBe(true);
    expect(isSearchable(['4', 'кв', '%%%%'])).toBe(false);
  });
});
