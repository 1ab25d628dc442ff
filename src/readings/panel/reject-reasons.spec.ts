import { describe, expect, it } from '@jest/globals';
import { REASONS, reasonOf } from './reject-reasons.js';

describe('The reason of a rejection', () => {
  it('is a whole sentence for the resident, with what the office adds', () => {
    for (const reason of Object.keys(REASONS).filter((name) => name !== 'own')) {
      expect(reasonOf(reason, '')).toMatch(/^[А-Я].+\.$/);
    }
    expect(reasonOf('visit', 'Было 130.')).toBe('Наш сотрудник при обходе снял другие показания. Было 130.');
  });

  it('is the own text alone where none of the list fits', () => {
    expect(reasonOf('own', 'Счетчик опломбирован заново')).toBe('Счетчик опломбирован заново');
    expect(reasonOf('own', '')).toBeUndefined();
  });
});
