import { InjectRepository } from '@nestjs/typeorm';
import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import { DataSource, type Repository } from 'typeorm';
import { Clock, secondsAfter } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { Log } from '../core/log.js';
import { CONFIG } from '../core/tokens.js';
import { Letter } from './letter.entity.js';
import { LEASE_SECONDS, LEASE_WITH_FILES_SECONDS } from './leases.js';
import { withoutSecrets } from './letter-secrets.js';
import { pauseAfter } from './letter-pause.js';
import { prolonged } from './letters.js';
import { MailSender } from './mail.sender.js';
import { type LetterFile, MailService } from './mail.service.js';
import { MailTrouble } from './mail.trouble.js';
import { PutOffLetters } from './put-off-letters.js';
import { type Fault, refusalOf, sentenceOf } from './smtp-refusal.js';
import { touched } from '../core/query.js';
import { traced } from '../core/traced.js';
import { waits } from './letters.sql.js';

const LOOK_MS = 1000;
const COMMIT_MS = 30;
/** As many as there are connections to the mail server. */
const BATCH = 2;
/** Each such claim is for letters in bulk: in an outage all others are due again and again, and these would never be tried. */
const BULK_SHARE = 5;
/** What was put right at the server is noticed within a minute. */
const LONGEST_REST_SECONDS = 60;

/** Sends waiting letters, at least once each: a letter is marked only after the server has taken it. */
@Injectable()
export class MailWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer?: NodeJS.Timeout;
  private dueAt = Infinity;
  private claims = 0;
  private running?: Promise<void>;
  private stopped = false;
  /** Times in a row that the server would not even listen, and until when it is left in peace; by no clock that is set. */
  private turnedAway = 0;
  private restsUntil = 0;

  constructor(
    private readonly database: DataSource,
    @InjectRepository(Letter) private readonly letters: Repository<Letter>,
    private readonly sender: MailSender,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly mail: MailService,
    private readonly trouble: MailTrouble,
    private readonly putOff: PutOffLetters,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.background) return;
    this.mail.queued.on('letter', () => this.lookIn(COMMIT_MS));
    this.lookIn(0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private lookIn(ms: number): void {
    const due = performance.now() + ms;
    // A letter that comes while we are about to look anyway must not put it off.
    if (!this.stopped && !this.running && due < this.dueAt) {
      clearTimeout(this.timer);
      this.dueAt = due;
      this.timer = setTimeout(() => this.look(), ms);
    }
  }

  private look(): void {
    this.dueAt = Infinity;
    this.running = this.sendWaiting()
      .catch((error: unknown) => this.log.error(error, 'mail'))
      .finally(() => {
        this.running = undefined;
        this.lookIn(LOOK_MS);
      });
  }

  private async sendWaiting(): Promise<void> {
    await this.putOff.takeUp(this.clock.now());
    while (!this.stopped && performance.now() >= this.restsUntil) {
      this.claims += 1;
      const share = this.claims % BULK_SHARE === 0 ? await this.claim('AND bulk') : [];
      const letters = share.length > 0 ? share : await this.claim();
      if (letters.length === 0) return;
      await Promise.all(letters.map((letter) => this.send(letter)));
    }
  }

  private async claim(which = ''): Promise<Letter[]> {
    const now = this.clock.now();
    const rows = await touched<{ id: string }>(
      this.database,
      `UPDATE letters SET attempts = attempts + 1, next_attempt_at = $2
       WHERE id IN (
         SELECT id FROM letters
         WHERE ${waits('letters')} AND next_attempt_at <= $1 ${which}
         ORDER BY bulk, next_attempt_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [now, secondsAfter(now, LEASE_SECONDS)],
    );
    if (rows.length === 0) {
      return [];
    }
    return this.letters.find({ where: rows.map(({ id }) => ({ id })), take: rows.length });
  }

  private async send(letter: Letter): Promise<void> {
    if (!(await this.mail.isWanted(letter))) {
      await this.mark(letter, { cancelledAt: this.clock.now(), data: null });
      return;
    }
    if (await this.isOver(letter)) {
      await this.giveUp(letter, letter.lastError ?? 'Письмо не успело уйти в срок', letter.fault ?? 'server');
      return;
    }
    try {
      const about = { 'kabinet.letter': letter.id };
      const sends = async () => this.sender.send(letter, await this.filesOf(letter));
      await traced(`letter ${letter.kind}`, about, sends, SpanKind.CLIENT);
    } catch (error) {
      await this.failed(letter, error);
      return;
    }
    await this.mail.sent(letter).catch((error: unknown) => this.log.error(error, `letter ${letter.id}`));
    const data = withoutSecrets(letter.kind, letter.data);
    await this.mark(letter, { sentAt: this.clock.now(), lastError: null, fault: null, data });
    this.turnedAway = 0;
    await this.trouble.over();
  }

  private async filesOf(letter: Letter): Promise<readonly LetterFile[]> {
    const files = await this.mail.filesOf(letter);
    if (files.length > 0) {
      await this.mark(letter, {
        nextAttemptAt: secondsAfter(this.clock.now(), LEASE_WITH_FILES_SECONDS),
      });
    }
    return files;
  }

  /** While no letter leaves, none without a secret is given up: some were never tried. */
  private async isOver(letter: Letter): Promise<boolean> {
    const now = this.clock.now();
    if (letter.notAfter >= now) return false;
    return prolonged(letter, now) < now || !(await this.trouble.lasts());
  }

  private async failed(letter: Letter, error: unknown): Promise<void> {
    const refusal = refusalOf(error, letter.recipient, this.config.mailFrom);
    const { code, answer, fault, final } = refusal;
    this.log.warn(`letter ${letter.id} was not sent: ${code}${answer ? ` «${answer}»` : ''}`, 'mail');
    const lastError = sentenceOf(refusal);
    if (final) return this.giveUp(letter, lastError, fault);
    if (fault === 'server') await this.trouble.happened(refusal, letter.recipient);
    // What concerns one address alone is tried for its day.
    const isOfPortal = fault === 'server' && (refusal.ofAll || (await this.trouble.lasts()));
    const now = this.clock.now();
    await this.mark(letter, {
      nextAttemptAt: secondsAfter(now, pauseAfter(letter.attempts)),
      ...(isOfPortal && { notAfter: prolonged(letter, now) }),
      lastError,
      fault,
    });
    // Each letter would be one more wrong login, until the server shuts the account.
    if (refusal.atDoor) {
      const rest = Math.min(pauseAfter((this.turnedAway += 1)), LONGEST_REST_SECONDS);
      this.restsUntil = performance.now() + rest * 1000;
    }
  }

  private async giveUp(letter: Letter, lastError: string, fault: Fault): Promise<void> {
    const data = withoutSecrets(letter.kind, letter.data);
    await this.mark(letter, { failedAt: this.clock.now(), lastError, fault, data });
  }

  private async mark(letter: Letter, change: Partial<Letter>): Promise<void> {
    await this.letters.update({ id: letter.id }, change as never);
  }
}
