import { plural } from '../text/russian.js';
import type { AnswerTerm } from './appeal-term.js';

/** What can happen to an entry; the words are those of the timeline. */
export const APPEAL_EVENTS = {
  registered: 'Зарегистрировано',
  taken: 'Взято в работу',
  forwarded: 'Передано коллеге',
  note: 'Заметка для коллег',
  answered: 'Ответ',
  'asked-back': 'Вопрос к ответу',
  letter: 'Письмо',
  'auto-reply': 'Автоматический ответ',
  posted: 'Ответ отправлен почтой',
  undelivered: 'Ответ не доставлен',
  dismissed: 'Закрыто без ответа',
  resumed: 'Снова в работе',
  rated: 'Оценка ответа',
  classified: 'Уточнены вид и тема',
  matched: 'Определён автор',
  scan: 'Приложен скан',
  consent: 'Разрешение опубликовать отозвано',
  published: 'Опубликовано в книге',
  unpublished: 'Убрано из книги',
  'not-published': 'Решено не публиковать',
} as const;

export type AppealEventKind = keyof typeof APPEAL_EVENTS;

/** What author and office have said to each other after the entry itself. */
export const SAID = ['answered', 'asked-back', 'letter'] as const satisfies readonly AppealEventKind[];

/** An event in the words of its timeline: what happened, and what was said of it. */
export function appealEventWords(
  kind: AppealEventKind,
  details: Record<string, unknown>,
): { title: string; by: string } {
  const told = (name: string): string => {
    const value = details[name];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  };
  const title = APPEAL_EVENTS[kind];
  switch (kind) {
    case 'forwarded':
      return { title: `Передано: ${told('to')}`, by: '' };
    case 'rated':
      return { title: `Ответ помог на ${told('rating')} из 5`, by: '' };
    case 'classified':
      return { title: `Теперь это ${told('words')}`, by: '' };
    default:
      return { title, by: told('signed') };
  }
}

/** A term as people say it: «10 рабочих дней», «30 дней», «2 месяца». */
export function answerTermWords({ term_count: count, term_unit: unit }: AnswerTerm): string {
  const words = {
    working: plural(count, 'рабочий день', 'рабочих дня', 'рабочих дней'),
    day: plural(count, 'день', 'дня', 'дней'),
    month: plural(count, 'месяц', 'месяца', 'месяцев'),
  };
  return `${count}\u00A0${words[unit].replace(' ', '\u00A0')}`;
}

/** How long an answer may still take: «осталось 2 рабочих дня», «срок сегодня», «просрочено на 3 рабочих дня». */
export function leftWords(left: number): string {
  if (left === 0) return 'срок сегодня';
  const days = answerTermWords({ term_count: Math.abs(left), term_unit: 'working' });
  if (left < 0) return `просрочено на ${days}`;
  return `${plural(left, 'остался', 'осталось', 'осталось')} ${days}`;
}
