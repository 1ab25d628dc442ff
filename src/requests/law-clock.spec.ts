import { describe, expect, it } from '@jest/globals';
import { termShown } from './law-clock.js';

const at = (local: string): Date => new Date(`2026-11-${local.replace(' ', 'T')}:00+08:00`);
const LEAK = {
  ...{ title: 'Остановить течь', minutes: 30, reference: 'п. 13', from: at('23 10:00'), due: at('23 10:30') },
  ...{ soonAt: at('23 10:20'), doneAt: null as Date | null },
};
const shown = (now: string, doneAt: Date | null = null) => {
  const { left, tone, percent, law } = termShown({ ...LEAK, doneAt }, at(now), 'Asia/Irkutsk');
  return [left.replaceAll('\u00A0', ' '), tone, percent, law.replaceAll('\u00A0', ' ')];
};
const LAW = 'по закону 30 минут, до 10:30';

describe('termShown', () => {
  it('tells what is left', () => {
    expect(shown('23 10:09')).toEqual(['осталось 21 мин', 'calm', 30, LAW]);
    expect(shown('23 10:25')).toEqual(['осталось 5 мин', 'soon', 83, LAW]);
  });

  it('tells how late it is', () => {
    expect(shown('23 10:42')).toEqual(['просрочено на 12 мин', 'late', 100, LAW]);
  });

  it('tells how long it took, and by how much that was late', () => {
    expect(shown('23 12:00', at('23 10:18'))).toEqual(['✓ за 18 мин', 'done', 60, LAW]);
    expect(shown('23 12:00', at('23 10:42'))).toEqual([
      'за 42 мин, на 12 мин позже срока',
      'done-late',
      100,
      LAW,
    ]);
  });
});
