import { describe, expect, it } from '@jest/globals';
import { cell } from './cell-text.js';

describe('what staff read in a cell', () => {
  const column = { label: '', sql: '' };

  it('is a sum, a date in words or a measure', () => {
    expect(cell({ ...column, type: 'money' }, '-512345', 'UTC')).toBe('\u22125\u00a0123,45\u00a0₽');
    expect(cell({ ...column, type: 'balance' }, '-30000', 'UTC')).toBe('Переплата 300,00\u00a0₽');
    expect(cell({ ...column, type: 'balance' }, '0', 'UTC')).toBe('Долга нет');
    expect(cell({ ...column, type: 'balance' }, '512345', 'UTC')).toBe('5\u00a0123,45\u00a0₽');
    expect(cell({ ...column, type: 'rows' }, '12002 913500', 'UTC')).toBe(
      '12\u00a0002 строки на 9\u00a0135,00\u00a0₽',
    );
    expect(cell({ ...column, type: 'rows' }, ' 913500', 'UTC')).toBe('9\u00a0135,00\u00a0₽');
    expect(cell({ ...column, type: 'month' }, '2026-10-01', 'UTC')).toBe('октябрь\u00a02026');
    expect(cell({ ...column, type: 'number' }, '-1234567.50', 'UTC')).toBe('\u22121\u00a0234\u00a0567,50');
    expect(cell({ ...column, type: 'date' }, '2026-01-05', 'Asia/Irkutsk')).toBe('5 января 2026');
    expect(cell({ ...column, type: 'datetime' }, '2026-11-22T22:10:00Z', 'Asia/Irkutsk')).toBe(
      '23 ноября 2026, 06:10',
    );
    expect(cell({ ...column, type: 'number', unit: 'м²' }, '54.30', 'UTC')).toBe('54,30\u00a0м²');
  });

  it('is nothing for an empty value', () => {
    expect(cell({ ...column, type: 'money' }, null, 'UTC')).toBeNull();
    expect(cell({ ...column, type: 'text' }, '', 'UTC')).toBeNull();
  });
});
