import { describe, expect, it } from '@jest/globals';
import { addressed, filled, givenNames, unfilledPlaceholder, unknownPlaceholder } from './answer-words.js';

const VALUES = {
  ...{ имя: 'Вера Сергеевна', номер: 'К-2026-000118', дата: '13 ноября 2026', адрес: '' },
  ...{ срок: '27 ноября 2026', тема: 'Другое', сотрудник: 'Лыков Игорь' },
};

describe('The words of a template', () => {
  it('are filled in for an entry, and what is not known of it stays open', () => {
    expect(filled('Здравствуйте, {имя}! По № { Номер } от {дата}, {адрес}.', VALUES)).toBe(
      'Здравствуйте, Вера Сергеевна! По № К-2026-000118 от 13 ноября 2026, {адрес}.',
    );
    expect(filled('{имя}', { ...VALUES, имя: '$& {номер}' })).toBe('$& {номер}');
  });

  it('are refused with a place that nobody knows, however it is named', () => {
    expect(unknownPlaceholder('{имя}, {фамилия}')).toBe('{фамилия}');
    expect(unknownPlaceholder('{}')).toBe('{}');
    expect(unknownPlaceholder('{constructor}')).toBe('{constructor}');
    expect(unknownPlaceholder('{имя} и {срок}')).toBeUndefined();
  });

  it('are no answer while a place is open', () => {
    expect(unfilledPlaceholder('По адресу {Адрес} всё проверили')).toBe('{Адрес}');
    expect(unfilledPlaceholder('Формула {x} и скобки {…}')).toBeUndefined();
  });

  it('speak to people by name and patronymic', () => {
    expect(addressed('Павлова Вера Сергеевна')).toBe('Вера Сергеевна');
    expect(addressed('Вера Павлова')).toBe('Вера Павлова');
    expect(givenNames('Павлова Вера Сергеевна')).toBe('Вера Сергеевна');
    expect(givenNames('Иванова Зоя')).toBe('Зоя');
    expect(addressed('ООО Байкал Лифт')).toBe('ООО Байкал Лифт');
  });
});
