import { dateTime, plural } from '../text/russian.js';
import type { Report } from './examine.js';
import type { State } from './finding.js';

/** How a state is called. */
export const STATE_WORDS: Readonly<Record<State, string>> = {
  good: 'в порядке',
  unknown: 'неизвестно',
  attention: 'внимание',
  bad: 'плохо',
};
const WIDTH = Math.max(...Object.values(STATE_WORDS).map(({ length }) => length));

/** The report as a terminal shows it. */
export function reportText({ at, checks }: Report, timeZone: string): string {
  const lines = checks.flatMap(({ state, name, seen, todo, told }) => [
    `${STATE_WORDS[state].padEnd(WIDTH)}  ${name}: ${seen}`,
    ...(told === undefined ? [] : [`${' '.repeat(WIDTH)}  Ответ: ${told}`]),
    ...(todo === undefined ? [] : [`${' '.repeat(WIDTH)}  Что сделать: ${todo}`]),
  ]);
  return [`Проверка портала, ${dateTime(at, timeZone)}`, '', ...lines, '', summaryOf({ checks })].join('\n');
}

/** «Всё в порядке: 17 проверок», or how many of them ask for somebody. */
export function summaryOf({ checks }: Pick<Report, 'checks'>): string {
  const count = (state: State): number => checks.filter((one) => one.state === state).length;
  const all = `${checks.length}\u00A0${plural(checks.length, 'проверка', 'проверки', 'проверок')}`;
  if (count('good') === checks.length) return `Всё в порядке: ${all}.`;
  const parts = (['bad', 'attention', 'unknown', 'good'] as const).flatMap((state) =>
    count(state) > 0 ? [`${STATE_WORDS[state]} ${count(state)}`] : [],
  );
  return `${all}: ${parts.join(', ')}.`;
}
