import { describe, expect, it } from '@jest/globals';
import { between, dayAndTime, dayUntil, dayWord, span, termWords, until, when } from './moments.js';

const IRKUTSK = 'Asia/Irkutsk';
const at = (local: string): Date => new Date(`${local.replace(' ', 'T')}:00+08:00`);
const NOW = at('2026-11-23 10:42');
const plain = (text: string): string => text.replaceAll('\u00A0', ' ');

describe('when', () => {
  it.each([
    ['2026-11-23 09:10', 'сегодня в 9:10'],
    ['2026-11-22 20:40', 'вчера в 20:40'],
    ['2026-11-24 12:15', 'завтра в 12:15'],
    ['2026-11-12 08:40', '12 ноября в 8:40'],
    ['2027-01-03 10:00', '3 января 2027 в 10:00'],
  ])('%s is %s', (moment, words) => {
    expect(plain(when(at(moment), NOW, IRKUTSK))).toBe(words);
  });
});

describe('dayUntil', () => {
  it.each([
    ['2026-11-23 18:00', 'сегодня до 18:00'],
    ['2026-11-24 08:40', 'завтра до 8:40'],
    ['2026-11-26 10:17', '26 ноября до 10:17'],
    ['2027-01-03 10:00', '3 января 2027 до 10:00'],
  ])('%s is %s', (moment, words) => {
    expect(plain(dayUntil(at(moment), NOW, IRKUTSK))).toBe(words);
  });
});

describe('What is read at another time', () => {
  it.each([
    ['2026-11-25 10:00', '2026-11-25 14:00', '25 ноября, 10:00–14:00'],
    ['2026-11-25 10:00', '2026-11-26 09:30', '25 ноября, 10:00 – 26 ноября, 9:30'],
    ['2026-11-30 20:08', '2026-12-01 00:08', '30 ноября, 20:08–0:08'],
    ['2026-12-31 22:00', '2027-01-01 06:00', '31 декабря, 22:00–6:00'],
    ['2026-11-30 20:00', '2026-12-01 08:00', '30 ноября, 20:00 – 1 декабря, 8:00'],
    ['2026-12-31 10:00', '2027-01-01 09:30', '31 декабря, 10:00 – 1 января 2027, 9:30'],
  ])('from %s to %s', (from, to, words) => {
    expect(plain(between(at(from), at(to), NOW, IRKUTSK)).replaceAll('\u2060', '')).toBe(words);
  });

  it('names the day and the time', () => {
    expect(plain(dayAndTime(at('2026-11-23 18:00'), NOW, IRKUTSK))).toBe('23 ноября, 18:00');
    expect(plain(dayWord(at('2026-11-24 18:00'), NOW, IRKUTSK))).toBe('завтра');
  });
});

describe('until', () => {
  it.each([
    ['2026-11-23 18:00', 'до 18:00'],
    ['2026-11-24 08:40', 'до завтра, 8:40'],
    ['2026-11-26 10:17', 'до 26 ноября, 10:17'],
  ])('%s is %s', (moment, words) => {
    expect(plain(until(at(moment), NOW, IRKUTSK))).toBe(words);
  });
});

describe('span', () => {
  it.each([
    [0, '0 мин'],
    [18, '18 мин'],
    [130, '2 ч 10 мин'],
    [120, '2 ч'],
    [1440, '1 день'],
    [2 * 1440 + 23 * 60 + 59, '2 дня 23 ч'],
    [-12, '12 мин'],
  ])('%i minutes are %s', (minutes, words) => {
    expect(plain(span(minutes * 60_000))).toBe(words);
  });
});

describe('termWords', () => {
  it.each([
    [30, '30 минут'],
    [61, '61 минута'],
    [120, '2 часа'],
    [960, '16 часов'],
    [1440, 'сутки'],
    [4320, '3 суток'],
    [10080, '7 дней'],
  ])('%i minutes are %s', (minutes, words) => {
    expect(plain(termWords(minutes))).toBe(words);
  });
});
