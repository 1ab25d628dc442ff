import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import type { FlatCard } from '../../accounts/card/flat-card.js';
import { PAYMENTS_OF_MONTHS } from '../../billing/documents.sql.js';
import { Recipients } from '../../billing/recipients/recipients.service.js';
import { staffActor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock, dayIn, yearIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { Prepared } from '../../core/database.js';
import { FormKeys } from '../../core/form-keys.js';
import { one, rowsOf } from '../../core/query.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import type { PanelPerson } from '../../panel/person.js';
import { companyOf } from '../executor.js';
import { leftOf } from '../receipt-list.js';
import type { DebtFacts, PaperFacts, StatementFacts, StatementMonth, UnpaidMonth } from './paper.js';

/** A paper that was given out. */
export interface GivenPaper {
  readonly id: string;
  /** «12/2026». */
  readonly number: string;
  readonly kind: PaperFacts['kind'];
  readonly made_at: Date;
  readonly staff: string;
}

const GIVEN = `SELECT p.id, p.number || '/' || p.year AS number, p.kind, p.made_at, s.name AS staff
  FROM account_papers p JOIN staff_names s ON s.id = p.staff_id WHERE p.account_id = $1 ORDER BY p.made_at DESC LIMIT 20`;

const PAPER = new Prepared<{ number: string; made_at: Date; facts: PaperFacts }>(
  'paper of an account',
  `SELECT number || '/' || year AS number, made_at, facts FROM account_papers WHERE id = $2 AND account_id = $1`,
);

const MONTHS = `SELECT to_char(period, 'YYYY-MM') AS month, opening_kopecks AS opening, charged_kopecks AS charged,
    recalculated_kopecks AS recalculated, benefit_kopecks AS benefit, penalty_kopecks AS penalty, paid_kopecks AS paid,
    closing_kopecks AS closing, due_on::text AS due
  FROM current_documents WHERE account_id = $1 ORDER BY period`;

interface MonthRow extends StatementMonth {
  readonly due: string;
}

interface Owed {
  readonly balance: string;
  readonly balance_on: string;
}

const OWED = `SELECT balance_kopecks AS balance, balance_on::text FROM account_places
  WHERE id = $1 AND balance_kopecks IS NOT NULL AND balance_on IS NOT NULL`;

/** A number that a statement without a commit does not use up. */
const GIVE = `WITH taken AS (
    INSERT INTO account_paper_numbers AS n (year, last) VALUES ($1, 1)
    ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last)
  INSERT INTO account_papers (year, number, kind, account_id, staff_id, made_at, facts)
  SELECT $1, last, $2, $3, $4, $5, $6 FROM taken RETURNING id, number || '/' || year AS number`;

/** Nobody has told yet what the account owes. */
export class NoDebtKnown extends Error {}

/** Certificates and statements: their facts are kept as they were given out, under numbers without gaps. */
@Injectable()
export class AccountPapers {
  constructor(
    private readonly database: DataSource,
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly audit: AuditService,
    private readonly formKeys: FormKeys,
    private readonly clock: Clock,
    private readonly recipients: Recipients,
  ) {}

  /** The last papers of an account. */
  given(accountId: string): Promise<GivenPaper[]> {
    return rowsOf<GivenPaper>(this.database, GIVEN, [accountId]);
  }

  /** Months that a statement can be about, the oldest first. */
  async months(accountId: string): Promise<string[]> {
    return (await this.documents(this.database.manager, accountId)).map(({ month }) => month);
  }

  /** A paper as it was given out. */
  read(
    accountId: string,
    id: string,
  ): Promise<{ number: string; made_at: Date; facts: PaperFacts } | undefined> {
    return PAPER.first(this.pool, accountId, id);
  }

  /** A certificate of the debt as it is known now; its id, undefined for the other half of a double press. */
  giveDebt(flat: FlatCard, person: PanelPerson, formKey: string): Promise<string | undefined> {
    return this.give(flat, person, formKey, async (tx) => {
      const owed = await one<Owed>(tx, OWED, [flat.id]);
      if (!owed) throw new NoDebtKnown();
      const { balance, balance_on: balanceOn } = owed;
      const documents = await this.documents(tx, flat.id);
      const facts: Pick<DebtFacts, 'kind' | 'balance' | 'balanceOn' | 'months'> = {
        ...{ kind: 'debt', balance, balanceOn, months: unpaid(documents, BigInt(balance)) },
      };
      return facts;
    });
  }

  /** A statement of months that have documents, from the first to the last. */
  giveStatement(
    flat: FlatCard,
    { since, until }: { since: string; until: string },
    person: PanelPerson,
    formKey: string,
  ): Promise<string | undefined> {
    return this.give(flat, person, formKey, async (tx) => {
      const documents = await this.documents(tx, flat.id);
      const told = documents.filter(({ month }) => month <= until);
      const today = dayIn(this.clock.now(), this.config.timeZone);
      const facts: Pick<StatementFacts, 'kind' | 'since' | 'until' | 'months' | 'inTime' | 'payments'> = {
        ...{ kind: 'statement', since, until },
        months: told.filter(({ month }) => month >= since).map(({ due, ...month }) => month),
        inTime: unpaid(told, BigInt(told.at(-1)?.closing ?? 0)).filter(({ dueOn }) => today <= dueOn),
        payments: await rowsOf(tx, PAYMENTS_OF_MONTHS.text, [flat.id, `${since}-01`, `${until}-01`]),
      };
      return facts;
    });
  }

  private async give(
    flat: FlatCard,
    person: PanelPerson,
    formKey: string,
    read: (tx: EntityManager) => Promise<Pick<PaperFacts, 'kind'>>,
  ): Promise<string | undefined> {
    // all sums of one moment: a load that ends meanwhile would make a paper whose sums never agree
    const own = await this.database.transaction('REPEATABLE READ', read);
    return this.database.transaction(async (tx) => {
      if (!(await this.formKeys.claim(tx, formKey, `paper ${flat.id} ${own.kind}`))) return undefined;
      const { timeZone } = this.config;
      const company = companyOf(this.config.company, await this.recipients.today(flat.house_id));
      const now = this.clock.now();
      const facts = {
        ...{ account: flat.number, address: flat.address, owner: flat.owner_name },
        company: {
          name: company.legalName,
          inn: company.inn,
          address: company.address,
          phone: company.phone,
        },
        ...{ maker: person.staff.name, day: dayIn(now, timeZone) },
        ...own,
      };
      const paper = await one<{ id: string; number: string }>(tx, GIVE, [
        ...[yearIn(now, timeZone), own.kind, flat.id, person.staff.id, now, JSON.stringify(facts)],
      ]);
      const object = { kind: 'account', id: flat.id } as const;
      const details = { paper: own.kind, number: paper!.number };
      await this.audit.record(tx, staffActor(person), 'paper.given', object, details);
      return paper!.id;
    });
  }

  private documents(tx: EntityManager, accountId: string): Promise<MonthRow[]> {
    return rowsOf<MonthRow>(tx, MONTHS, [accountId]);
  }
}

/** Months, the oldest first, with what is not paid of them where so much is owed after the last of them. */
function unpaid(documents: readonly MonthRow[], owed: bigint): Required<UnpaidMonth>[] {
  const newestFirst = documents.map((one) => ({ ...one, total: totalOf(one) })).toReversed();
  return leftOf(newestFirst, owed)
    .filter(({ left }) => left > 0n)
    .toReversed()
    .map(({ month: { month, total, due }, left }) => ({
      ...{ month, total: String(total), left: String(left), dueOn: due },
    }));
}

function totalOf({ charged, recalculated, benefit, penalty }: StatementMonth): bigint {
  return BigInt(charged) + BigInt(recalculated) - BigInt(benefit) + BigInt(penalty);
}
