import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { FormKeys } from '../../core/form-keys.js';
import { one } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import type { RecipientTerms } from './recipient.js';
import { Recipients } from './recipients.service.js';
import * as sql from './recipients.sql.js';

/** From here on what a company has had before the portal kept it. */
export const SINCE_EVER = '2000-01-01';

/** What is to hold of a recipient; without an id it is a new one. */
export type NewTerms = Omit<RecipientTerms, 'id' | 'bank'> & {
  readonly id: number | undefined;
  readonly bank: NonNullable<RecipientTerms['bank']>;
};

/** What differs, for the journal: before and after by field. */
export type Changed = Readonly<Record<string, readonly [before: unknown, after: unknown]>>;

type Staff = Actor & { id: string };

/** Writes what holds of recipients: rows are only added. */
@Injectable()
export class RecipientChanges implements OnApplicationBootstrap {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly recipients: Recipients,
    private readonly formKeys: FormKeys,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The settings of the environment are the first requisites of the company, and are not read for them any more. */
  async onApplicationBootstrap(): Promise<void> {
    const { legalName: name, inn, kpp, bank } = this.config.company;
    if (!bank) return;
    await this.database.transaction(async (tx) => {
      await tx.query(sql.ONE_AT_A_TIME);
      if ((await one<{ has: boolean }>(tx, sql.HAS_ANY))!.has) return;
      const all = { takes: 'rest', services: [], houses: [], purpose: '', ended: false } as const;
      const terms: NewTerms = { ...all, id: undefined, since: SINCE_EVER, name, inn, kpp, bank };
      const id = await this.add(tx, terms, null);
      const details = { name, since: SINCE_EVER };
      await this.audit.record(tx, { kind: 'system' }, 'recipient.seeded', of(id), details);
    });
    this.recipients.forget();
  }

  /**
   * Checks and writes while nobody else writes about recipients; undefined where the other half of a double press has done
   * it already. What has written nothing may be sent again.
   */
  async inTurn<T extends { readonly written: boolean }>(
    form: { readonly key: string; readonly content: string },
    work: (tx: EntityManager) => Promise<T>,
  ): Promise<T | undefined> {
    const done = await this.database.transaction(async (tx) => {
      await tx.query(sql.ONE_AT_A_TIME);
      // Another instance may have written just before.
      this.recipients.forget();
      return this.formKeys.onceIn(
        tx,
        form,
        () => work(tx),
        ({ written }) => written,
      );
    });
    this.recipients.forget();
    return done;
  }

  /** Writes terms with their line in the journal. */
  async write(tx: EntityManager, terms: NewTerms, changed: Changed | undefined, actor: Staff): Promise<void> {
    const id = await this.add(tx, terms, actor.id);
    const { name, since, ended } = terms;
    const action = terms.id === undefined ? 'added' : ended ? 'ended' : 'changed';
    const details = { name, since, ...(changed && { changed }) };
    await this.audit.record(tx, actor, `recipient.${action}`, of(id), details);
  }

  private async add(tx: EntityManager, terms: NewTerms, staffId: string | null): Promise<number> {
    const now = this.clock.now();
    const { since, ended, name, inn, kpp, bank, purpose, takes, services, houses, executor } = terms;
    const id = terms.id ?? (await one<{ id: number }>(tx, sql.NEW_RECIPIENT, [now]))!.id;
    const requisites = [
      name,
      inn,
      kpp,
      bank.name,
      bank.bic,
      bank.account,
      bank.correspondentAccount,
      purpose,
    ];
    const own = [
      executor !== undefined,
      executor?.address ?? '',
      executor?.phone ?? '',
      executor?.licence ?? '',
    ];
    const values = [id, since, ended, ...requisites, takes, services, staffId, now, ...own];
    const row = await one<{ id: string }>(tx, sql.NEW_TERMS, values);
    if (houses.length > 0) await tx.query(sql.NEW_HOUSES, [row!.id, houses]);
    return id;
  }
}

function of(id: number): { readonly kind: 'recipient'; readonly id: string } {
  return { kind: 'recipient', id: String(id) };
}
