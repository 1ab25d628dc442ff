import { describe, expect, it } from '@jest/globals';
import { visitWords } from './visit-words.js';

const orekhova = { last_name: 'Орехова', first_name: 'Нина', phone: '+79025554811' };

describe('A door that nobody has opened', () => {
  it.each([
    [['2026-11-12'], 'Дверь не открыли 12 ноября.'],
    [['2026-11-12', '2026-11-22'], 'Дверь не открыли 12 и 22 ноября.'],
    [['2026-11-30', '2026-12-01'], 'Дверь не открыли 30 ноября и 1 декабря.'],
    [['2026-12-31', '2027-01-01', '2027-02-01'], 'Дверь не открыли 31 декабря, 1 января и 1 февраля.'],
    [
      ['2026-10-30', '2026-11-01', '2026-11-12', '2026-11-22'],
      'Дверь не открыли 30 октября, 1, 12 и 22 ноября.',
    ],
  ])('%j: %s', (days, words) => {
    expect(visitWords(days, orekhova).replaceAll('\u00A0', ' ')).toBe(
      `${words} Позвоните: Орехова Н., +7 902 555-48-11`,
    );
    expect(visitWords(days, null).replaceAll('\u00A0', ' ')).toBe(
      `${words} Телефона нет: никто не привязал счет.`,
    );
  });
});
