import { type ImportWords, refusalMessage, rowsTable, sentence } from '../../imports/import-words.js';
import { inSentence } from '../../text/russian.js';
import { BY_HAND } from '../by-hand/by-hand.js';
import type { AccountsReport } from './accounts-report.js';
import { DIFFERING, differenceWords } from './differing.js';
import { type ByHandChoice, disputedWords } from './disputed.js';

/** Whether there is something in the file that is not in the portal yet. */
export function isUseful(report: AccountsReport): boolean {
  return report.refusal === undefined && report.new + report.changed > 0;
}

/** What a check of a file or its load has brought. */
export function accountsWords(
  report: AccountsReport,
  dryRun: boolean,
  byHand: ByHandChoice = 'keep',
): ImportWords {
  const message = refusalMessage(report) ?? done(report, dryRun);
  if (report.total === 0) return { message };
  const { errors } = report;
  return {
    message,
    lines: [
      ...(report.about === undefined ? [] : [sentence(report.about)]),
      counts(report, dryRun),
      ...changedFields(report, dryRun),
      ...report.notices.map(sentence),
      ...disputesTold(report, byHand),
    ],
    tables: [
      ...disputed(report),
      ...twins(report),
      ...oddFlats(report),
      ...changed(report, dryRun),
      ...rowsTable('Ошибки: эти строки не загружаются', errors, report.wrong > errors.length),
    ],
  };
}

function counts(report: AccountsReport, dryRun: boolean): string {
  const number = (value: number) => value.toLocaleString('ru-RU');
  const { total, new: added, changed, unchanged, wrong } = report;
  return dryRun || report.refusal !== undefined
    ? `Строк: ${number(total)}. Новых: ${number(added)}, изменится: ${number(changed)}, без изменений: ${number(unchanged)}, с ошибками: ${number(wrong)}.`
    : `Добавлено: ${number(added)}, изменено: ${number(changed)}, без изменений: ${number(unchanged)}, пропущено с ошибками: ${number(wrong)}.`;
}

function done(report: AccountsReport, dryRun: boolean): NonNullable<ImportWords['message']> {
  const left = report.wrong > 0 ? ' Строки с ошибками пропускаются.' : '';
  const tone = report.wrong > 0 ? 'wait' : 'good';
  if (!isUseful(report)) {
    return report.unchanged > 0
      ? { tone, text: `Загружать нечего: всё в файле уже есть в портале.${left}` }
      : { tone: 'bad', text: 'Загружать нечего: в файле нет ни одной верной строки.' };
  }
  return dryRun
    ? { tone, text: `Файл проверен, в портале пока ничего не изменилось.${left}` }
    : { tone, text: `Файл загружен.${left}` };
}

/** Whether what was set by hand stays where the file says otherwise. */
function disputesTold({ disputes }: AccountsReport, byHand: ByHandChoice): string[] {
  if (disputes === 0) return [];
  const how = byHand === 'keep' ? 'остаётся исправленное' : 'заменяется тем, что в файле';
  return [`Исправлено вручную, а в файле иначе: ${disputes.toLocaleString('ru-RU')} (${how}).`];
}

/** What of accounts changes, and of how many. */
function changedFields({ changes }: AccountsReport, dryRun: boolean): string[] {
  if (!changes || changes.counts.length === 0) return [];
  const told = changes.counts.map(
    ({ field, count }) => `${inSentence(DIFFERING[field])} — ${count.toLocaleString('ru-RU')}`,
  );
  return [`${dryRun ? 'Что изменится' : 'Что изменилось'} у известных счетов: ${told.join(', ')}.`];
}

/** Each account that changes, with what stood there and what will. */
function changed(
  { changes, changed: all }: AccountsReport,
  dryRun: boolean,
): NonNullable<ImportWords['tables']> {
  if (!changes || changes.accounts.length === 0) return [];
  const { accounts } = changes;
  const what = dryRun ? 'Что изменится' : 'Что изменилось';
  return [
    {
      caption: `${what} в лицевых счетах: ${all.toLocaleString('ru-RU')}${all > accounts.length ? `, первые ${accounts.length}` : ''}`,
      head: ['Строка', 'Лицевой счет', what],
      rows: accounts.map(({ row, account, changes: told }) => [
        ...[String(row), account, told.map(differenceWords).join('; ')],
      ]),
    },
  ];
}

/** What is taken as it is, but hardly meant. */
function oddFlats({ odd = [] }: AccountsReport): NonNullable<ImportWords['tables']> {
  if (odd.length === 0) return [];
  const { count } = odd[0]!;
  return [
    {
      caption: `Необычная площадь или число проживающих: ${count}${count > odd.length ? `, первые ${odd.length}` : ''}`,
      head: ['Строка', 'Лицевой счет', 'Площадь, м²', 'Проживает'],
      rows: odd.map(({ row, account, area, residents }) => [
        ...[String(row), account, area?.replace('.', ',') ?? '', residents === null ? '' : String(residents)],
      ]),
    },
  ];
}

/** Addresses that two houses would have. */
function twins({ twins: found = [] }: AccountsReport): NonNullable<ImportWords['tables']> {
  if (found.length === 0) return [];
  const rows = found.map(({ address, known }) => [address, known]);
  return [{ caption: 'Похоже, это один и тот же дом', head: ['В файле, как новый', 'Уже есть'], rows }];
}

/** What was set by hand comes first: it is what somebody has to decide about. */
function disputed({ disputed: found }: AccountsReport): NonNullable<ImportWords['tables']> {
  if (found.length === 0) return [];
  const rows = found.map((one) => [
    String(one.row),
    BY_HAND[one.field],
    `счет ${one.account}. ${disputedWords(one)}; исправлено${one.day === undefined ? '' : ` ${one.day}`}: ${one.staff}, ${one.ground}`,
  ]);
  return [{ caption: 'Исправлено вручную, а в файле иначе', head: ['Строка', 'Столбец', 'Что где'], rows }];
}
