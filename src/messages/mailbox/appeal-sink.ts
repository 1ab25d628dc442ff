import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { EntityManager } from 'typeorm';
import { Clock, secondsAfter } from '../../core/clock.js';
import { DAY, HOUR, limit } from '../../core/limits.js';
import { one } from '../../core/query.js';
import { FileIntake } from '../../files/file-intake.js';
import type { FileRules } from '../../files/file-rules.js';
import type { IncomingFile } from '../../web/multipart.js';
import { Throttle } from '../../core/throttle.js';
import { mailboxKey } from '../../users/email-address.js';
import { fullName } from '../../users/person-name.js';
import type { Appeal, AppealActor, AppealFile, NewAppealEvent } from '../appeal.js';
import { AppealChanges } from '../appeal-changes.js';
import { fileRow } from '../appeal-files.js';
import { AppealLetters } from '../appeal-letters.js';
import { AppealRegistration } from '../appeal-registration.service.js';
import { ASK_BACK_DAYS } from '../appeal-states.js';
import { AppealTerms } from '../appeal-terms.service.js';
import { GENERAL_TOPIC } from '../appeal-topics.service.js';
import { type IncomingLetter, LetterSink, type Once } from './incoming-letter.js';
import { KNOWN_BY, type LetterRemarks, remarkWords, type WhyApart } from './letter-remarks.js';
import { cutAt, detailsOf, titleOf } from './letter-texts.js';
import { type LetterAuthor, LetterThreads } from './letter-threads.js';

/** Confirmations to one sender: a program that answers like a person must not keep us writing to it. */
const COPIES_AN_HOUR = limit('mailbox: confirmations in an hour', 1, HOUR);
const COPIES_A_DAY = limit('mailbox: confirmations in a day', 3, DAY);
/** What programs say of one entry is kept so often; two of them that talk to each other never end. */
const MOST_AUTOMATIC = 20;
/** Longer conversations are no conversations; the page of an entry shows all of it. */
const MOST_LETTERS = 100;

const FIELD = 'letter';
const RULES: FileRules = {
  ...{ fields: [FIELD], kinds: ['photo', 'pdf'], most: 10 },
  tooMany: 'остальные файлы: принимаем не больше 10 из одного письма',
};

/** What is kept of the files of a letter, and why others are not. */
interface Taken {
  readonly files: readonly AppealFile[];
  readonly refused: readonly string[];
}

const LONGEST_ENTRY = 10_000;
const LONGEST_EVENT = 20_000;
const MAILBOX: AppealActor = { kind: 'system', name: 'Почтовый ящик' };

/** Puts letters into the register: into the conversation that they go on, or as entries of their own. */
@Injectable()
export class AppealSink extends LetterSink {
  constructor(
    private readonly threads: LetterThreads,
    private readonly registration: AppealRegistration,
    private readonly changes: AppealChanges,
    private readonly letters: AppealLetters,
    private readonly terms: AppealTerms,
    private readonly intake: FileIntake,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
  ) {
    super();
  }

  take(letter: IncomingLetter, once: Once): Promise<void> {
    if (letter.automatic || letter.attachments.length === 0) {
      return once((tx) => this.write(tx, letter, { files: [], refused: [] }));
    }
    return this.intake.takeGood({ files: () => filesOf(letter) }, RULES, (taken, refused) => {
      const files = taken.map(fileRow);
      return once((tx) => this.write(tx, letter, { files, refused: refused.map(({ words }) => words) }));
    });
  }

  private async write(tx: EntityManager, letter: IncomingLetter, taken: Taken): Promise<void> {
    const entry = await this.threads.entryOf(tx, letter);
    // what a program has written is answered never, and is no entry
    if (letter.automatic) return entry && this.fold(tx, entry, letter);
    const after = entry && (await this.whyApart(tx, entry, letter));
    if (entry && !after) return this.goOn(tx, entry, letter, taken);
    return this.register(tx, letter, taken, entry && after && { number: entry.number, why: after });
  }

  /** Why a letter does not stand in the conversation that it names; undefined where it does. */
  private async whyApart(
    tx: EntityManager,
    entry: Appeal,
    letter: IncomingLetter,
  ): Promise<WhyApart | undefined> {
    if (!(await this.threads.isFromAuthor(tx, entry, letter))) return 'stranger';
    if (entry.state === 'dismissed') return 'closed';
    if (entry.state === 'answered' && entry.asked_back_at !== null) return 'again';
    const last = secondsAfter(entry.answered_at ?? this.clock.now(), ASK_BACK_DAYS * DAY);
    if (entry.state === 'answered' && this.clock.now() >= last) return 'late';
    return (await countOf(tx, entry, 'letter')) >= MOST_LETTERS ? 'many' : undefined;
  }

  private async goOn(
    tx: EntityManager,
    entry: Appeal,
    letter: IncomingLetter,
    { files, refused }: Taken,
  ): Promise<void> {
    const { text, cut } = cutAt(LONGEST_EVENT, letter);
    const words = remarkWords(remarksOf(letter, cut, refused));
    const author: AppealActor = {
      ...(entry.user_id === null ? { kind: 'author' } : { kind: 'resident', id: entry.user_id }),
      name: entry.author_name || letter.from.name || letter.from.address,
    };
    const events: NewAppealEvent[] = [
      ...(words === '' ? [] : [{ kind: 'note', actor: MAILBOX, text: words, open: false } as const]),
      // the last one, on which the files are hung
      { kind: 'letter', actor: author, text, details: detailsOf(letter), open: true },
    ];
    const set =
      entry.state === 'answered' ? await this.terms.askedBack(tx, entry, this.clock.now()) : undefined;
    await this.changes.changeIn(tx, entry.id, () => ({ events, files, ...(set && { set }) }));
    if (letter.messageId !== '') await this.letters.join(tx, entry, letter.messageId);
  }

  private async register(
    tx: EntityManager,
    letter: IncomingLetter,
    { files, refused }: Taken,
    after: LetterRemarks['after'],
  ): Promise<void> {
    const author = await this.threads.authorOf(tx, letter);
    const { text, cut } = cutAt(LONGEST_ENTRY, letter);
    const { appeal } = await this.registration.registerIn(
      tx,
      {
        ...{ kind: 'question', channel: 'email', topic: GENERAL_TOPIC, title: titleOf(letter), text },
        ...whoOf(letter, author),
        ...{ paperAnswer: false, postalAddress: '', publish: false, formKey: '', files },
        ...{ messageId: letter.messageId, silent: await this.hasEnough(letter) },
      },
      author
        ? { kind: 'resident', id: author.user.id, name: fullName(author.user) }
        : { kind: 'author', name: letter.from.name || letter.from.address },
    );
    const words = remarkWords({ ...remarksOf(letter, cut, refused), after });
    const events: NewAppealEvent[] = [
      ...(author
        ? [{ kind: 'matched', actor: MAILBOX, text: KNOWN_BY[author.by], open: false } as const]
        : []),
      ...(words === '' && letter.quoted === ''
        ? []
        : [{ kind: 'note', actor: MAILBOX, text: words, details: detailsOf(letter), open: false } as const]),
    ];
    if (events.length > 0) await this.changes.changeIn(tx, appeal.id, () => ({ events }));
  }

  /** What a program says of a conversation stands there, folded; nothing of the entry changes, and nobody is answered. */
  private async fold(tx: EntityManager, entry: Appeal, letter: IncomingLetter): Promise<void> {
    if ((await countOf(tx, entry, 'auto-reply', 'undelivered')) >= MOST_AUTOMATIC) return;
    const { text } = cutAt(LONGEST_EVENT, letter);
    const kind = letter.automatic === 'bounce' ? 'undelivered' : 'auto-reply';
    const event = { kind, actor: MAILBOX, text, details: detailsOf(letter), open: false } as const;
    await this.changes.changeIn(tx, entry.id, () => ({ events: [event] }));
  }

  private async hasEnough({ from, forged, stub }: IncomingLetter): Promise<boolean> {
    if (from.address === '' || forged || stub === 'unreadable') return true;
    const key = mailboxKey(from.address);
    return (await this.throttle.take([COPIES_AN_HOUR, key], [COPIES_A_DAY, key])) > 0;
  }
}

async function countOf(
  tx: EntityManager,
  { id }: Appeal,
  ...kinds: readonly NewAppealEvent['kind'][]
): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    'SELECT count(*)::int AS count FROM appeal_events WHERE appeal_id = $1 AND kind = ANY ($2)',
    [id, kinds],
  );
  return found!.count;
}

function remarksOf(
  { forged, stub }: IncomingLetter,
  cut: boolean,
  refused: readonly string[],
): LetterRemarks {
  return { forged, cut, refused, ...(stub && { stub }) };
}

async function* filesOf({ attachments }: IncomingLetter): AsyncGenerator<IncomingFile> {
  for (const { name, bytes } of attachments) {
    yield { field: FIELD, name, bytes: Readable.from([Buffer.from(bytes)]) };
  }
}

function whoOf({ from }: IncomingLetter, author: LetterAuthor | undefined) {
  if (!author) return { name: from.name, email: from.address, phone: '', address: '' };
  const { user, place } = author;
  return {
    ...{
      userId: user.id,
      name: fullName(user),
      email: from.address,
      phone: user.phone,
      address: place?.address ?? '',
    },
    ...(place && { accountId: place.account_id, houseId: place.house_id }),
  };
}
