import type { Warning } from '../../meters/reading-check.js';
import type { Rejection } from '../refusals.js';

/** Why values that came by a link were not taken; no word of what was before. */
export function refusalText(why: Rejection): string {
  return REFUSALS[why];
}

/** What is asked about unusual values. */
export function doubtText(doubt: Warning): string {
  return DOUBTS[doubt];
}

const CLOSED = 'Приём показаний за этот месяц закончился';

const REFUSALS: Readonly<Record<Rejection, string>> = {
  less: 'Меньше прежних показаний. Проверьте, все ли цифры на месте и тот ли это счетчик',
  closed: CLOSED,
  period: CLOSED,
  locked: 'Показания этого счетчика уже переданы. Исправить их можно в личном кабинете',
  automatic: 'Этот счетчик передаёт показания сам',
  removed: 'Этот счетчик больше не используется',
  future: 'Эта дата ещё не наступила',
  changed: 'Показания этого счетчика уже переданы. Исправить их можно в личном кабинете',
};

const DOUBTS: Readonly<Record<Warning, string>> = {
  growth: 'Это намного больше, чем бывает обычно. Проверьте, не попали ли цифры после запятой в целую часть.',
  rollover: 'Это меньше прежних показаний. Так бывает, только если счетчик дошёл до девяток и начал с нулей.',
  later: 'Это больше показаний, которые уже переданы за следующий месяц.',
  swapped: 'Похоже, показания холодной и горячей воды перепутаны местами.',
};
