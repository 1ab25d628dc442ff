import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock, dayIn, yearIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { FormKeys } from '../core/form-keys.js';
import { HOUR, limit } from '../core/limits.js';
import { networkOf } from '../core/network.js';
import { one, type Queryable } from '../core/query.js';
import { Secrets } from '../core/secrets.js';
import { type Counter, Throttle } from '../core/throttle.js';
import { CONFIG } from '../core/tokens.js';
import { mailboxKey } from '../users/email-address.js';
import { type Appeal, APPEAL_COLUMNS, type AppealActor, type NewAppeal } from './appeal.js';
import { AppealChanges } from './appeal-changes.js';
import { AppealLetters } from './appeal-letters.js';
import { AppealTerms } from './appeal-terms.service.js';
import { AppealTopics } from './appeal-topics.service.js';
import { titleOf } from './title.js';

const APPEALS_RESIDENT = limit('appeals: resident', 10, HOUR);
const APPEALS_ADDRESS = limit('appeals: address', 30, HOUR);
/** Confirmations to an address that a stranger has typed. */
const APPEALS_COPIES = limit('appeals: copies to an address', 3, 24 * HOUR);
const APPEALS_EVERYBODY = limit('appeals: everybody', 600, HOUR);

/** What became of a form: an entry with a number, perhaps that of its other half, or so many seconds to wait. */
export type RegisteredAppeal =
  | { readonly kind: 'registered'; readonly appeal: Appeal; readonly again: boolean }
  | { readonly kind: 'wait'; readonly seconds: number };

/** What a page adds to the registration. */
interface AtRegistration {
  readonly limits?: readonly Counter[];
  /** Done in the transaction of the registration. */
  readonly also?: (tx: EntityManager) => Promise<void>;
}

/** Takes what people write: a number that has no gaps, the term, the first event and the letter, all at once. */
@Injectable()
export class AppealRegistration {
  constructor(
    private readonly database: DataSource,
    private readonly topics: AppealTopics,
    private readonly terms: AppealTerms,
    private readonly changes: AppealChanges,
    private readonly letters: AppealLetters,
    private readonly formKeys: FormKeys,
    private readonly secrets: Secrets,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** From a page that residents or strangers see: limited by person and network, and by the limits of the page. */
  async fromPage(
    input: NewAppeal,
    actor: AppealActor,
    ip: string,
    { limits = [], also }: AtRegistration = {},
  ): Promise<RegisteredAppeal> {
    const counters: Counter[] = [
      ...limits,
      ...(actor.id === undefined ? [] : [[APPEALS_RESIDENT, actor.id] as const]),
      [APPEALS_ADDRESS, networkOf(ip)],
      [APPEALS_EVERYBODY, ''],
    ];
    return this.database.transaction(async (tx) => {
      await tx.query('SAVEPOINT unclaimed');
      const twin = await this.twinOf(tx, input, actor);
      if (twin) return { kind: 'registered', appeal: twin, again: true };
      // Counted only once the form is ours: the other half of a double click waits for us and is never refused.
      const wait = await this.throttle.take(...counters);
      if (wait > 0) {
        await tx.query('ROLLBACK TO SAVEPOINT unclaimed');
        return { kind: 'wait', seconds: wait };
      }
      const silent = input.userId === undefined && (await this.hasEnough(input.email));
      await also?.(tx);
      return this.write(tx, { ...input, silent }, actor);
    });
  }

  /** In the transaction of the caller, without a limit: a paper from the office, or a letter from the mailbox. */
  async registerIn(
    tx: EntityManager,
    input: NewAppeal,
    actor: AppealActor,
  ): Promise<RegisteredAppeal & { kind: 'registered' }> {
    const twin = await this.twinOf(tx, input, actor);
    return twin ? { kind: 'registered', appeal: twin, again: true } : this.write(tx, input, actor);
  }

  /** What this form has registered before; claims the form where there is nothing. */
  private async twinOf(tx: EntityManager, input: NewAppeal, actor: AppealActor): Promise<Appeal | undefined> {
    const mark = this.markOf(input, actor);
    return (await this.formKeys.claim(tx, input.formKey, mark)) ? undefined : this.registeredBy(tx, mark);
  }

  private async write(
    tx: EntityManager,
    input: NewAppeal,
    actor: AppealActor,
  ): Promise<RegisteredAppeal & { kind: 'registered' }> {
    const topic = await this.topics.findOrGeneral(input.topic, tx);
    const now = this.clock.now();
    const received = input.receivedDay ?? dayIn(now, this.config.timeZone);
    const due = await this.terms.due(tx, received, topic);
    const { id } = (await one<{ id: string }>(
      tx,
      `WITH taken AS (
         INSERT INTO appeal_numbers AS n (year, last) VALUES ($1, 1)
         ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last)
       INSERT INTO appeals (year, sequence, kind, channel, topic, registered_at, received_day, title, text, user_id, account_id,
         house_id, address, author_name, author_email, author_phone, paper_answer, postal_address, publish, due_day, soon_day,
         first_due_day, form_mark, silent)
       SELECT $1, last, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $19, $21, $22
       FROM taken RETURNING id`,
      [
        yearIn(now, this.config.timeZone),
        ...[input.kind, input.channel, topic.id, now, received],
        ...[input.title === '' ? titleOf(input.text) : input.title, input.text],
        ...[input.userId ?? null, input.accountId ?? null, input.houseId ?? null, input.address],
        ...[input.name, input.email, input.phone, input.paperAnswer, input.postalAddress, input.publish],
        ...[
          due?.due ?? null,
          due?.soon ?? null,
          input.formKey === '' ? null : this.markOf(input, actor),
          input.silent ?? false,
        ],
      ],
    ))!;
    const appeal = (await this.changes.lock(tx, id))!;
    if (input.messageId) await this.letters.join(tx, appeal, input.messageId);
    const events = [{ kind: 'registered', actor, open: true } as const];
    await this.changes.tell(tx, appeal, { events, files: input.files });
    return { kind: 'registered', appeal, again: false };
  }

  /** Whether an address that nobody has confirmed has had its share of letters: it may be that of somebody else. */
  private async hasEnough(email: string): Promise<boolean> {
    return email !== '' && (await this.throttle.take([APPEALS_COPIES, mailboxKey(email)])) > 0;
  }

  /** What tells a form that was sent twice from one that says something else. */
  private markOf({ files, silent: _, ...said }: NewAppeal, { id }: AppealActor): string {
    const sizes = files.map(({ bytes }) => bytes);
    return this.secrets.mac('appeal form', JSON.stringify([id, said, sizes])).toString('base64url');
  }

  private registeredBy(on: Queryable, mark: string): Promise<Appeal | undefined> {
    return one<Appeal>(on, `SELECT ${APPEAL_COLUMNS} FROM appeals a WHERE a.form_mark = $1`, [mark]);
  }
}
