import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { Clock } from '../core/clock.js';
import { bulkKinds } from '../mail/letters.js';
import { MailService } from '../mail/mail.service.js';
import {
  type AnyTopic,
  isRefusable,
  REFUSABLE_NAMES,
  type RefusableTopic,
  type Topic,
  TOPIC_NAMES,
  TOPICS,
  wordsOf,
} from '../mail/topics.js';
import {
  consentDetails,
  consentSince,
  type GivenConsent,
  keepConsent,
  withdrawConsent,
} from '../users/consent.js';
import { affected, rowsOf } from '../core/query.js';

/** A topic as a resident has it. */
export interface Preference {
  readonly topic: Topic;
  readonly on: boolean;
  /** Since when the letters come; null when they do not. */
  readonly since: Date | null;
}

const OF_USER = `
  SELECT t.topic, p.user_id IS NOT NULL AS on, ${consentSince('p.user_id', 't.document')} AS since
  FROM unnest($2::text[], $3::text[]) WITH ORDINALITY t (topic, document, place)
  LEFT JOIN notification_preferences p ON p.user_id = $1 AND p.topic = t.topic
  ORDER BY t.place`;
const REFUSED = `
  SELECT t.topic, r.user_id IS NULL AS on
  FROM unnest($2::text[]) WITH ORDINALITY t (topic, place)
  LEFT JOIN notification_refusals r ON r.user_id = $1 AND r.topic = t.topic
  ORDER BY t.place`;
/** Whether letters about a topic may reach a resident. */
const WANTED = 'SELECT FROM letter_subscribers WHERE user_id = $1 AND topic = $2';
const NOT_REFUSED = `SELECT FROM residents u WHERE u.id = $1 AND u.status = 'active'
  AND NOT EXISTS (SELECT FROM notification_refusals r WHERE r.user_id = u.id AND r.topic = $2)`;
const SWITCH_ON = `INSERT INTO notification_preferences
  SELECT id, $2 FROM residents WHERE id = $1 AND status = 'active' ON CONFLICT DO NOTHING RETURNING topic`;

/** SQL of the topics that a resident `u` wants letters about, in words. */
export const TOPICS_OF_USER = `(SELECT string_agg(CASE p.topic ${TOPIC_NAMES.map(
  (topic) => `WHEN '${topic}' THEN '${TOPICS[topic].about}'`,
).join(' ')} END, ', ' ORDER BY p.topic) FROM notification_preferences p WHERE p.user_id = u.id)`;

/** Which letters a resident wants: those of some topics come only with a consent, which can be withdrawn, others until refused. */
@Injectable()
export class NotificationPreferences {
  constructor(
    private readonly database: DataSource,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** All topics as a resident has them. */
  of(userId: string): Promise<Preference[]> {
    const documents = TOPIC_NAMES.map((topic) => TOPICS[topic].consent.document);
    return this.database.query(OF_USER, [userId, TOPIC_NAMES, documents]);
  }

  /** The topics whose letters come until they are refused, as a resident has them. */
  refusable(userId: string): Promise<{ topic: RefusableTopic; on: boolean }[]> {
    return this.database.query(REFUSED, [userId, REFUSABLE_NAMES]);
  }

  /** Whether letters about a topic may reach a resident: they are wanted, and the login is in use. */
  async wants(userId: string, topic: AnyTopic): Promise<boolean> {
    const sql = isRefusable(topic) ? NOT_REFUSED : WANTED;
    return (await rowsOf<unknown>(this.database, sql, [userId, topic])).length > 0;
  }

  /** Switches letters about a topic of either sort off, also those that have not left yet. */
  switchOff(userId: string, topic: AnyTopic, actor: Actor): Promise<void> {
    return isRefusable(topic) ? this.refuse(userId, topic, actor) : this.unsubscribe(userId, topic, actor);
  }

  /** Lets letters come again that were refused; they need no consent. */
  async accept(userId: string, topic: RefusableTopic, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const changed = await affected(
        tx,
        'DELETE FROM notification_refusals WHERE user_id = $1 AND topic = $2',
        [userId, topic],
      );
      if (changed === 0) return;
      const user = { kind: 'user', id: userId } as const;
      await this.audit.record(tx, actor, 'user.notifications-on', user, named(topic));
    });
  }

  /** Switches the letters on and keeps the consent; whoever has them already gives no second one. */
  async switchOn(userId: string, topic: Topic, consent: GivenConsent, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const changed = await rowsOf<unknown>(tx, SWITCH_ON, [userId, topic]);
      if (changed.length === 0) return;
      await keepConsent(tx, userId, consent, this.clock.now());
      const details = { ...named(topic), ...consentDetails(consent) };
      await this.audit.record(tx, actor, 'user.notifications-on', { kind: 'user', id: userId }, details);
    });
  }

  /** Switches the letters off, also those that have not left yet; does nothing for whom they do not come. */
  private async unsubscribe(userId: string, topic: Topic, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const changed = await affected(
        tx,
        'DELETE FROM notification_preferences WHERE user_id = $1 AND topic = $2',
        [userId, topic],
      );
      if (changed === 0) return;
      await withdrawConsent(tx, userId, TOPICS[topic].consent.document, this.clock.now());
      await this.mail.withdraw(tx, bulkKinds(topic), userId);
      await this.audit.record(
        tx,
        actor,
        'user.notifications-off',
        { kind: 'user', id: userId },
        named(topic),
      );
    });
  }

  private async refuse(userId: string, topic: RefusableTopic, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const changed = await rowsOf<unknown>(
        tx,
        `INSERT INTO notification_refusals (user_id, topic) SELECT id, $2 FROM residents WHERE id = $1
         ON CONFLICT DO NOTHING RETURNING topic`,
        [userId, topic],
      );
      if (changed.length === 0) return;
      await this.mail.withdraw(tx, bulkKinds(topic), userId);
      const user = { kind: 'user', id: userId } as const;
      await this.audit.record(tx, actor, 'user.notifications-off', user, named(topic));
    });
  }
}

/** As the journal keeps it: with the words of the day, so that it needs no list of topics of its own. */
function named(topic: AnyTopic): { topic: AnyTopic; about: string } {
  return { topic, about: wordsOf(topic).about };
}
