import type { RowError } from '../../imports/row-error.js';
import type { PanelReport } from '../../panel/declaration.js';
import { plural } from '../../text/russian.js';
import type { MetersReport } from './meters-report.js';
import { FORMATS } from './meter-records.js';

const SHOWN = 200;
const SHOWN_IN_TERMINAL = 20;

/** Whether there is something in the file that is not in the portal yet. */
export function isUseful(report: MetersReport): boolean {
  return report.refusal === undefined && report.new + report.changed > 0;
}

/** What a check of a file or its load has brought, for its page in the panel. */
export function metersWords(report: MetersReport, dryRun: boolean): Omit<PanelReport, 'busy'> {
  if (report.refusal !== undefined) return { message: { tone: 'bad', text: sentence(report.refusal) } };
  return {
    message: message(report, dryRun),
    lines: [...counts(report, dryRun), ...report.notices.map(sentence)],
    tables: [
      ...table('Ошибки: эти строки не загружаются', report.errors, report.wrong > SHOWN),
      ...table('Обратите внимание: эти строки загружаются', report.warnings, report.warnings.length > SHOWN),
    ],
  };
}

/** The same as lines for a terminal; `errors` is the file that the wrong rows were written to. */
export function describeMeters(report: MetersReport, dryRun: boolean, errors = ''): string[] {
  if (report.refusal !== undefined) {
    return [`${report.fileName}: ${sentence(report.refusal)}`, 'Ничего не загружено.'];
  }
  return [
    `${report.fileName}: ${FORMATS[report.format!]}`,
    ...counts(report, dryRun),
    ...report.notices.map((notice) => `Обратите внимание. ${sentence(notice)}`),
    ...listed('Ошибки (эти строки не загружаются):', report.errors),
    ...listed('Стоит проверить (эти строки загружаются):', report.warnings),
    ...(errors === '' ? [] : [`Строки с ошибками записаны в файл ${errors}`]),
    message(report, dryRun).text,
  ];
}

function message(report: MetersReport, dryRun: boolean): NonNullable<PanelReport['message']> {
  const { wrong } = report;
  if (!isUseful(report)) {
    return wrong > 0
      ? { tone: 'bad', text: 'Загружать нечего: верные строки уже есть в портале или их нет.' }
      : { tone: 'good', text: 'Всё в файле уже есть в портале.' };
  }
  const left = wrong > 0 ? ' Строки с ошибками пропускаются.' : '';
  return dryRun
    ? {
        tone: wrong > 0 ? 'wait' : 'good',
        text: `Файл проверен, в портале пока ничего не изменилось.${left}`,
      }
    : { tone: wrong > 0 ? 'wait' : 'good', text: `Файл загружен.${left}` };
}

function counts(report: MetersReport, dryRun: boolean): string[] {
  const { total, unchanged, kept, wrong } = report;
  const will = (done: string, todo: string) => (dryRun ? todo : done);
  return [
    `${number(total)} ${plural(total, 'строка', 'строки', 'строк')}: новых ${number(report.new)}, с изменениями ${number(report.changed)}, без изменений ${number(unchanged + kept)}, с ошибками ${number(wrong)}.`,
    `Счетчики: ${will('добавлено', 'новых')} ${number(report.newMeters)}, ${will('изменено', 'изменится')} ${number(report.changedMeters)}.`,
    `Показания: ${will('добавлено', 'новых')} ${number(report.newReadings)}, ${will('исправлено', 'исправится')} ${number(report.changedReadings)}, осталось переданных раньше ${number(kept)}.`,
  ];
}

function table(
  caption: string,
  errors: readonly RowError[],
  more: boolean,
): NonNullable<PanelReport['tables']> {
  if (errors.length === 0) return [];
  const rows = errors.slice(0, SHOWN);
  return [
    {
      caption: more ? `${caption}. Первые ${rows.length}` : caption,
      head: ['Строка', 'Столбец', 'Что не так'],
      rows: rows.map(({ row, field, reason }) => [String(row), field ?? '—', reason]),
    },
  ];
}

function listed(caption: string, errors: readonly RowError[]): string[] {
  if (errors.length === 0) return [];
  const lines = errors
    .slice(0, SHOWN_IN_TERMINAL)
    .map(({ row, field, reason }) => `  строка ${row}${field === undefined ? '' : `, ${field}`}: ${reason}`);
  return [caption, ...lines, ...(errors.length > SHOWN_IN_TERMINAL ? ['  … и другие'] : [])];
}

function number(value: number): string {
  return value.toLocaleString('ru-RU');
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
