import { localTime } from '../../text/local-time.js';
import { date, nonBreaking, plural } from '../../text/russian.js';
import { APPEAL_KINDS } from '../appeal.js';
import { withoutRemoved } from './personal-data.js';
import type { PublishedAppeal } from './published.sql.js';

/** An entry of the book in words; texts come in parts, of which those that were removed are grey words. */
export function publishedView(entry: PublishedAppeal, timeZone: string): object {
  const { asked_at: asked, answered_at: answered, working_days: days } = entry;
  const parts = (text: string): object => ({ parts: withoutRemoved(text) });
  const took = days !== null && days > 0;
  return {
    kind: APPEAL_KINDS[entry.kind].toLowerCase(),
    asked: tied(date(asked, timeZone)),
    answered: `Ответ ${answerDay(answered, asked, timeZone)}${took ? `, за ${days}\u00A0${plural(days, 'рабочий день', 'рабочих дня', 'рабочих дней')}` : ''}`,
    title: parts(entry.title),
    question: parts(entry.question),
    answer: parts(entry.answer),
    signed: parts(entry.signed),
    foot: [entry.number, nonBreaking(entry.place)].filter(Boolean).join(', '),
  };
}

/** The year stands where the answer is of another than the question. */
function answerDay(answered: Date, asked: Date, timeZone: string): string {
  const { year } = localTime(answered, timeZone);
  const day = date(answered, timeZone);
  return tied(year === localTime(asked, timeZone).year ? day.slice(0, -year.length - 1) : day);
}

function tied(day: string): string {
  return day.replace(' ', '\u00A0');
}
