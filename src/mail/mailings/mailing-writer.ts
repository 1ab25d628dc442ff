import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Config } from '../../core/config.js';
import { Log } from '../../core/log.js';
import { Periodic } from '../../core/periodic.js';
import { one, rowsOf } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { MailService } from '../mail.service.js';
import { type Mailing, mailingLetter } from './mailing.js';
import { MailingSettler } from './mailing-settler.js';
import { KIND } from './mailings.sql.js';

const LOOK_MS = 5_000;
/** So many letters are written in one transaction. */
const PORTION = 1000;

const UNWRITTEN = `SELECT id FROM mailings m WHERE begun_at IS NOT NULL AND stopped_at IS NULL
  AND EXISTS (SELECT FROM mailing_receivers r WHERE r.mailing_id = m.id AND r.state = 'ready') ORDER BY begun_at`;
const LOCK = `SELECT id, subject, text, signature FROM mailings WHERE id = $1 AND stopped_at IS NULL FOR UPDATE SKIP LOCKED`;
const NEXT = `SELECT u.id, u.public_no, u.email, u.full_name FROM mailing_receivers r JOIN residents u ON u.id = r.user_id
  WHERE r.mailing_id = $1 AND r.state = 'ready' ORDER BY r.user_id LIMIT ${PORTION}`;

interface Receiver {
  readonly id: string;
  readonly public_no: string;
  readonly email: string;
  readonly full_name: string;
}

/**
 * Settles who gets a mailing to the end, and writes the letters portion by portion, each in a short transaction that also marks
 * whose are written: a start after a fall goes on where it was, and a stop finds nothing half done. They leave after all other
 * letters.
 */
@Injectable()
export class MailingWriter implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly looks = new Periodic(() => this.look(), LOOK_MS);

  constructor(
    private readonly database: DataSource,
    private readonly mail: MailService,
    private readonly settler: MailingSettler,
    private readonly log: Log,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A letter that was taken up when the mailing was stopped does not leave either. */
  onModuleInit(): void {
    this.mail.checkBefore([KIND], async ({ about }) => {
      const sql = 'SELECT 1 FROM mailings WHERE id = $1 AND stopped_at IS NULL';
      return (await one(this.database, sql, [about])) !== undefined;
    });
  }

  onApplicationBootstrap(): void {
    if (this.config.background) this.looks.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.looks.stop();
  }

  /** After the commit: there is something to write. */
  soon(): void {
    if (this.config.background) this.looks.now();
  }

  private async look(): Promise<void> {
    await this.write().catch((error: unknown) => this.log.error(error, 'mailings'));
  }

  private async write(): Promise<void> {
    for (const id of await this.settler.unsettled()) {
      while (!this.looks.stopping && (await this.settler.next(id)));
    }
    for (const { id } of await rowsOf<{ id: string }>(this.database, UNWRITTEN)) {
      while (!this.looks.stopping && (await this.database.transaction((tx) => this.portion(tx, id))));
    }
  }

  /** True where there may be more to write. */
  private async portion(tx: EntityManager, id: string): Promise<boolean> {
    const mailing = await one<Pick<Mailing, 'subject' | 'text' | 'signature'>>(tx, LOCK, [id]);
    if (!mailing) return false;
    const receivers = await rowsOf<Receiver>(tx, NEXT, [id]);
    await this.mail.queueMany(
      tx,
      KIND,
      receivers.map((receiver) => ({
        ...{ to: receiver.email, name: receiver.full_name, userId: receiver.id, about: id },
        subjectEnd: mailing.subject,
        data: mailingLetter(mailing, receiver.public_no),
      })),
    );
    await tx.query(
      "UPDATE mailing_receivers SET state = 'queued' WHERE mailing_id = $1 AND user_id = ANY ($2)",
      [id, receivers.map((receiver) => receiver.id)],
    );
    return receivers.length === PORTION;
  }
}
