import { Inject, Injectable } from '@nestjs/common';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DataSource, type EntityManager } from 'typeorm';
import { CodeWordsService } from '../../code-words/code-words.service.js';
import { Clock, yearIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { Random } from '../../core/random.js';
import { CONFIG } from '../../core/tokens.js';
import type { StaffRole } from '../../panel/person.js';
import { StaffPasswords } from '../../staff/staff-passwords.service.js';
import { StaffService } from '../../staff/staff.service.js';
import { ADD_EXECUTORS, ADD_REQUESTS } from './demo-requests.sql.js';
import { demoAccounts } from './demo-company.js';
import { DemoAppeals } from './demo-appeals.service.js';
import { DemoAnnouncements } from './demo-announcements.service.js';
import { DemoMoneyService } from './demo-money.service.js';
import { one, rowsOf } from '../../core/query.js';

/** Somebody of the demo company's office; the login says what they may do. */
export interface DemoPerson {
  readonly login: string;
  readonly password: string;
}

/** What a person needs to try the product; kept in a file, so that each start can tell it. */
export interface DemoAccess {
  /** One of each role, the administrator last. */
  readonly people: readonly DemoPerson[];
  readonly word: string;
}

const PEOPLE: readonly { role: StaffRole; name: string }[] = [
  { role: 'operator', name: 'Ольга Синицына' },
  { role: 'dispatcher', name: 'Марина Седова' },
  { role: 'accountant', name: 'Тамара Счётова' },
  { role: 'moderator', name: 'Вера Редькина' },
  { role: 'administrator', name: 'Ирина Белова' },
];

const ACTOR = { kind: 'system', name: 'Демонстрационная компания' } as const;

/** Loads a made-up company into an empty database: three houses, sixty accounts with their money, one person of each role, one code word. */
@Injectable()
export class DemoService {
  constructor(
    private readonly database: DataSource,
    private readonly staff: StaffService,
    private readonly staffPasswords: StaffPasswords,
    private readonly codeWords: CodeWordsService,
    private readonly money: DemoMoneyService,
    private readonly announcements: DemoAnnouncements,
    private readonly appeals: DemoAppeals,
    private readonly random: Random,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Loads the company, or what a broken-off start left out of it, and gives what the file keeps of it. */
  async load(file: string): Promise<DemoAccess> {
    if (existsSync(file) && !(await this.isEmpty())) {
      // A trial that began before there were payment documents or meters gets them now.
      await this.database.transaction((tx) => this.made(tx));
      await this.announcements.fill(ACTOR);
      await this.addWork();
      const { login, password, ...kept } = JSON.parse(readFileSync(file, 'utf8')) as DemoAccess &
        Partial<DemoPerson>;
      // Such a trial has one person only.
      return login === undefined ? kept : { ...kept, people: [{ login, password: password! }] };
    }
    const access = await this.fill();
    await this.addWork();
    writeFileSync(file, JSON.stringify(access), { mode: 0o600 });
    return access;
  }

  async isEmpty(): Promise<boolean> {
    const row = await one<{ empty: boolean }>(
      this.database,
      'SELECT NOT EXISTS (SELECT FROM accounts) AND NOT EXISTS (SELECT FROM staff) AS empty',
    );
    return row?.empty === true;
  }

  /** Each step looks whether it was done before. */
  async fill(): Promise<DemoAccess> {
    const people = [];
    for (const person of PEOPLE) people.push(await this.person(person));
    const { id, name } = people.at(-1)!;
    const accountIds = await this.database.transaction(async (tx) => {
      const ids = await this.accountIds(tx);
      await this.made(tx);
      return ids;
    });
    await this.announcements.fill(ACTOR);
    const terms = { maxUses: 1, days: 365 };
    const issuer = { kind: 'staff', id, name } as const;
    const [issued] = await this.codeWords.issue([[accountIds[14]!]], terms, issuer);
    return { people: people.map(({ login, password }) => ({ login, password })), word: issued!.word };
  }

  private async made(tx: EntityManager): Promise<void> {
    await this.money.fill(tx);
    await this.money.fillMeters(tx);
  }

  /** Requests and papers are of the time before: they make sense only where somebody looks at them at once, in a trial. */
  private async addWork(): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      await tx.query(ADD_EXECUTORS);
      await tx.query(ADD_REQUESTS, [now, yearIn(now, this.config.timeZone)]);
    });
    await this.appeals.fill();
  }

  private async person({
    role,
    name,
  }: (typeof PEOPLE)[number]): Promise<DemoPerson & { id: string; name: string }> {
    const login = role;
    const person = { login, name, role, email: `${login}@kabinet.maxkom.ru` };
    const created = await this.staff.create(person, ACTOR, `demo-${this.random.token(9)}`);
    if (created) {
      return { login, name, ...created };
    }
    const { id } = (await this.staff.findByLogin(login))!;
    return { login, name, id, password: await this.staffPasswords.reset(id, ACTOR) };
  }

  private async accountIds(tx: EntityManager): Promise<string[]> {
    const rows = await rowsOf<{ id: string }>(tx, 'SELECT id FROM accounts ORDER BY number');
    return rows.length > 0 ? rows.map(({ id }) => id) : this.addAccounts(tx);
  }

  private async addAccounts(tx: EntityManager): Promise<string[]> {
    const ids: string[] = [];
    for (const account of demoAccounts()) {
      const row = await one<{ id: string }>(
        tx,
        `WITH house AS (
           INSERT INTO houses (address) VALUES ($1) ON CONFLICT (address) DO UPDATE SET address = $1 RETURNING id),
         unit AS (INSERT INTO units (house_id, number) SELECT id, $2 FROM house RETURNING id)
         INSERT INTO accounts (unit_id, number, owner_name, total_area, residents)
         SELECT id, $3, $4, $5, $6 FROM unit RETURNING id`,
        [account.house, account.unit, account.number, account.owner, account.area, account.residents],
      );
      ids.push(row!.id);
    }
    return ids;
  }
}
