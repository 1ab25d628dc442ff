import { balanceOf } from '../../accounts/balance.js';
import { calendarDay, monthAndYear } from '../../text/month.js';
import { money } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import type { RecordKind } from '../formats/billing-records.js';
import type { Held } from '../import/held-assignments.service.js';
import type { Offer } from './likely-accounts.service.js';
import { OUTCOMES } from './outcomes.js';
import { repeats } from './payer-words.js';
import type { ListedRow, WaitingRow } from './rows.sql.js';

const KINDS: Record<RecordKind, string> = { payments: 'платёж', charges: 'начисления', balances: 'сальдо' };

/** «Платёж 23 ноября 2026», «Начисления за октябрь 2026», «Сальдо на 31 октября 2026». */
export function whatTold({ kind, day }: Pick<ListedRow, 'kind' | 'day'>): string {
  if (day === null) return KINDS[kind];
  if (kind === 'charges') return `начисления за ${monthAndYear(day.slice(0, 7))}`;
  return kind === 'balances' ? `сальдо на ${calendarDay(day)}` : `платёж ${calendarDay(day)}`;
}

/** A row of the list as the page shows it. */
export function listedTold(row: ListedRow, shown: string, query: string): object {
  const { id, kopecks, account, payer, purpose, outcome, reason, number } = row;
  return {
    href: `/office/unknown-rows/${id}${query}`,
    here: id === shown,
    sum: money(BigInt(kopecks)),
    what: whatTold(row),
    who: payer,
    text: [account && `№ ${account}`, repeats(purpose, payer) ? '' : purpose].filter(Boolean).join(', '),
    state: outcome
      ? [OUTCOMES[outcome], reason && `«${reason}»`].filter(Boolean).join(': ')
      : number && accountsNamed(number),
  };
}

/** What is known of a row, as terms and their words; what nobody has told is left out. */
export function factsTold(row: WaitingRow): { term: string; text: string }[] {
  const facts: [string, string][] = [
    ['Плательщик', row.payer],
    ['Счет плательщика', row.payer_account],
    ['Назначение', repeats(row.purpose, row.payer) ? '' : row.purpose],
    // what the payer wrote is often told twice
    ['Пометка', row.note.includes(row.purpose) || repeats(row.note, row.payer) ? '' : row.note],
    ['Номер в файле', row.account],
    ['Услуги', row.services.join(', ')],
    ['Откуда', [row.source, row.external_id && `№ ${row.external_id}`].filter(Boolean).join(', ')],
    [
      'Файл',
      [row.file_name, row.sheet && `лист «${row.sheet}»`, `строка ${row.row_no}`].filter(Boolean).join(', '),
    ],
  ];
  return facts.filter(([, text]) => text !== '').map(([term, text]) => ({ term, text }));
}

/** An account that is offered, as a choice of the form. */
export function offerTold({ account, reasons }: Offer, town: string): object {
  const balance = balanceOf(account.balance_kopecks, account.balance_on);
  return {
    id: account.id,
    number: account.number,
    place: streetOf(account.address, town),
    owner: account.owner_name,
    balance: balance && [balance.label.toLowerCase(), balance.sum].filter(Boolean).join(' '),
    closed: account.closed,
    why: reasons.join('; '),
  };
}

/** «лицевой счет 0100002301», or «лицевые счета 0100002301, 0100002314» of a row that was divided. */
export function accountsNamed(number: string): string {
  return `${number.includes(',') ? 'лицевые счета' : 'лицевой счет'} ${number}`;
}

/** Why an assignment cannot be taken back, and what to do instead. */
export function heldTold(held: Held): object {
  if ('row' in held) return { why: `после неё на тот же день разнесена строка ${held.row} этого файла` };
  const { load, counted, above } = held;
  return {
    ...{ counted, load: loadTold(load), above: above && loadTold(above) },
    why: counted ? 'платёж уже учтён в квитанции из загрузки' : 'эту строку уже учла загрузка',
  };
}

function loadTold({ id, file_name: file }: { id: string; file_name: string }): object {
  return { id, file, href: `/admin/resources/batches/records/${id}/show` };
}
