import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './client.js';
import { giveMeter } from './meters.js';
import { act, checkAndLoad } from './office.js';
import type { Page } from './page.js';
import { giveResident, PASSWORD, registration, signIn } from './resident.js';
import type { World } from './world.js';

const OUTAGE = { outage: true };
/** What a request meets whose server is killed, or is not there. */
const CUT = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE']);

/** What the product has acknowledged: each thing once, in the order of the answers. */
export interface Ledger {
  registrations: string[];
  links: { login: string; account: string }[];
  readings: { meter: string; value: string }[];
  requests: string[];
  entries: string[];
  payments: number[];
}

/** An empty one. */
export function newLedger(): Ledger {
  return { registrations: [], links: [], readings: [], requests: [], entries: [], payments: [] };
}

/** How much has been acknowledged. */
export function acknowledged(ledger: Ledger): number {
  const { registrations, links, readings, requests, entries, payments } = ledger;
  return [registrations, links, readings, requests, entries, payments].flat().length;
}

/**
 * People who do their work again and again, whatever is killed meanwhile. Where an answer did not come, they send the same
 * form again, as a browser does that is asked to; what came of the first time is the product's affair.
 */
export class Actors {
  private stopped = false;

  private constructor(
    private readonly world: World,
    private readonly ledger: Ledger,
    private readonly chief: Client,
    private readonly resident: Client,
    private readonly account: string,
    private readonly meter: string,
  ) {}

  /** A resident with a flat and a meter, an accountant's panel, and those who come anew. */
  static async gather(world: World, ledger: Ledger, chief: Client): Promise<Actors> {
    await giveResident(world, 'steady');
    const account = await giveOwnFlat(world, '0100000001', 'steady');
    const meter = await giveMeter(world, account, { initial: ['100'] });
    return new Actors(world, ledger, chief, await signIn(world, 'steady'), account, meter);
  }

  /** Goes on until `stop`; what is under way then is finished. */
  async work(): Promise<void> {
    const jobs = [
      ...[() => this.registers(), () => this.links(), () => this.sendsReadings()],
      ...[() => this.sendsRequest(), () => this.writesEntry(), () => this.loadsPayment()],
    ];
    await Promise.all(
      jobs.map(async (job) => {
        while (!this.stopped) await job();
      }),
    );
  }

  stop(): void {
    this.stopped = true;
  }

  private async registers(): Promise<void> {
    const login = `new${this.ledger.registrations.length}`;
    await this.send(this.world.visitor(), '/auth/?register=yes', '/auth/registration', registration(login));
    this.ledger.registrations.push(login);
  }

  private async links(): Promise<void> {
    const number = this.ledger.links.length;
    const login = `linked${number}`;
    const account = await giveOwnFlat(this.world, String(200_000_000 + number).padStart(10, '0'));
    await giveResident(this.world, login);
    const word = await this.word(account);
    const visitor = this.world.visitor();
    await this.send(visitor, '/auth/', '/auth/login', { login, password: PASSWORD });
    const typed = await this.send(visitor, '/accounts/link/word', '/accounts/link/word', { word });
    const choose = { accounts: [account] };
    const chosen = await this.send(visitor, typed.location!, '/accounts/link/choose', choose);
    await this.send(visitor, chosen.location!, '/accounts/link/finish');
    this.ledger.links.push({ login, account });
  }

  private async sendsReadings(): Promise<void> {
    const thousandths = 100_001 + this.ledger.readings.length;
    const value = (thousandths / 1000).toFixed(3);
    const path = `/accounts/${this.account}/readings`;
    const [whole, fraction] = value.split('.');
    await this.send(this.resident, path, path, {
      [`whole-${this.meter}-0`]: whole!,
      [`fraction-${this.meter}-0`]: fraction!,
    });
    this.ledger.readings.push({ meter: this.meter, value });
  }

  private async sendsRequest(): Promise<void> {
    const text = `Капает из-под мойки, звоню в ${this.ledger.requests.length}-й раз`;
    const fields = { category: 'leak', emergency: 'no', text, phone: '8 902 555-66-77' };
    await this.send(this.resident, `/requests/new?account=${this.account}`, '/requests', fields);
    this.ledger.requests.push(text);
  }

  private async writesEntry(): Promise<void> {
    const text = `Лифт стучит по ночам, пишу в ${this.ledger.entries.length}-й раз`;
    await this.send(this.resident, '/book/new', '/book/new', { kind: 'complaint', topic: 'general', text });
    this.ledger.entries.push(text);
  }

  /** A file of one payment, until the portal says that it is loaded: the same file twice is the same payment. */
  private async loadsPayment(): Promise<void> {
    const kopecks = 10_001 + this.ledger.payments.length;
    const rubles = (kopecks / 100).toFixed(2);
    const file = `account;paid_on;amount;source;external_id\n0100000001;2026-11-20;${rubles};Касса;n${kopecks}\n`;
    for (;;) {
      try {
        const form = 'batches/actions/load';
        const { checked, loaded } = await checkAndLoad(this.chief, form, `p${kopecks}.csv`, file, {
          kind: 'payments',
        });
        // A load whose end nobody was told of stands all the same, and the check says so.
        if (loaded?.message?.tone === 'good' || /уже загружен/i.test(checked.message?.text ?? '')) break;
      } catch (error) {
        if (!isCut(error) && !/: 50[0-9]|does not end/.test(String(error))) throw error;
      }
      await sleep(50);
    }
    this.ledger.payments.push(kopecks);
  }

  private async word(account: string): Promise<string> {
    for (;;) {
      try {
        const fields = { maxUses: '1', days: '30' };
        const path = `accounts/records/${account}/issueWord`;
        const { status, result } = await act(this.chief, path, fields, randomUUID());
        if (result) return result.words![0]!.value;
        if (status !== 503) throw new Error(`No code word: ${status}`);
      } catch (error) {
        if (!isCut(error)) throw error;
      }
      await sleep(50);
    }
  }

  /** Opens a page, fills in its form and sends it until there is an answer, which must be a yes. */
  private async send(
    visitor: Client,
    path: string,
    action: string,
    fields: Record<string, string | boolean | string[]> = {},
  ): Promise<Page> {
    const form = (await untilAnswered(() => visitor.get(path, OUTAGE))).form(action);
    const answer = await untilAnswered(() => form.submit(fields, OUTAGE));
    if (answer.status === 303) return answer;
    throw new Error(`${action} answered ${answer.status}: ${answer.errors.join('; ')}`);
  }
}

/** A flat with an account in a house of its own, linked to nobody or to a resident. */
async function giveOwnFlat(world: World, number: string, login = ''): Promise<string> {
  const [row] = await world.database.query<{ id: string }>(
    `WITH house AS (INSERT INTO houses (address) VALUES ('г. Иркутск, ул. Перебоев, д. ' || $1) RETURNING id),
          unit AS (INSERT INTO units (house_id, number) SELECT id, '1' FROM house RETURNING id),
          account AS (INSERT INTO accounts (number, unit_id) SELECT $1, id FROM unit RETURNING id),
          link AS (INSERT INTO account_links (user_id, account_id)
                   SELECT u.id, account.id FROM users u, account WHERE u.login = $2)
     SELECT id FROM account`,
    [number, login],
  );
  return row!.id;
}

async function untilAnswered(ask: () => Promise<Page>): Promise<Page> {
  for (;;) {
    try {
      const page = await ask();
      if (page.status !== 503) return page;
    } catch (error) {
      if (!isCut(error)) throw error;
    }
    await sleep(50);
  }
}

function isCut(error: unknown): boolean {
  return CUT.has(String((error as { code?: string }).code));
}
