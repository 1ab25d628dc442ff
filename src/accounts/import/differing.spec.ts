import { describe, expect, it } from '@jest/globals';
import { type Difference, differenceWords } from './differing.js';

const told = (field: Difference['field'], was: string, becomes: string, by_hand: string | null = null) =>
  differenceWords({ field, was, becomes, by_hand });

describe('What a file says otherwise', () => {
  it('is told with both values; of an area the unit once', () => {
    expect(told('area', '41,2\u00A0м²', '45\u00A0м²')).toBe('Площадь: 41,2 → 45\u00A0м²');
    expect(told('area', '41,2\u00A0м²', 'не указано')).toBe('Площадь: 41,2\u00A0м² → не указано');
    expect(told('owner', 'Ким А.', 'Ли В.')).toBe('Владелец: Ким А. → Ли В.');
  });

  it('says whose correction by hand it takes the place of', () => {
    expect(told('closed', 'закрыт', 'открыт', 'исправлено вручную 5 ноября 2026: Ли Пётр, опечатка')).toBe(
      'Счет: закрыт → открыт (исправлено вручную 5 ноября 2026: Ли Пётр, опечатка)',
    );
  });
});
