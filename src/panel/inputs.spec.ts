import { describe, expect, it } from '@jest/globals';
import type { PanelFields } from './declaration.js';
import { readInput } from './inputs.js';

const FIELDS: PanelFields = {
  reason: { type: 'text', label: 'Причина', required: true, max: 10 },
  uses: { type: 'number', label: 'Раз', min: 1, max: 5 },
  term: { type: 'select', label: 'Срок', options: { 30: '30 дней' } },
  accounts: { type: 'records', resource: 'accounts', label: 'Счета', max: 2 },
  sure: { type: 'checkbox', label: 'Да' },
  day: { type: 'date', label: 'День' },
};
const read = (sent: Record<string, unknown>) => readInput(FIELDS, sent, undefined);

describe('what a form of the panel sends', () => {
  it('is trimmed and typed', () => {
    const id = '00000000-0000-4000-8000-000000000001';
    const { input, errors } = read({ reason: ' да ', uses: '3', term: '30', accounts: [id, id], sure: true });
    expect(errors).toEqual({});
    expect(input).toEqual({ reason: 'да', uses: 3, term: '30', accounts: [id], sure: true, day: '' });
  });

  it.each([
    ['2026-10-31', '2026-10-31'],
    ['1.3.2026', '2026-03-01'],
  ])('takes the day «%s»', (typed, day) => {
    expect(read({ reason: 'да', day: typed }).input['day']).toBe(day);
  });

  it('may leave out what is not required', () => {
    expect(read({ reason: 'да' })).toEqual({
      errors: {},
      input: { reason: 'да', uses: undefined, term: '', accounts: [], sure: false, day: '' },
    });
  });

  it.each([
    ['reason', '   '],
    ['reason', 'x'.repeat(11)],
    ['reason', 'a\u0000b'],
    ['reason', 'a\u202eb'],
    ['reason', '\ud800'],
    ['reason', ['a']],
    ['uses', '6'],
    ['uses', '1.5'],
    ['uses', {}],
    ['term', 'constructor'],
    ['accounts', ['1']],
    ['accounts', 'no'],
    ['sure', 'yes'],
    ['day', '31.02.2026'],
    ['day', '9999-01-01'],
    ['day', 'вчера'],
    ['day', 5],
    ['', 'a field nobody has declared'],
  ])('is refused at %s for %j', (name, value) => {
    const { errors } = read({ reason: 'да', [name || 'other']: value });
    expect(Object.keys(errors)).toEqual([name]);
  });
});
