import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Clock, secondsAfter } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { classify, isAway, isLocked, isUnableToWrite } from '../../core/database-errors.js';
import { Log } from '../../core/log.js';
import { isDiskTrouble } from '../../core/not-stored.js';
import { Periodic } from '../../core/periodic.js';
import { one } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { type IncomingLetter, LetterSink } from './incoming-letter.js';
import type { ParsedLetter } from './letter-parser.js';
import { LetterReading } from './letter-reading.js';
import { LARGEST_LETTER, type LetterHead, MailboxClient } from './mailbox-client.js';
import { MailboxAlarm } from './mailbox-alarm.js';
import { MailboxState } from './mailbox-state.js';

const LOCK = "hashtext('mailbox')";
/** A letter that breaks its readers so often is not read whole any more, then not at all. */
const WHOLE_TRIES = 3;
const HEADER_TRIES = 10;
const ALL_TRIES = 6;
/** So many at one visit. */
const PORTION = 200;
const LONGEST_REST_SECONDS = 600;
/** How far back letters are looked for when the server has numbered them anew. */
const LOOK_BACK_SECONDS = 3 * 86_400;

/** Takes the letters that come into the mailbox: each once, the oldest first, by one of all instances at a time. */
@Injectable()
export class MailboxReader implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly visits: Periodic;
  private readonly reading: LetterReading;
  private failures = 0;
  /** What came before is for people, where the numbers no longer tell it. */
  private since?: Date;
  private restsUntil = new Date(0);

  constructor(
    private readonly database: DataSource,
    private readonly state: MailboxState,
    private readonly alarm: MailboxAlarm,
    private readonly sink: LetterSink,
    private readonly clock: Clock,
    private readonly log: Log,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    const { incoming, mailFrom, company } = config;
    const ours = [mailFrom, company.email, incoming?.address ?? mailFrom];
    this.reading = new LetterReading(ours.map((address) => address.toLowerCase()));
    this.visits = new Periodic(() => this.look(), (incoming?.seconds ?? 1) * 1000, 'mailbox');
  }

  onApplicationBootstrap(): void {
    if (this.config.incoming && this.config.background) this.visits.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.visits.stop();
    await this.reading.end();
  }

  private async look(): Promise<void> {
    if (this.clock.now() < this.restsUntil) return;
    await this.visitAlone().catch((error: unknown) => this.log.error(error, 'mailbox'));
    await this.reading.end();
  }

  private async visitAlone(): Promise<void> {
    const runner = this.database.createQueryRunner();
    try {
      const lock = await one<{ mine: boolean }>(
        runner.manager,
        `SELECT pg_try_advisory_lock(${LOCK}) AS mine`,
      );
      if (!lock?.mine) return;
      try {
        await this.visit();
      } finally {
        await runner.query(`SELECT pg_advisory_unlock(${LOCK})`);
      }
    } finally {
      await runner.release();
    }
  }

  private async visit(): Promise<void> {
    let client: MailboxClient | undefined;
    try {
      client = await MailboxClient.open(this.config.incoming!);
      const toItsEnd = await this.readNew(client);
      if (await this.state.wasRead(toItsEnd)) this.log.log('letters are read again', 'mailbox');
      this.failures = 0;
    } catch (error) {
      // it is tried again at the next visit
      if (error instanceof NotTaken) return;
      this.failures += 1;
      const rest = Math.min(this.config.incoming!.seconds * 2 ** this.failures, LONGEST_REST_SECONDS);
      this.restsUntil = secondsAfter(this.clock.now(), rest);
      await this.alarm.failed(error);
    } finally {
      await client?.close();
    }
  }

  /** Gives whether nothing is left there. */
  private async readNew(client: MailboxClient): Promise<boolean> {
    const last = await this.lastUid(client);
    const known = await this.state.read();
    this.since = known?.renumbered ? known.begun_at : undefined;
    const uids = await client.after(last);
    for (const uid of uids.slice(0, PORTION)) {
      if (this.visits.stopping) return false;
      await this.take(client, uid, await this.state.trying(uid));
    }
    return uids.length <= PORTION;
  }

  /** The last letter that is done with. At the first visit these are all: what has come before was for people to read. */
  private async lastUid(client: MailboxClient): Promise<number> {
    const known = await this.state.read();
    if (known?.uid_validity === client.validity) return Number(known.last_uid);
    const since =
      known?.read_at && (await client.firstSince(secondsAfter(known.read_at, -LOOK_BACK_SECONDS)));
    const last = Math.max(0, (since ?? client.next) - 1);
    await this.state.begin(client.validity, last);
    return last;
  }

  private async take(client: MailboxClient, uid: number, tries: number): Promise<void> {
    const letter =
      tries <= HEADER_TRIES ? await this.letter(client, uid, tries) : this.unreadable(client, uid);
    if (!letter) return this.state.done(this.database, uid);
    const { mark, ...incoming } = letter;
    const known = { mark, messageId: letter.messageId };
    try {
      await this.sink.take(incoming, (work) =>
        this.database.transaction(async (tx) => {
          if (await this.state.remember(tx, known)) await work(tx);
          await this.state.done(tx, uid);
        }),
      );
    } catch (error) {
      this.log.error(error, `mailbox, letter ${uid}`);
      if (isNoFaultOfLetter(error)) {
        await this.state.takeBack(uid);
        throw error;
      }
      // too slow because of the letter, or of the database: it counts, and is tried again after longer and longer pauses
      if (tries < ALL_TRIES && classify(error) === 503) throw error;
      if (tries < ALL_TRIES) throw new NotTaken(String(error), { cause: error });
      await this.state.remember(this.database, known, String(error).slice(0, 1000));
      await this.state.done(this.database, uid);
    }
  }

  /** What is to be made of a letter; undefined where it is gone. */
  private async letter(client: MailboxClient, uid: number, tries: number): Promise<Taken | undefined> {
    const head = await client.head(uid);
    if (!head || this.isForPeople(head)) return undefined;
    const at = this.believed(head);
    const stub = (why: 'large' | 'unreadable') => this.stub(client, uid, head, why);
    if (head.size > LARGEST_LETTER) return { ...(await stub('large')), at };
    if (tries > WHOLE_TRIES) return { ...(await stub('unreadable')), at };
    const source = await client.source(uid, head);
    const letter = source && (await this.reading.read(source));
    if (letter && source.length < LARGEST_LETTER) return { ...letter, at };
    if (!letter && tries < WHOLE_TRIES) throw new NotTaken();
    return { ...(await stub(letter ? 'large' : 'unreadable')), at };
  }

  /** Only what the header says; where not even that can be read, nothing but that it is there. */
  private async stub(
    client: MailboxClient,
    uid: number,
    { header }: LetterHead,
    stub: 'large' | 'unreadable',
  ): Promise<Omit<Taken, 'at'>> {
    const letter = header.length > 0 ? await this.reading.read(header) : undefined;
    if (!letter) return this.unreadable(client, uid);
    return { ...letter, attachments: [], text: '', quoted: '', stub };
  }

  private unreadable({ validity }: MailboxClient, uid: number): Taken {
    return {
      ...{ mark: createHash('sha256').update(`${validity} ${uid}`).digest('hex') },
      ...{ messageId: '', inReplyTo: '', references: [], from: { name: '', address: '' }, subject: '' },
      ...{ text: '', quoted: '', forged: false, attachments: [], at: this.clock.now(), stub: 'unreadable' },
    };
  }

  private isForPeople({ at }: LetterHead): boolean {
    return this.since !== undefined && at !== undefined && at < this.since;
  }

  /** Clocks of servers may be wrong, and letters of this year come this year. */
  private believed({ at }: LetterHead): Date {
    const now = this.clock.now();
    const believable = at && at <= now && at > secondsAfter(now, -366 * 86_400);
    return believable ? at : now;
  }
}

/** Nothing is to be made of any letter before the disk or the database is well. */
function isNoFaultOfLetter(error: unknown): boolean {
  return isDiskTrouble(error) || isAway(error) || isLocked(error) || isUnableToWrite(error);
}

/** A letter that nothing could be made of for now; the mailbox itself is well. */
class NotTaken extends Error {}

type Taken = IncomingLetter & Pick<ParsedLetter, 'mark'>;
