import { describe, expect, it } from '@jest/globals';
import { eventWords } from './request-words.js';

const told = (kind: Parameters<typeof eventWords>[0]['kind'], details = {}, text = '') =>
  eventWords({ kind, actorKind: 'staff', text, details });

describe('eventWords', () => {
  it('names the executor and when they come', () => {
    expect(told('assigned', { name: 'Кузнецов Олег', trade: 'сантехник' }, 'сегодня до 18:00')).toEqual({
      title: 'Назначен мастер: Кузнецов Олег, сантехник',
      text: 'Придёт сегодня до 18:00',
    });
    expect(told('assigned', { name: 'ООО «Ключ»', trade: '' }).text).toBe('');
  });

  it('names the step that was done', () => {
    expect(told('first-done', { step: 'Остановить течь' }, 'Перекрыли стояк').title).toBe(
      'Остановить течь: сделано',
    );
  });

  it('tells a message of the office from one of a resident', () => {
    expect(eventWords({ kind: 'message', actorKind: 'resident', text: 'Жду', details: {} }).title).toBe(
      'Сообщение жителя',
    );
    expect(told('message').title).toBe('Сообщение диспетчера');
  });

  it('names neighbours by number and address only', () => {
    expect(told('joined', { request: '2026-000152', address: 'Лесная, 4, кв. 11' }).title).toBe(
      'О том же: № 2026-000152, Лесная, 4, кв. 11',
    );
    expect(told('joined').title).toBe('Ещё одна квартира сообщила о том же');
  });

  it('tells the mark with which a request was closed', () => {
    expect(told('closed', { rating: 5 }).title).toBe('Заявка закрыта с оценкой 5');
    expect(told('closed').title).toBe('Заявка закрыта');
  });
});
