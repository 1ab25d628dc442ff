import { type ImportWords, refusalMessage, rowsTable, sentence } from '../../imports/import-words.js';
import { monthAndYear } from '../../text/month.js';
import { money, plural, rowsWithSum } from '../../text/russian.js';
import { FORMATS } from '../formats/formats.js';
import { KINDS } from '../panel/kinds.js';
import type { BillingReport } from './billing-report.js';
import { hasSums, loadedKopecks } from './report-sums.js';

/** Whether a load would change anything. */
export function isUseful(report: BillingReport): boolean {
  return report.refusal === undefined;
}

/** Whether the same file has been loaded before, or all of its payments. */
export function isSame({ refusal, asks, sameAs, wrong, good, skipped }: BillingReport): boolean {
  if (refusal === undefined || asks) return false;
  return sameAs !== undefined || (wrong === 0 && good === 0 && skipped > 0);
}

/** What a check of a file or its load has brought, in words. */
export function reportWords(report: BillingReport, dryRun: boolean): ImportWords {
  if (report.kind === undefined) {
    return { message: { tone: 'bad', text: sentence(report.refusal ?? 'Файл не принят') } };
  }
  // the very same file has been loaded before: it was not read again
  if (report.rows === 0) return { message: message(report, dryRun) };
  return {
    message: message(report, dryRun),
    lines: [
      contents(report),
      ...counts(report, dryRun),
      ...unknown(report, dryRun),
      ...control(report),
      ...report.notices.map(sentence),
    ],
    tables: [
      ...rowsTable('Ошибки', report.errors, report.wrong > report.errors.length),
      ...accounts(report),
      ...(report.tables ?? []),
    ],
  };
}

function message(report: BillingReport, dryRun: boolean): ImportWords['message'] {
  const refused = refusalMessage(report);
  if (refused) return refused;
  const { odd = [] } = report;
  if (dryRun && odd.length > 0) {
    const text = `Проверьте: ${odd.join('; ')}. Посмотрите эти строки в таблицах ниже; если так и должно быть, файл можно загружать. В портале пока ничего не изменилось.`;
    return { tone: 'wait', text };
  }
  const text = dryRun
    ? 'Ошибок нет, файл можно загружать. В портале пока ничего не изменилось.'
    : 'Файл загружен.';
  return { tone: 'good', text };
}

function contents({ kind, format, periods }: BillingReport): string {
  const months = periods.map((period) => monthAndYear(period));
  const when = months.length > 2 ? `${months[0]} — ${months.at(-1)}` : months.join(', ');
  const name = Object.hasOwn(FORMATS, format ?? '') ? FORMATS[format as keyof typeof FORMATS] : '';
  return sentence([KINDS[kind!], name, when].filter((part) => part !== '').join(', '));
}

function counts(report: BillingReport, dryRun: boolean): string[] {
  const { documents, replaced } = report;
  return [
    (hasSums(report) ? portions(report, dryRun) : bareCounts(report, dryRun)).join(' '),
    ...(documents > 0 ? [`Платёжных документов: ${number(documents)}.`] : []),
    ...(replaced > 0
      ? [`${dryRun ? 'Заменят' : 'Заменили'} прежние за тот же период: ${number(replaced)}.`]
      : []),
  ];
}

function portions(report: BillingReport, dryRun: boolean): string[] {
  const { rows, good, skipped, unknown: aside } = report;
  const waiting = dryRun ? 'Будет ждать разноски' : 'Ждёт разноски';
  return [
    `В файле ${rowsWithSum(rows, report.totalKopecks)}.`,
    `${taken(report, dryRun)}: ${rowsWithSum(good, loadedKopecks(report))}.`,
    ...(skipped > 0 ? [`Уже есть в портале: ${rowsWithSum(skipped, report.skippedKopecks ?? 0)}.`] : []),
    ...(aside.rows > 0 ? [`${waiting}: ${rowsWithSum(aside.rows, aside.kopecks)}.`] : []),
  ];
}

function bareCounts(report: BillingReport, dryRun: boolean): string[] {
  const { rows, good, skipped } = report;
  return [
    `${count(rows, 'строка', 'строки', 'строк')}. ${taken(report, dryRun)}: ${number(good)}.`,
    ...(skipped > 0 ? [`Уже есть в портале: ${number(skipped)}.`] : []),
  ];
}

function taken({ refusal }: BillingReport, dryRun: boolean): string {
  if (refusal !== undefined) return 'Верных';
  return dryRun ? 'Будет загружено' : 'Загружено';
}

function unknown(
  { unknown: { rows, count: named, nameless = 0 } }: BillingReport,
  dryRun: boolean,
): string[] {
  if (rows === 0) return [];
  const fate = dryRun
    ? 'Эти строки не потеряются: их можно будет разнести.'
    : 'Эти строки отложены: их можно разнести.';
  return [
    [
      ...(named > 0
        ? [
            `Лицевых счетов, которых в портале нет: ${number(named)} (${count(rows - nameless, 'строка', 'строки', 'строк')}).`,
          ]
        : []),
      ...(nameless > 0 ? [`Строк, где лицевой счет не назван или назван не один: ${number(nameless)}.`] : []),
      fate,
    ].join(' '),
  ];
}

function control({ control: found, refusal }: BillingReport): string[] {
  // a refusal tells of the difference itself
  if (!found || (found.differs && refusal !== undefined)) return [];
  const { told, counted, differs } = found;
  const says = (totals: { rows?: number; kopecks?: number }) =>
    [
      totals.rows === undefined ? '' : count(totals.rows, 'строка', 'строки', 'строк'),
      totals.kopecks === undefined ? '' : money(totals.kopecks),
    ]
      .filter((part) => part !== '')
      .join(' на ');
  return [
    differs
      ? `Контрольные итоги расходятся: в файле указано ${says(told)}, а посчитано ${says(counted)}.`
      : `Контрольные итоги сошлись: ${says(told)}.`,
  ];
}

function accounts({
  unknown: { count: all, accounts: listed },
}: BillingReport): NonNullable<ImportWords['tables']> {
  if (listed.length === 0) return [];
  return [
    {
      caption: `Ждут разноски${all > listed.length ? `, первые ${listed.length}` : ''}`,
      head: ['Номер в файле', 'Строк', 'На сумму'],
      rows: listed.map(({ account, rows, kopecks }) => [
        account || 'не назван или их несколько',
        number(rows),
        money(kopecks),
      ]),
    },
  ];
}

function number(value: number): string {
  return value.toLocaleString('ru-RU');
}

function count(value: number, ...forms: [string, string, string]): string {
  return `${number(value)} ${plural(value, ...forms)}`;
}
