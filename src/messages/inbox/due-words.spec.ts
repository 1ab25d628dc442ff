import { describe, expect, it } from '@jest/globals';
import { dueWords } from './due-words.js';

const told = (due: string | null, soon: string | null, today: string, waits = true) => {
  const words = dueWords({ waits, due_day: due, soon_day: soon }, today);
  return words && [words.tone, words.words.replaceAll('\u00A0', ' ')];
};

describe('The day for an answer', () => {
  it('is told calmly, then with what is left, then as over', () => {
    expect(told('2026-12-07', '2026-12-01', '2026-11-23')).toEqual(['calm', 'До 7 декабря']);
    expect(told('2026-11-27', '2026-11-23', '2026-11-23')).toEqual(['soon', 'До 27 ноября, 4 дня']);
    expect(told('2026-11-27', '2026-11-23', '2026-11-26')).toEqual(['soon', 'До 27 ноября, 1 день']);
    expect(told('2026-11-27', '2026-11-23', '2026-11-27')).toEqual(['soon', 'До 27 ноября, сегодня']);
    expect(told('2026-11-21', '2026-11-17', '2026-11-23')).toEqual(['late', 'Просрочено на 2 дня']);
  });

  it('has its year where it is another', () => {
    expect(told('2027-01-12', '2026-12-29', '2026-12-20')).toEqual(['calm', 'До 12 января 2027']);
  });

  it('is named later while its calendar is missing, and is none where no answer is owed', () => {
    expect(told(null, null, '2026-11-23')).toEqual(['unknown', 'Срок назовём позже']);
    expect(told('2026-11-27', '2026-11-23', '2026-11-23', false)).toBeUndefined();
  });
});
