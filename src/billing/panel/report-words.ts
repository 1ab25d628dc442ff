import type { PanelReport } from '../../panel/declaration.js';
import { monthAndYear } from '../../text/month.js';
import { money, plural, rowsWithSum } from '../../text/russian.js';
import { FORMATS } from '../formats/formats.js';
import type { BillingReport } from '../import/billing-report.js';
import { hasSums, loadedKopecks } from '../import/report-sums.js';
import { KINDS } from './kinds.js';

const SHOWN_ERRORS = 200;

/** What a check of a file or its load has brought, in words. */
export function reportWords(report: BillingReport, dryRun: boolean): Omit<PanelReport, 'busy'> {
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
    tables: [...errors(report), ...accounts(report)],
  };
}

function message(report: BillingReport, dryRun: boolean): PanelReport['message'] {
  const { refusal, wrong } = report;
  if (refusal !== undefined) {
    return { tone: report.control?.differs && wrong === 0 ? 'wait' : 'bad', text: sentence(refusal) };
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

function errors({ errors: found, wrong }: BillingReport): NonNullable<PanelReport['tables']> {
  if (found.length === 0) return [];
  const shown = found.slice(0, SHOWN_ERRORS);
  const all = shown.length === found.length && found.length >= wrong;
  return [
    {
      caption: all ? 'Ошибки' : `Ошибки, первые ${shown.length}; все — в файле со строками`,
      head: ['Строка', 'Столбец', 'Что не так'],
      rows: shown.map(({ row, field, reason }) => [String(row), field ?? '—', reason]),
    },
  ];
}

function accounts({
  unknown: { count: all, accounts: listed },
}: BillingReport): NonNullable<PanelReport['tables']> {
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

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
