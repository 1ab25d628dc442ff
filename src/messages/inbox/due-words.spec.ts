import { describe, expect, it } from '@jest/globals';
import { dueWords } from './due-words.js';

const told = (due: string | null, soon: string | null, today: string, left?: number, waits = true) => {
  const words = dueWords({ waits, due_day: due, soon_day: soon }, today, left);
  return words && [words.tone, words.words.replaceAll('\u00A0', ' ')];
};

describe('The day for an answer', () => {
  it('is told calmly, then with the working days that are left, then as over', () => {
    expect(told('2026-12-07', '2026-12-01', '2026-11-23', 10)).toEqual(['calm', 'До 7 декабря']);
    expect(told('2026-11-30', '2026-11-24', '2026-11-24', 4)).toEqual([
      'soon',
      'До 30 ноября, 4 рабочих дня',
    ]);
    expect(told('2026-11-30', '2026-11-24', '2026-11-28', 1)).toEqual([
      'soon',
      'До 30 ноября, 1 рабочий день',
    ]);
    expect(told('2026-11-27', '2026-11-23', '2026-11-27', 0)).toEqual(['soon', 'До 27 ноября, сегодня']);
    expect(told('2026-11-20', '2026-11-16', '2026-11-24', -2)).toEqual([
      'late',
      'Просрочено на 2 рабочих дня',
    ]);
  });

  it('is over without a number while nobody has worked since, or nobody knows', () => {
    expect(told('2026-11-27', '2026-11-23', '2026-11-28', 0)).toEqual(['late', 'Просрочено']);
    expect(told('2026-11-27', '2026-11-23', '2027-01-20')).toEqual(['late', 'Просрочено']);
    expect(told('2027-01-12', '2026-12-29', '2026-12-29')).toEqual(['soon', 'До 12 января 2027']);
  });

  it('has its year where it is another', () => {
    expect(told('2027-01-12', '2026-12-29', '2026-12-20')).toEqual(['calm', 'До 12 января 2027']);
  });

  it('is named later while its calendar is missing, and is none where no answer is owed', () => {
    expect(told(null, null, '2026-11-23')).toEqual(['unknown', 'Срок назовём позже']);
    expect(told('2026-11-27', '2026-11-23', '2026-11-23', 4, false)).toBeUndefined();
  });
});
