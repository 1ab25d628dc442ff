import type { ImportSession } from '../../imports/import-session.js';
import { money, plural } from '../../text/russian.js';
import type { ToldRecipient } from '../formats/told-recipient.js';
import { isCapitalRepair } from '../recipients/capital-repair.js';
import type { BesideWords } from './month-before.js';
import { type Contradicting, contradictingWords, inWords, isOtherThan } from './contradicting-recipients.js';
import { together } from './odd-rows.js';
import * as sql from './told-recipients.sql.js';

/** A company has a few; more of them are the sign of another column, such as that of consumers. */
const MOST = 500;
const SHOWN = 20;

interface Named {
  readonly recipient: ToldRecipient;
  readonly number: number;
  readonly seen: Seen;
}

/** One that a file names, be it for whole documents or for parts of them. */
interface Seen {
  readonly recipient: ToldRecipient;
  rows: number;
  kopecks: number;
  /** The row that was counted last: one may bring several sums. */
  row: number;
}

interface Known extends Record<string, unknown> {
  readonly id: number;
  readonly takes: string;
  readonly services: readonly string[];
  readonly ended: boolean;
  readonly account: string;
  readonly accounts: readonly string[];
  readonly inn: string;
  readonly name: string;
  readonly inns: readonly string[];
  readonly names: readonly string[];
}

/** Recipients that the rows of a file name: numbered while they are read, found among those of the office, or told. */
export class ToldRecipients {
  private readonly named = new Map<string, Named>();
  private readonly seen = new Map<string, Seen>();
  private known: readonly Known[] = [];
  private last?: Named;
  private beyond = 0;

  /** The number of what a row names, for its line of COPY; the row counts with its sum. */
  number(recipient: ToldRecipient | undefined, row: number, kopecks: number): number | null {
    if (!recipient) return null;
    const one = this.last && isSame(this.last.recipient, recipient) ? this.last : this.numbered(recipient);
    if (!one) return null;
    this.last = one;
    const { seen } = one;
    if (seen.row !== row) seen.rows += 1;
    seen.row = row;
    seen.kopecks += kopecks;
    return one.number;
  }

  /** Finds them, and says which the office does not know; also without any the table is there to be joined. */
  async find(session: ImportSession): Promise<BesideWords> {
    this.known = this.named.size === 0 ? [] : await session.query<Known>(sql.KNOWN);
    const mains = this.known.filter(({ takes, ended }) => takes === 'rest' && !ended).length;
    const strangers = new Set<Seen>();
    const others = new Map<Seen, Contradicting>();
    const rows = [...this.named.values()].map((one) => {
      const { recipient, seen } = one;
      const found = foundFor(recipient, this.known);
      if (found.length === 0) strangers.add(seen);
      else if (isOtherThan(recipient, found)) others.set(seen, { ...seen, found });
      // Of several with the same ИНН the services decide, as they do where a file names nobody.
      const [only] = found.length === 1 ? found : [];
      const forRest = recipient.whole === true && only?.takes === 'rest';
      // The only company of the office takes the rest anyway.
      const id = only && !(forRest && mains === 1) ? only.id : null;
      return { ord: one.number, id, for_rest: forRest, told: recipient };
    });
    await session.query(sql.CREATE, [JSON.stringify(rows)]);
    return together(this.wordsOf([...strangers]), contradictingWords([...others.values()]));
  }

  /** Which of these services, by their places, have recipients of their own. */
  served(services: readonly string[]): number[] {
    const own = this.known.filter(({ ended }) => !ended);
    const isOwn = (service: string) =>
      own.some(
        ({ takes, services: its }) =>
          its.includes(service) || (takes === 'capital-repair' && isCapitalRepair(service)),
      );
    return services.flatMap((service, place) => (isOwn(service) ? [place] : []));
  }

  private numbered(recipient: ToldRecipient): Named | undefined {
    const { account, inn, name, whole = false } = recipient;
    const key = JSON.stringify([account, inn, name, whole]);
    const known = this.named.get(key);
    if (known) return known;
    if (this.named.size >= MOST) {
      this.beyond += 1;
      return undefined;
    }
    const same = JSON.stringify([account, inn, name]);
    const seen = this.seen.get(same) ?? { recipient, rows: 0, kopecks: 0, row: 0 };
    this.seen.set(same, seen);
    const one = { recipient, number: this.named.size, seen };
    this.named.set(key, one);
    return one;
  }

  private wordsOf(all: readonly Seen[]): BesideWords {
    const own = all.filter(({ recipient }) => recipient.ownAccount === true);
    const strangers = all.filter((one) => !own.includes(one));
    // Without any requisites receipts have no codes, and nobody is paid instead.
    const notices = this.known.length === 0 ? [] : own.map(unknownAccount);
    if (strangers.length === 0) return { notices, tables: [] };
    const rows = strangers.slice(0, SHOWN).map(({ recipient, rows: count, kopecks }) => {
      return [inWords(recipient), String(count), money(kopecks)];
    });
    const count = strangers.length;
    const caption = `Получатели, которых нет на странице «Реквизиты»: ${this.beyond > 0 ? `больше ${MOST}` : count}`;
    const tables = [
      {
        caption: count > SHOWN ? `${caption}, первые ${SHOWN}` : caption,
        head: ['Получатель', 'Строк', 'Сумма'],
        rows,
      },
    ];
    if (this.known.length === 0) return { notices, tables };
    return { notices, tables, question: questionOf(this.beyond > 0 ? undefined : count) };
  }
}

/** A company may have several accounts, and its money has come: it is told, and not asked about. */
function unknownAccount({ recipient: { account }, rows, kopecks }: Seen): string {
  const count = `${rows} ${plural(rows, 'платёж', 'платежа', 'платежей')}`;
  return `Счет выписки ${account} не записан на странице «Реквизиты»: ${count} на ${money(kopecks)} ${rows === 1 ? 'учтён' : 'учтены'} без получателя`;
}

function questionOf(count: number | undefined): string {
  if (count === undefined) {
    return `В файле больше ${MOST} разных получателей. Возможно, в столбце получателя не те, кому платят: без него файл загрузится так, как записано на странице «Реквизиты»`;
  }
  const whose = plural(count, 'получатель, которого', 'получателя, которых', 'получателей, которых');
  const paid = plural(count, 'его деньги достанутся', 'их деньги достанутся', 'их деньги достанутся');
  return `В файле ${count} ${whose} нет на странице «Реквизиты»: ${paid} тем, кто записан там. Сначала добавьте ${plural(count, 'его', 'их', 'их')}`;
}

/** Nearly always the row before has named the same. */
function isSame(one: ToldRecipient, other: ToldRecipient): boolean {
  return (
    one === other ||
    (one.account === other.account &&
      one.inn === other.inn &&
      one.name === other.name &&
      one.whole === other.whole)
  );
}

/**
 * Those that may be meant: by the account, of today or else of former days; by ИНН or the name only where the file has no
 * account. Who is paid no more is meant only where nobody else is.
 */
function foundFor({ account, inn, name }: ToldRecipient, known: readonly Known[]): readonly Known[] {
  const same = (one: Known) => plain(one.name) === plain(name);
  if (account !== '') {
    const its = first(
      known.filter((one) => one.account === account && !one.ended),
      known.filter(({ accounts }) => accounts.includes(account)),
    );
    return first(its.filter(same), its);
  }
  const its = known.filter((one) => (inn === '' ? same(one) : one.inn === inn));
  const today = first(
    its.filter(({ ended }) => !ended),
    its,
  );
  return first(today.filter(same), today);
}

/** The first of the lists that has any. */
function first(one: readonly Known[], other: readonly Known[]): readonly Known[] {
  return one.length > 0 ? one : other;
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[«»"'\s\u00A0]+/g, ' ')
    .trim();
}
