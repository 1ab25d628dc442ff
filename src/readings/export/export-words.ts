import type { PanelOutcome } from '../../panel/declaration.js';
import { monthAndYear } from '../../text/month.js';
import { plural } from '../../text/russian.js';
import type { ExportCheck } from './readings-export.service.js';

/** «1 234 показания». */
export function readings(count: number): string {
  return `${count.toLocaleString('ru-RU')} ${plural(count, 'показание', 'показания', 'показаний')}`;
}

const both = (words: string): [string, string] => [words, words];

/** What an export will take and leave, with the button that starts it; `month` unless it is for all of them. */
export function checkWords(check: ExportCheck, month: string | undefined): PanelOutcome {
  const total = check.months.reduce((sum, { count }) => sum + count, 0);
  const stays: (readonly [number, string])[] = [
    ...check.misfits.map(
      ({ reason, count }) =>
        [
          count,
          `${plural(count, 'не подходит', 'не подходят', 'не подходят')} для этого формата: ${reason}`,
        ] as const,
    ),
    [check.waiting, plural(check.waiting, 'ждёт решения сотрудника', ...both('ждут решения сотрудника'))],
    [check.imported, plural(check.imported, 'загружено из файла', ...both('загружены из файлов'))],
    [check.earlier, `за прошлые месяцы, ещё не ${plural(check.earlier, 'выгружено', ...both('выгружены'))}`],
    [check.later, `${plural(check.later, 'передано', ...both('переданы'))} заранее, за следующие месяцы`],
  ];
  const left = stays.filter(([count]) => count > 0);
  const scope = month === undefined ? 'за все месяцы' : `за ${monthAndYear(month)}`;
  return {
    result: {
      title: total > 0 ? `Будет выгружено: ${readings(total)} ${scope}` : `Выгружать ${scope} нечего`,
      lines: [
        ...(check.months.length > 1
          ? check.months.map(({ period, count }) => `${monthAndYear(period)}: ${readings(count)}.`)
          : []),
        ...(left.length > 0 ? ['Останутся:'] : []),
        ...left.map(([count, why]) => `${readings(count)} — ${why}.`),
      ],
      ...(total > 0 && { confirm: 'Выгрузить' }),
    },
  };
}
