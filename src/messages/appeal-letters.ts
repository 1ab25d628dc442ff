import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Config } from '../core/config.js';
import { Clock, dayIn } from '../core/clock.js';
import { one, rowsOf } from '../core/query.js';
import { CONFIG } from '../core/tokens.js';
import type { NewLetter } from '../mail/letters.js';
import { MailService } from '../mail/mail.service.js';
import { ANSWERERS } from '../panel/person.js';
import { greets } from '../text/russian.js';
import type { Appeal, AppealActor, AppealFile, NewAppealEvent } from './appeal.js';
import { AppealTopics, GENERAL_TOPIC } from './appeal-topics.service.js';
import { carried } from './letter-files.js';
import { aboutEntry, copyOf, namesOf, receiptOf, withoutWords } from './letter-words.js';

/** Whom letters about an entry go to. */
interface Receiver {
  readonly email: string;
  readonly name: string;
  /** A resident who has confirmed the address; anybody may type that of somebody else. */
  readonly userId?: string;
}

/** Writes to the author of an entry, to the office and to colleagues. */
@Injectable()
export class AppealLetters {
  constructor(
    private readonly mail: MailService,
    private readonly topics: AppealTopics,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Queues the letter about an event that its author may read, where the event asks for one. */
  async tell(
    tx: EntityManager,
    appeal: Appeal,
    event: NewAppealEvent,
    files: readonly AppealFile[],
  ): Promise<void> {
    if (event.kind === 'registered') await this.registered(tx, appeal, files);
    if (event.kind === 'answered') await this.answered(tx, appeal, event, files);
    if (event.kind === 'dismissed') await this.dismissed(tx, appeal, event.text ?? '');
  }

  /** Adds a letter to the conversation about an entry. Whose Message-ID it is was settled by the first that came with it. */
  async join(tx: EntityManager, { id }: Pick<Appeal, 'id'>, messageId: string): Promise<void> {
    await tx.query(
      'INSERT INTO appeal_threads (message_id, appeal_id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [messageId, id, this.clock.now()],
    );
  }

  /** Tells a colleague that an entry is theirs now. */
  async forwarded(
    tx: EntityManager,
    appeal: Appeal,
    colleague: { readonly name: string; readonly email: string },
    note: string,
    by: AppealActor,
  ): Promise<void> {
    if (colleague.email === '') return;
    await this.send(tx, appeal, {
      ...{ kind: 'appeal-forwarded', to: colleague.email, name: colleague.name },
      data: { ...aboutEntry(appeal), note, by: by.name, page: `/office/messages/${appeal.id}` },
    });
  }

  /** Tells who has answered, or the office where they answer no more, that the author asks back: a new term runs. */
  async askedBack(
    tx: EntityManager,
    appeal: Appeal,
    { actor, text = '' }: NewAppealEvent,
    files: readonly AppealFile[],
  ): Promise<void> {
    const colleague = await one<{ name: string; email: string }>(
      tx,
      "SELECT name, email FROM office_people WHERE id = $1 AND active AND role = ANY ($2) AND email <> ''",
      [appeal.responsible_id, ANSWERERS],
    );
    await this.send(tx, appeal, {
      ...{ kind: 'appeal-asked-back', to: colleague?.email ?? this.config.company.email },
      ...(colleague && { name: colleague.name }),
      data: {
        ...{ ...aboutEntry(appeal), text, files: namesOf(files), by: actor.name },
        page: `/office/messages/${appeal.id}`,
      },
    });
  }

  private async registered(tx: EntityManager, appeal: Appeal, files: readonly AppealFile[]): Promise<void> {
    const to = await this.receiver(tx, appeal);
    if (to && !appeal.silent) {
      await this.sendToAuthor(tx, appeal, {
        ...{ kind: 'appeal-registered', to: to.email, userId: to.userId },
        ...(to.userId !== undefined && { name: to.name }),
        data: {
          ...aboutEntry(appeal),
          ...receiptOf(appeal, dayIn(appeal.registered_at, this.config.timeZone)),
          topic: await this.topicOf(tx, appeal),
          ...(to.userId === undefined ? withoutWords(files) : copyOf(appeal, files)),
          ...this.page(appeal, to),
        },
      });
    }
    if (appeal.channel !== 'cabinet' && appeal.channel !== 'site') return;
    const { author_name: name, author_email: address } = appeal;
    await this.send(tx, appeal, {
      ...{ kind: 'appeal-received', to: this.config.company.email },
      data: {
        ...aboutEntry(appeal),
        ...{ text: appeal.text, files: namesOf(files), name },
        contact: [address, appeal.author_phone].filter(Boolean).join(', '),
        page: `/office/messages/${appeal.id}`,
      },
      ...(address !== '' && { replyTo: { name, address } }),
    });
  }

  private async answered(
    tx: EntityManager,
    appeal: Appeal,
    { text = '', details }: NewAppealEvent,
    files: readonly AppealFile[],
  ): Promise<void> {
    const to = await this.receiver(tx, appeal);
    if (!to) return;
    const signed = details?.['signed'];
    await this.sendToAuthor(tx, appeal, {
      ...{ kind: 'appeal-answer', to: to.email, name: to.name, userId: to.userId },
      // whoever has no cabinet finds there what they have asked
      data: {
        ...{ ...aboutEntry(appeal), greeted: greets(text), answer: text, signed, ...this.page(appeal, to) },
        ...{ question: appeal.user_id === null ? appeal.text : '', files: namesOf(files) },
        // in a cabinet they stand beside the answer
        ...(to.userId === undefined && { carried: files.map(carried) }),
      },
    });
  }

  private async dismissed(tx: EntityManager, appeal: Appeal, reason: string): Promise<void> {
    const to = await this.receiver(tx, appeal);
    if (!to || appeal.silent) return;
    await this.sendToAuthor(tx, appeal, {
      ...{ kind: 'appeal-dismissed', to: to.email, name: to.name, userId: to.userId },
      // what a stranger typed is not sent to an address that may be somebody else's
      data: {
        ...aboutEntry(appeal),
        ...(to.userId === undefined && { title: '' }),
        ...{ reason, greeted: greets(reason), ...this.page(appeal, to) },
      },
    });
  }

  /** To people of the office. */
  private async send(tx: EntityManager, { number }: Appeal, letter: NewLetter): Promise<void> {
    await this.mail.queue(tx, { ...letter, subjectEnd: `, № ${number}` });
  }

  /** To the author: all letters about an entry are one conversation, in which an answer finds its place. */
  private async sendToAuthor(tx: EntityManager, { id, number }: Appeal, letter: NewLetter): Promise<void> {
    const before = await rowsOf<{ message_id: string }>(
      tx,
      'SELECT message_id FROM appeal_threads WHERE appeal_id = $1 ORDER BY at DESC, message_id LIMIT 20',
      [id],
    );
    const references = before.map((row) => row.message_id).reverse();
    const inReplyTo = references.at(-1);
    const messageId = await this.mail.queue(tx, {
      ...letter,
      subjectEnd: `, № ${number}`,
      ...(inReplyTo !== undefined && { thread: { inReplyTo, references } }),
    });
    await this.join(tx, { id }, messageId);
  }

  /** What it is about; a topic that says nothing is not named. */
  private async topicOf(tx: EntityManager, { topic }: Appeal): Promise<string> {
    return topic === GENERAL_TOPIC ? '' : ((await this.topics.find(topic, tx))?.title ?? '');
  }

  /** Where its author reads the entry; whoever is no resident, or not any more, has no such page. */
  private page({ id }: Appeal, { userId }: Receiver): { page?: string } {
    return userId === undefined ? {} : { page: `/book/entries/${id}` };
  }

  private async receiver(tx: EntityManager, appeal: Appeal): Promise<Receiver | undefined> {
    const resident =
      appeal.user_id === null
        ? undefined
        : await one<{ id: string; email: string; name: string }>(
            tx,
            "SELECT id, email, name FROM residents WHERE id = $1 AND status = 'active'",
            [appeal.user_id],
          );
    if (resident) return { email: resident.email, name: resident.name, userId: resident.id };
    return appeal.author_email === '' ? undefined : { email: appeal.author_email, name: appeal.author_name };
  }
}
