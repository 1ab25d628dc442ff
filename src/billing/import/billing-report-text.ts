import { monthAndYear } from '../../text/month.js';
import { money, rowsWithSum } from '../../text/russian.js';
import { FORMATS, type FormatKey, KIND_NAMES } from '../formats/formats.js';
import type { BillingReport } from './billing-report.js';
import { hasSums, loadedKopecks } from './report-sums.js';

const SHOWN_ERRORS = 20;
const SHOWN_ACCOUNTS = 10;

/** The report as lines for a terminal. */
export function describeLoad(report: BillingReport, dryRun: boolean, errors = ''): string[] {
  return [
    ...(report.kind ? [...head(report), ...counts(report, dryRun)] : []),
    ...report.notices.map((notice) => `Обратите внимание. ${notice}.`),
    ...unknown(report),
    ...wrongRows(report, errors),
    ...conclusion(report, dryRun),
  ];
}

function head({ fileName, kind, format, periods }: BillingReport): string[] {
  const [first, last] = [periods[0], periods.at(-1)];
  const months = first && last ? [first, last].map((month) => monthAndYear(month)) : [];
  const when = months[0] === months[1] ? months.slice(0, 1) : months;
  const details = [KIND_NAMES[kind!], ...(when.length > 0 ? [when.join(' — ')] : [])].join(', ');
  return [`${fileName}: ${FORMATS[format as FormatKey] ?? format}, ${details}`];
}

function counts(report: BillingReport, dryRun: boolean): string[] {
  if (report.rows === 0) return [];
  const { rows, good, skipped, unknown: aside, wrong, replaced, documents } = report;
  const taken = report.refusal !== undefined ? 'верных' : dryRun ? 'будет загружено' : 'загружено';
  // Of wrong rows no sum is known, so that there is none of the file.
  const sum = (kopecks: number) => (hasSums(report) ? money(kopecks).padStart(22) : '');
  return [
    line('Строк в файле', rows) + sum(report.totalKopecks),
    line(`  ${taken}`, good) + sum(loadedKopecks(report)),
    ...(skipped > 0 ? [line('  уже загруженных', skipped) + sum(report.skippedKopecks ?? 0)] : []),
    line('  ждёт разноски', aside.rows) + sum(aside.kopecks),
    ...(wrong > 0 ? [line('  с ошибками', wrong)] : []),
    ...(report.kind === 'charges' ? [line('Платёжных документов', documents)] : []),
    ...(replaced > 0 ? [line('  заменяют прежние', replaced)] : []),
  ];
}

function line(label: string, count: number): string {
  return `${`${label}:`.padEnd(26)}${count.toLocaleString('ru-RU').padStart(12)}`;
}

function unknown({ unknown: { rows, count, nameless = 0, accounts } }: BillingReport): string[] {
  if (rows === 0) return [];
  const shown = accounts
    .slice(0, SHOWN_ACCOUNTS)
    .map(({ account, rows: own, kopecks }) => `  ${account || 'без номера'}: ${rowsWithSum(own, kopecks)}`);
  return [
    ...(count > 0 ? [`Неизвестных лицевых счетов: ${count}.`] : []),
    ...(nameless > 0 ? [`Строк, где лицевой счет не назван или назван не один: ${nameless}.`] : []),
    'Эти строки откладываются, разнести их можно в панели:',
    ...shown,
    ...(count > shown.length ? ['  … и другие'] : []),
  ];
}

function wrongRows({ errors, wrong }: BillingReport, file: string): string[] {
  if (wrong === 0) return [];
  const shown = errors.slice(0, SHOWN_ERRORS).map(({ row, field, reason }) => {
    return `  строка ${row}${field === undefined ? '' : `, ${field}`}: ${reason}`;
  });
  const rest = errors.length > shown.length || wrong > errors.length;
  return [
    'Ошибки:',
    ...shown,
    ...(rest ? ['  … и другие'] : []),
    ...(file !== '' ? [`Строки с ошибками записаны в файл ${file}`] : []),
    ...(rest && file === '' ? ['Все строки с ошибками запишет в файл ключ --errors ФАЙЛ.csv'] : []),
  ];
}

function conclusion(
  { fileName, refusal, batchId, kind, control, wrong }: BillingReport,
  dryRun: boolean,
): string[] {
  if (refusal !== undefined) {
    // with wrong rows nothing is loaded, whatever the totals are
    const hint = control?.differs && wrong === 0 ? ['Загрузить всё равно: ключ --accept-difference'] : [];
    return [kind ? `${refusal}.` : `${fileName}: ${refusal}.`, ...hint, 'Ничего не загружено.'];
  }
  return dryRun
    ? ['Это была проверка: в базе данных ничего не изменилось.']
    : [`Загружено. Номер загрузки: ${batchId}. Отменить её: npm run import -- undo ${batchId}`];
}
