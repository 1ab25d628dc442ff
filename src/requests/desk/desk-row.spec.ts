import { describe, expect, it } from '@jest/globals';
import { clockShown, midnightAfter, rowShown, timeLeft } from './desk-row.js';
import type { DeskRow } from './desk.sql.js';

const ZONE = 'Asia/Irkutsk';
const at = (text: string): Date => new Date(`${text}+08:00`);
const NOW = at('2026-11-23T10:42:00');
const plain = (text: string): string => text.replaceAll('\u00A0', ' ');
const shown = { now: NOW, timeZone: ZONE, town: 'Иркутск', soon: { percent: 25, minutes: 60 } };

const ROW: DeskRow = {
  ...{ id: 'a', number: '2026-000151', registered_at: at('2026-11-23T10:00:00'), house_id: null },
  ...{
    address: 'г. Иркутск, ул. Лесная, д. 4, кв. 15',
    category: 'leak',
    title: 'Протечка',
    emergency: true,
  },
  ...{ text: 'Льёт из-под мойки\nи на пол', state: 'open', due_at: at('2026-11-23T10:30:00') },
  ...{
    soon_at: at('2026-11-23T10:00:00'),
    defer_reason: '',
    taken_by: null,
    taken_name: null,
    executor_id: null,
  },
  ...{ executor_name: null, executor_step: null, comes_at: '', parent_id: null, children: 0, band: 0 },
};

describe('The time left', () => {
  it.each([
    ['2026-11-23T10:30:00', '−12 мин'],
    ['2026-11-23T10:47:00', '5 мин'],
    ['2026-11-23T10:42:30', '1 мин'],
    ['2026-11-23T14:02:00', '3 ч 20 мин'],
    ['2026-11-23T23:59:00', '13 ч 17 мин'],
    ['2026-11-24T00:00:00', 'завтра'],
    ['2026-11-26T08:40:00', '26 ноября'],
    ['2027-01-03T10:00:00', '3 января 2027'],
    ['2026-11-20T10:42:00', '−3 дня'],
  ])('until %s is %s', (due, words) => {
    expect(plain(timeLeft(at(due), NOW, ZONE))).toBe(words);
  });

  it('knows when the next day begins', () => {
    expect(new Date(midnightAfter(NOW, ZONE))).toEqual(at('2026-11-24T00:00:00'));
    expect(new Date(midnightAfter(at('2026-12-31T23:59:59.999'), ZONE))).toEqual(at('2027-01-01T00:00:00'));
  });
});

describe('A row of the desk', () => {
  it('tells what burns, where, what, and that nobody has it', () => {
    const row = rowShown(ROW, shown);
    expect({ ...row, time: plain(row.time), address: plain(row.address) }).toMatchObject({
      ...{ urgency: 'late', time: '−12 мин', beside: 'просрочена', address: 'Лесная, 4, кв. 15' },
      ...{ what: 'Протечка. Льёт из-под мойки', alone: true, who: '' },
    });
  });

  it.each<[Partial<DeskRow>, string, string]>([
    [{ taken_name: 'Седова М.', state: 'in_progress' }, 'Седова М.', 'взята'],
    [{ executor_name: 'Орлов П.', executor_step: 'arrived' }, 'Орлов П.', 'на месте'],
    [{ executor_name: 'Орлов П.', executor_step: 'accepted' }, 'Орлов П.', 'принято'],
    [{ executor_name: 'Орлов П.', comes_at: 'после 14:00' }, 'Орлов П.', 'после 14:00'],
    [{ executor_name: 'ООО «Ключ»' }, 'ООО «Ключ»', 'назначен'],
    [{ state: 'deferred', defer_reason: 'Ждём лампу' }, 'отложена', 'Ждём лампу'],
    [{ state: 'closed', due_at: null, soon_at: null, executor_name: 'Орлов П.' }, 'Орлов П.', ''],
  ])('tells who has it: %j', (change, who, how) => {
    expect(rowShown({ ...ROW, ...change }, shown)).toMatchObject({ who, how, alone: false });
  });
});

describe('A clock of the law at the desk', () => {
  const term = {
    title: 'Остановить течь',
    due: at('2026-11-23T10:30:00'),
    soonAt: at('2026-11-23T10:00:00'),
    doneAt: null,
  };

  it('says by when and how late, or what is left, or how late it was', () => {
    const late = clockShown(term, NOW, ZONE);
    expect([plain(late.title), plain(late.told), late.tone]).toEqual([
      'остановить течь до 10:30',
      'просрочено 12 мин',
      'late',
    ]);
    const left = clockShown(
      { ...term, due: at('2026-11-26T10:00:00'), soonAt: at('2026-11-25T16:00:00') },
      NOW,
      ZONE,
    );
    expect([plain(left.title), plain(left.told), left.tone]).toEqual([
      ...['остановить течь до 26 ноября, 10:00', 'осталось 2 дня 23 ч', 'calm'],
    ]);
    const done = clockShown({ ...term, doneAt: at('2026-11-23T10:35:00') }, NOW, ZONE);
    expect([plain(done.told), done.tone]).toEqual(['✓ сделано, на 5 мин позже', 'done']);
  });
});
