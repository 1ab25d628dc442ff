import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { POOL } from '../../core/tokens.js';
import { plainIdentifier } from '../../text/look-alikes.js';
import { hasForbiddenCharacters, money } from '../../text/russian.js';
import type { Form } from '../../web/form.js';
import type { Part } from '../import/divided.js';
import { division, type PartLine } from './dividing.js';
import type { Offer } from './likely-accounts.service.js';
import { BY_EACH_NUMBER, type LikelyAccount } from './likely.sql.js';
import type { WaitingRow } from './rows.sql.js';
import type { DivideForm } from './unknown-rows.forms.js';

/** As many lines as the form begins with, and as many as it shows at most. */
const LINES = 4;
const MOST_LINES = 60;
const MOST_NUMBER = 40;

/** Parts of a payment, or what is wrong with the form, by field. */
type ReadParts =
  | { readonly parts: readonly Part[]; readonly errors?: undefined }
  | { readonly parts?: undefined; readonly errors: Readonly<Record<string, string>> };

/** «Разделить на несколько счетов»: reads the form and shows it. */
@Injectable()
export class Dividing {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** Reads how a payment is to be divided, and finds the accounts by their numbers. */
  async read(row: Pick<WaitingRow, 'kopecks'>, form: Form<DivideForm>): Promise<ReadParts> {
    const typed = division(BigInt(row.kopecks), linesOf(form));
    if (typed.errors) return typed;
    const known = await this.accounts(typed.parts.map(({ account }) => account));
    const errors: Record<string, string> = {};
    const parts: Part[] = [];
    for (const { line, account, kopecks } of typed.parts) {
      const field = `account${line + 1}`;
      // letters that look like digits may be typed: both readings may mean one account
      const [found, ...more] = new Map(
        known
          .filter(({ written }) => written === account || written === plainIdentifier(account))
          .map((one) => [one.id, one]),
      ).values();
      const wrong = wrongAccount(found, more.length > 0, parts);
      if (wrong !== undefined) errors[field] = wrong;
      else parts.push({ accountId: found!.id, kopecks });
    }
    return Object.keys(errors).length > 0 ? { errors } : { parts };
  }

  /** The form as the page shows it: what was typed, or the accounts whose numbers the row names. */
  shown(row: WaitingRow, offers: readonly Offer[], form: Form<DivideForm> | undefined): object | false {
    if (row.kind !== 'payments') return false;
    const named = offers.filter(({ reasons }) => reasons.some((reason) => reason.startsWith('номер ')));
    const lines = form ? linesOf(form) : named.map(({ account }) => ({ account: account.number, sum: '' }));
    const more = form?.data?.more === 'yes' ? LINES : 0;
    const count = Math.min(MOST_LINES, Math.max(LINES, lines.length + more));
    return {
      open: form !== undefined || named.length > 1,
      sum: money(BigInt(row.kopecks)),
      more: count < MOST_LINES,
      known: offers.map(({ account }) => ({
        number: account.number,
        text: `${account.address}, ${account.owner_name}`,
      })),
      lines: Array.from({ length: count }, (_, index) => ({
        no: index + 1,
        account: lines[index]?.account ?? '',
        sum: lines[index]?.sum ?? '',
        accountError: form?.errors[`account${index + 1}`],
        sumError: form?.errors[`sum${index + 1}`],
      })),
    };
  }

  private accounts(typed: readonly string[]): Promise<(LikelyAccount & { written: string })[]> {
    const numbers = typed.filter((text) => text.length <= MOST_NUMBER && !hasForbiddenCharacters(text));
    return BY_EACH_NUMBER.rows(this.pool, [...new Set([...numbers, ...numbers.map(plainIdentifier)])]);
  }
}

function wrongAccount(
  found: LikelyAccount | undefined,
  isOneOfSeveral: boolean,
  parts: readonly Part[],
): string | undefined {
  if (!found) return 'Такого лицевого счета нет: нужен номер целиком, как на квитанции';
  if (isOneOfSeveral) return 'Так называются несколько счетов: укажите номер лицевого счета';
  return parts.some(({ accountId }) => accountId === found.id)
    ? 'Этот счет уже есть в другой строке'
    : undefined;
}

/** The same parts of the same accounts, in any order; a row that was not divided has none, as a form with errors. */
export function sameParts(row: Pick<WaitingRow, 'parts'>, parts: readonly Part[]): boolean {
  const told = new Set(row.parts.map(({ account, kopecks }) => `${account} ${kopecks}`));
  return (
    parts.length > 0 &&
    told.size === parts.length &&
    parts.every(({ accountId, kopecks }) => told.has(`${accountId} ${kopecks}`))
  );
}

function linesOf({ values }: Form<DivideForm>): PartLine[] {
  const [accounts, sums] = [values['account'] ?? [], values['sum'] ?? []];
  if (!Array.isArray(accounts) || !Array.isArray(sums)) return [];
  return accounts.slice(0, MOST_LINES).map((account, index) => ({ account, sum: sums[index] ?? '' }));
}
