import { type ImportWords, refusalMessage, rowsTable, sentence } from '../../imports/import-words.js';
import { plural } from '../../text/russian.js';
import type { MetersReport } from './meters-report.js';
import { FORMATS } from './meter-records.js';

/** Whether there is something in the file that is not in the portal yet. */
export function isUseful(report: MetersReport): boolean {
  return report.refusal === undefined && report.new + report.changed > 0;
}

/** What a check of a file or its load has brought. */
export function metersWords(report: MetersReport, dryRun: boolean): ImportWords {
  const refused = refusalMessage(report);
  if (refused) return { message: refused };
  const { format, errors, warnings } = report;
  return {
    message: message(report, dryRun),
    lines: [
      ...(format === undefined ? [] : [sentence(FORMATS[format])]),
      ...counts(report, dryRun),
      ...report.notices.map(sentence),
    ],
    tables: [
      ...rowsTable('Ошибки: эти строки не загружаются', errors, report.wrong > errors.length),
      ...rowsTable('Обратите внимание: эти строки загружаются', warnings),
    ],
  };
}

function message(report: MetersReport, dryRun: boolean): NonNullable<ImportWords['message']> {
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

function number(value: number): string {
  return value.toLocaleString('ru-RU');
}
