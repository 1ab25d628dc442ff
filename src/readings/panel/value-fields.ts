import type { PanelField, PanelOutcome } from '../../panel/declaration.js';
import { readDial } from '../../meters/dial.js';
import type { Meter } from '../../meters/meter.js';
import type { SubmitResult } from '../submit-result.js';
import type { Rejection } from '../validation.js';
import { lessThanBefore, questionLines, valueLabels } from './reading-words.js';

/** A field for each value of a meter with so many tariffs. */
export function valueFields(
  tariffs: number,
  required: boolean,
  label = (name: string) => name,
  hint = 'Можно с запятой или точкой: 130,45.',
): Record<string, PanelField> {
  const fields = valueLabels(tariffs).map((name, index): [string, PanelField] => [
    nameOf(index),
    { type: 'text', label: label(name), required, max: 20, ...(index === 0 && { hint }) },
  ]);
  return Object.fromEntries(fields);
}

/** The values of a form, or what is wrong at which field. */
export function readValues(
  input: Record<string, string>,
  meter: Meter,
): { values: bigint[]; errors?: undefined } | { values?: undefined; errors: Record<string, string> } {
  const read = Array.from({ length: meter.tariffs }, (_, index) =>
    readDial(input[nameOf(index)] ?? '', '', meter.dial),
  );
  const wrong = read.flatMap(({ reason }, index) => (reason ? [[nameOf(index), reason] as const] : []));
  return wrong.length > 0
    ? { errors: Object.fromEntries(wrong) }
    : { values: read.flatMap(({ value }) => (value === undefined ? [] : [value])) };
}

/** Whether no value of the meter has been typed at all. */
export function isUnread(input: Record<string, string>, { tariffs }: Meter): boolean {
  return Array.from({ length: tariffs }, (_, index) => input[nameOf(index)]).every((value) => !value);
}

/** What the person is told when values were not taken: what is wrong at their field, or a question. */
export function answerOf(
  outcome: Exclude<SubmitResult, { kind: 'done' }>,
  meter: Meter,
  advice = 'Если счетчик заменили, запишите замену',
): PanelOutcome {
  if (outcome.kind === 'refused') {
    const told = outcome.refusals.map(({ tariff, why }): [string, string] =>
      why === 'less'
        ? [nameOf(tariff), `${lessThanBefore(meter, tariff)}. ${advice}`]
        : [why === 'future' ? 'day' : '', REFUSALS[why]],
    );
    return { errors: Object.fromEntries(told) };
  }
  if (outcome.kind !== 'ask') return { errors: { '': UNAVAILABLE[outcome.kind] } };
  return {
    result: {
      title: 'Всё верно?',
      lines: outcome.judgements.flatMap(questionLines),
      confirm: 'Всё верно, записать',
    },
  };
}

const UNAVAILABLE = {
  gone: 'Лицевой счет закрыт',
  busy: 'Сейчас загружаются показания из файла. Подождите минуту и запишите ещё раз',
} as const;

/** Why values are not taken, said to the office. */
export const REFUSALS: Readonly<Record<Exclude<Rejection, 'less'>, string>> = {
  closed: 'Приём показаний закончился',
  period: 'Приём за прежний месяц закончился, откройте форму заново',
  locked: 'Показания за этот месяц уже приняты',
  automatic: 'Этот счетчик передаёт показания сам',
  changed: 'Показания изменились, откройте форму заново',
  removed: 'Счетчик уже снят',
  future: 'Этот день ещё не наступил',
};

function nameOf(index: number): string {
  return `value${index + 1}`;
}
