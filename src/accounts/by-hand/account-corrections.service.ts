import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type AuditAction, staffActor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { differences } from '../../audit/differences.js';
import { Clock } from '../../core/clock.js';
import { one } from '../../core/query.js';
import { noLoadWrites } from '../../imports/import-session.js';
import type { PanelPerson } from '../../panel/person.js';
import { WITHDRAW_RECEIPTS } from '../accounts.sql.js';
import { AccountCards } from '../card/account-cards.js';
import { type AccountNow, LOCKED_ACCOUNT } from './by-hand.sql.js';
import { type AccountFacts, factsOf, shownFacts } from './account-facts.js';
import { Marks } from './marks.service.js';
import { HouseGone, type Place, Places } from './places.service.js';

/** How it ended: done, `same` where it stood so already, `stale` where somebody came first, `busy` while a file is loaded. */
export type CorrectionEnd = 'done' | 'same' | 'stale' | 'busy' | 'missing';

/** Who corrects, on what ground, and the version that they have seen. */
export interface Correcting {
  readonly id: string;
  readonly version: number;
  readonly ground: string;
  readonly person: PanelPerson;
}

/** What a correction sets, and what the journal tells of it. */
interface Change {
  readonly columns: Readonly<Record<string, unknown>>;
  readonly marks: readonly string[];
  readonly action: AuditAction;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Corrects accounts by hand: each correction is one transaction, a line of the journal, and a mark that loads of files see. */
@Injectable()
export class AccountCorrections {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly marks: Marks,
    private readonly places: Places,
    private readonly cards: AccountCards,
    private readonly clock: Clock,
  ) {}

  /** Sets owner, area and number of residents; what stays as it is is no correction. */
  correct(facts: AccountFacts, asked: Correcting): Promise<CorrectionEnd> {
    return this.change(asked, (now) => {
      const changed = differences(factsOf(now), facts, ['owner_name', 'total_area', 'residents']);
      const names = Object.keys(changed);
      if (names.length === 0) return undefined;
      return {
        columns: { ...facts },
        marks: names,
        action: 'account.corrected',
        details: {
          changed: differences(shownFacts(factsOf(now)), shownFacts(facts), ['owner', 'area', 'residents']),
        },
      };
    });
  }

  /** Closes an account from a day on: its code words are revoked, letters about its receipts that wait do not leave any more. */
  close(closedOn: string, asked: Correcting): Promise<CorrectionEnd> {
    return this.change(asked, async (now, tx) => {
      if (now.closed) return undefined;
      await tx.query(WITHDRAW_RECEIPTS, [this.clock.now(), now.id]);
      await this.cards.closed(tx, now.id, staffActor(asked.person));
      return {
        columns: { closed: true, closed_on: closedOn },
        marks: ['closed'],
        action: 'account.closed',
        details: { closedOn },
      };
    });
  }

  reopen(asked: Correcting): Promise<CorrectionEnd> {
    return this.change(asked, (now) =>
      now.closed
        ? { columns: { closed: false }, marks: ['closed'], action: 'account.reopened', details: {} }
        : undefined,
    );
  }

  /** Moves an account to another unit, which is made where the house has none like it; `gone` where there is no such house. */
  async move(place: Place, asked: Correcting): Promise<CorrectionEnd | 'gone'> {
    return this.change<{ id: string; address: string }>(
      asked,
      (now, _tx, unit) =>
        unit.id === now.unit_id
          ? undefined
          : {
              columns: { unit_id: unit.id },
              marks: ['place'],
              action: 'account.moved',
              details: { changed: { place: [now.address, unit.address] } },
            },
      (tx) => this.places.unit(tx, place),
    ).catch((error: unknown) => {
      if (error instanceof HouseGone) return 'gone';
      throw error;
    });
  }

  /** What `first` locks or makes comes before the lock of the account. */
  private change<First = undefined>(
    { id, version, ground, person }: Correcting,
    work: (
      now: AccountNow,
      tx: EntityManager,
      first: First,
    ) => Change | undefined | Promise<Change | undefined>,
    first?: (tx: EntityManager) => Promise<First>,
  ): Promise<CorrectionEnd> {
    return this.database
      .transaction(async (tx) => {
        if (!(await noLoadWrites(tx))) return 'busy';
        const made = (await first?.(tx)) as First;
        const now = await one<AccountNow>(tx, LOCKED_ACCOUNT, [id]);
        if (!now) return 'missing';
        const change = await work(now, tx, made);
        // whoever wants what stands there already has it: the other half of a double press, too
        if (!change) return 'same';
        if (now.version !== version) throw new Overtaken();
        const entries = Object.entries(change.columns);
        await tx.query(
          `UPDATE accounts SET updated_at = $2${entries.map(([name], at) => `, ${name} = $${at + 3}`).join('')} WHERE id = $1`,
          [id, this.clock.now(), ...entries.map(([, value]) => value)],
        );
        await this.marks.set(tx, id, change.marks, ground, person);
        const details = { ...change.details, ground, version: String(version + 1) };
        const object = { kind: 'account', id } as const;
        await this.audit.record(tx, staffActor(person), change.action, object, details);
        return 'done' as const;
      })
      .catch((error: unknown) => {
        if (error instanceof Overtaken) return 'stale' as const;
        throw error;
      });
  }
}

/** Undoes what was begun, such as a unit that was made, where somebody else came first. */
class Overtaken extends Error {}
