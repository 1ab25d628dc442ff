import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { mayIn } from '../../accounts/household/rights.sql.js';
import { Prepared } from '../../core/database.js';
import { HOUR, limit } from '../../core/limits.js';
import { networkOf } from '../../core/network.js';
import { POOL } from '../../core/tokens.js';
import { calendarDay } from '../../text/month.js';
import { formatPhone, normalisePhone } from '../../users/phone.js';
import { type Appeal, APPEAL_COLUMNS, type AppealActor } from '../appeal.js';
import { AppealRegistration, type RegisteredAppeal } from '../appeal-registration.service.js';
import { GENERAL_TOPIC } from '../appeal-topics.service.js';

const FEEDBACK_ADDRESS = limit('feedback: address', 10, HOUR);
const FEEDBACK_EVERYBODY = limit('feedback: everybody', 300, HOUR);

interface Asker {
  readonly full_name: string;
  readonly email: string;
}

const ASKER = new Prepared<Asker>('asker', 'SELECT full_name, email FROM residents WHERE id = $1');
/** Two are asked for to know whether there is one. */
const HOMES = new Prepared<{ id: string; house_id: string; address: string }>(
  'homes of asker',
  `SELECT a.id, a.house_id, a.address FROM active_links l JOIN account_places a ON a.id = l.account_id
   WHERE l.user_id = $1 AND ${mayIn('l', 'book')} AND NOT a.closed LIMIT 2`,
);
const SENT = new Prepared<Appeal>(
  'appeal that was sent',
  `SELECT ${APPEAL_COLUMNS} FROM appeals a WHERE a.id = $1 AND a.user_id IS NOT DISTINCT FROM $2`,
);

/** What somebody wrote, with the key of the form. */
export interface NewFeedback {
  readonly name: string;
  readonly contact: string;
  readonly text: string;
  readonly formKey: string;
}

/** «Обратная связь»: questions of residents and strangers become entries of the register. */
@Injectable()
export class Feedback {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly registration: AppealRegistration,
  ) {}

  /** What the form begins with: nothing for a stranger. */
  async known(userId: string | undefined): Promise<Record<string, string>> {
    const asker = userId === undefined ? undefined : await ASKER.first(this.pool, userId);
    return asker ? { name: asker.full_name, contact: asker.email } : {};
  }

  /** Registers a question; whoever lives in one flat asks about it. */
  async ask(
    { name, contact, text, formKey }: NewFeedback,
    userId: string | undefined,
    ip: string,
  ): Promise<RegisteredAppeal> {
    const [home, other] = userId === undefined ? [] : await HOMES.rows(this.pool, userId);
    const mail = contact.includes('@');
    const actor: AppealActor =
      userId === undefined ? { kind: 'author', name } : { kind: 'resident', id: userId, name };
    return this.registration.fromPage(
      {
        ...{ kind: 'question', channel: 'site', topic: GENERAL_TOPIC, title: '', text, name, formKey },
        ...{ email: mail ? contact : '', phone: mail ? '' : (normalisePhone(contact) ?? contact) },
        ...{ paperAnswer: false, postalAddress: '', publish: false, files: [] },
        ...(userId !== undefined && { userId }),
        ...(home && !other
          ? { accountId: home.id, houseId: home.house_id, address: home.address }
          : { address: '' }),
      },
      actor,
      ip,
      {
        limits: [
          [FEEDBACK_ADDRESS, networkOf(ip)],
          [FEEDBACK_EVERYBODY, ''],
        ],
      },
    );
  }

  /** What the sender reads of a question that has been registered: number, text, and where the answer comes. */
  async sent(id: string, userId: string | undefined): Promise<object | undefined> {
    const appeal = await SENT.first(this.pool, id, userId ?? null);
    if (!appeal) return undefined;
    const asker = userId === undefined ? undefined : await ASKER.first(this.pool, userId);
    return {
      ...{ number: appeal.number, text: appeal.text },
      due: appeal.due_day === null ? '' : calendarDay(appeal.due_day),
      email: asker?.email ?? appeal.author_email,
      phone: formatPhone(appeal.author_phone),
      copied: !appeal.silent,
      page: userId === undefined ? '' : `/book/entries/${appeal.id}`,
    };
  }
}
