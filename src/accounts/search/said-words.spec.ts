import { describe, expect, it } from '@jest/globals';
import { initialsApart, withoutSaid } from './said-words.js';

const said = (text: string): string =>
  withoutSaid(text)
    .replace(/[\s.:№#]+/g, ' ')
    .trim();

describe('Words that say what comes next', () => {
  it.each([
    ['л/с 0100002353', '0100002353'],
    ['Л/С № 0100002353', '0100002353'],
    ['л.с. 0100002353', '0100002353'],
    ['л с 0100002353', '0100002353'],
    ['л\\с0100002353', '0100002353'],
    ['лс0100002353', '0100002353'],
    ['лицевой счёт № 0100002353', '0100002353'],
    ['лиц. счет: 0100002353', '0100002353'],
    ['по счету 0100002353', 'по 0100002353'],
    ['номер счета 0100002353', '0100002353'],
    ['тел. 555-48-11', '555-48-11'],
    ['т. 8 902 555-48-11', '8 902 555-48-11'],
    ['моб.89025554811', '89025554811'],
    ['счётчик № 18-204030', '18-204030'],
    ['прибор учёта 204030', '204030'],
    ['e-mail: vera.p@mail.example', 'vera p@mail example'],
    ['эл. почта vera.p@mail.example', 'vera p@mail example'],
    ['собственник Рябова', 'Рябова'],
    ['лесная 4 15 тел 4811', 'лесная 4 15 4811'],
    ['664000, г Иркутск, Лесная', 'г Иркутск, Лесная'],
    ['Иркутская обл. г Шелехов, Лесная', 'г Шелехов, Лесная'],
    ['664000, Иркутская область, Лесная', 'Лесная'],
    ['Красноярский край, Лесная', 'Лесная'],
  ])('«%s» is «%s»', (text, rest) => {
    expect(said(text)).toBe(rest);
  });

  it.each([
    'Иркутская область',
    '664000',
    'Орехова Л.С.',
    'Орехова Л С',
    'телефон',
    'email@site.example',
    'лесная 4 к 1',
    'Т. Ф. Рябова',
  ])('stay in «%s», which nothing follows or which is something else', (text) => {
    expect(withoutSaid(text)).toBe(text);
  });
});

describe('Initials that were written together', () => {
  it.each([
    ['рябова тф', 'рябова т ф'],
    ['ТФ Рябова', 'Т Ф Рябова'],
    ['рябова тф лесная 4', 'рябова т ф лесная 4'],
  ])('in «%s» are read as «%s»', (text, apart) => {
    expect(initialsApart(text)).toBe(apart);
  });

  it.each(['рябова т ф', 'ул лесная кв 5', 'ли ан', 'лесная 4'])('are none in «%s»', (text) => {
    expect(initialsApart(text)).toBeUndefined();
  });
});
