import { ENCODING_NAMES } from '../../imports/encoding.js';
import type { ImportReport } from './accounts-report.js';
import { type ByHandChoice, disputedWords } from './disputed.js';

const SHOWN_ERRORS = 20;

/** The report as lines for a terminal. */
export function describeReport(
  report: ImportReport,
  dryRun: boolean,
  errors = '',
  byHand: ByHandChoice = 'keep',
): string[] {
  if (report.refusal !== undefined) {
    return [`${report.fileName}: ${report.refusal}.`, 'Ничего не загружено.'];
  }
  return [
    `${report.fileName}: ${ENCODING_NAMES[report.encoding!]}, разделитель «${report.delimiter!}»`,
    ...counts(report),
    ...report.notices.map((notice) => `Обратите внимание. ${notice}.`),
    ...disputesTold(report, byHand),
    ...report.disputed
      .slice(0, SHOWN_ERRORS)
      .map((one) => `  строка ${one.row}, счет ${one.account}. ${disputedWords(one)}`),
    ...wrongRows(report, errors),
    conclusion(report, dryRun),
  ];
}

/** Whether what was set by hand stays where the file says otherwise. */
export function disputesTold({ disputes }: ImportReport, byHand: ByHandChoice): string[] {
  if (disputes === 0) return [];
  const how = byHand === 'keep' ? 'остаётся исправленное' : 'заменяется тем, что в файле';
  return [`Исправлено вручную, а в файле иначе: ${disputes.toLocaleString('ru-RU')} (${how}).`];
}

function counts(report: ImportReport): string[] {
  const lines: [string, number][] = [
    ['Лицевых счетов в файле', report.total],
    ['  новых', report.new],
    ['  изменённых', report.changed],
    ['  без изменений', report.unchanged],
    ['  с ошибками', report.wrong],
  ];
  return lines.map(
    ([label, count]) => `${`${label}:`.padEnd(25)}${count.toLocaleString('ru-RU').padStart(9)}`,
  );
}

function wrongRows(report: ImportReport, errors: string): string[] {
  const shown = report.errors.slice(0, SHOWN_ERRORS).map(({ row, field, reason }) => {
    const place = field === undefined ? '' : `, ${field}`;
    return `  строка ${row}${place}: ${reason}`;
  });
  const rest = report.errors.length > SHOWN_ERRORS || report.wrong > report.errors.length;
  return [
    ...(report.wrong > 0 ? ['Ошибки (эти строки не загружаются):'] : []),
    ...shown,
    ...(rest ? ['  … и другие'] : []),
    ...(errors !== '' ? [`Строки с ошибками записаны в файл ${errors}`] : []),
    ...(rest && errors === '' ? ['Все строки с ошибками запишет в файл ключ --errors ФАЙЛ.csv'] : []),
  ];
}

function conclusion(report: ImportReport, dryRun: boolean): string {
  if (dryRun) return 'Это была проверка: в базе данных ничего не изменилось.';
  const written = report.new + report.changed;
  if (written === 0) {
    return report.unchanged > 0
      ? 'Всё в файле уже есть в системе.'
      : 'Ничего не загружено: нет ни одной верной строки.';
  }
  return `Загружено. Добавлено и изменено лицевых счетов: ${written.toLocaleString('ru-RU')}`;
}
