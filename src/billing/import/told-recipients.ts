import type { ImportSession } from '../../imports/import-session.js';
import { money, plural } from '../../text/russian.js';
import type { ToldRecipient } from '../formats/told-recipient.js';
import type { BesideWords } from './month-before.js';
import * as sql from './told-recipients.sql.js';

interface Named {
  readonly recipient: ToldRecipient;
  readonly number: number;
  rows: number;
  kopecks: number;
}

interface Known extends Record<string, unknown> {
  readonly id: number;
  readonly takes: string;
  readonly accounts: readonly string[];
  readonly inn: string;
  readonly name: string;
}

/** Recipients that the rows of a file name: numbered while they are read, found among those of the office, or told. */
export class ToldRecipients {
  private readonly named = new Map<string, Named>();

  /** The number of what a row names, for its line of COPY; the row counts with its sum. */
  number(recipient: ToldRecipient | undefined, kopecks: number): number | null {
    if (!recipient) return null;
    const { account, inn, name, whole = false } = recipient;
    const key = JSON.stringify([account, inn, name, whole]);
    let one = this.named.get(key);
    if (!one) {
      one = { recipient, number: this.named.size, rows: 0, kopecks: 0 };
      this.named.set(key, one);
    }
    one.rows += 1;
    one.kopecks += kopecks;
    return one.number;
  }

  /** Finds them, and says which the office does not know; also without any the table is there to be joined. */
  async find(session: ImportSession): Promise<BesideWords> {
    const known = this.named.size === 0 ? [] : await session.query<Known>(sql.KNOWN);
    const mains = known.filter(({ takes }) => takes === 'rest').length;
    const strangers: Named[] = [];
    const rows = [...this.named.values()].map((one) => {
      const found = foundFor(one.recipient, known);
      if (!found) strangers.push(one);
      // The account of the company for a whole document says nothing of services with recipients of their own.
      const usual = one.recipient.whole && found?.takes === 'rest' && mains === 1;
      return { ord: one.number, id: found && !usual ? found.id : null, told: one.recipient };
    });
    await session.query(sql.CREATE, [JSON.stringify(rows)]);
    return strangers.length === 0 ? { notices: [], tables: [] } : wordsOf(strangers);
  }
}

/** By the account, which is nobody else's; by ИНН or name only where the file has none, and one alone has it. */
function foundFor({ account, inn, name }: ToldRecipient, known: readonly Known[]): Known | undefined {
  if (account !== '') return known.find(({ accounts }) => accounts.includes(account));
  const [found, ...others] = known.filter((one) =>
    inn === '' ? plain(one.name) === plain(name) : one.inn === inn,
  );
  return others.length === 0 ? found : undefined;
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[«»"'\s\u00A0]+/g, ' ')
    .trim();
}

function wordsOf(strangers: readonly Named[]): BesideWords {
  const rows = strangers.map(({ recipient, rows: count, kopecks }) => {
    const { name, inn, account } = recipient;
    return [
      [name, inn && `ИНН ${inn}`, account && `счет ${account}`].filter(Boolean).join(', '),
      String(count),
      money(kopecks),
    ];
  });
  const words = `В файле ${strangers.length} ${plural(strangers.length, 'получатель, которого', 'получателя, которых', 'получателей, которых')} нет на странице «Реквизиты»`;
  return {
    notices: [],
    tables: [
      {
        caption: 'Получатели, которых нет на странице «Реквизиты»',
        head: ['Получатель', 'Строк', 'Сумма'],
        rows: rows.slice(0, SHOWN),
      },
    ],
    question: `${words}: их деньги на квитанциях пойдут тем, кто записан там. Сначала добавьте их`,
  };
}

const SHOWN = 20;
