import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock, hourIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { Log } from '../../core/log.js';
import { Periodic } from '../../core/periodic.js';
import { one, rowsOf } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { MailService } from '../../mail/mail.service.js';
import { calendarDay } from '../../text/month.js';
import { plural } from '../../text/russian.js';
import { AppealTerms } from '../appeal-terms.service.js';
import { type DueAppeal, DueAppeals } from './due-appeals.service.js';
import { timeLeft } from './due-words.js';

const LOOK_MS = 600_000;
/** Letters of the morning; whoever starts the portal later gets them then, and not at night. */
const FIRST_HOUR = 8;
const LAST_HOUR = 19;
/** Lines that a letter holds. */
const MOST = 50;

interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
}

/** Whom a letter goes to, and which entries it is about. */
interface DueLetter {
  readonly to: string;
  readonly name?: string;
  readonly entries: readonly DueAppeal[];
  /** How many entries have no term for want of a calendar; told to administrators. */
  readonly unknown: number;
}

/**
 * Writes in the morning of each working day what is late and what is soon due: one letter to each who is responsible, and
 * one to the company about what nobody has taken. All letters of a day and its mark are one transaction, so that neither a
 * second instance nor a crash makes two of them or none.
 */
@Injectable()
export class DueLettersJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly looks = new Periodic(() => this.look(), LOOK_MS, 'due entries');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly due: DueAppeals,
    private readonly terms: AppealTerms,
    private readonly mail: MailService,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.background) this.looks.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.looks.stop();
  }

  private async look(): Promise<void> {
    await this.write().catch((error: unknown) => this.log.error(error, 'letters about what is due'));
  }

  private async write(): Promise<void> {
    const now = this.clock.now();
    const today = this.terms.dayOf(now);
    const hour = hourIn(now, this.config.timeZone);
    if (hour < FIRST_HOUR || hour > LAST_HOUR || !(await this.isWorking(today))) return;
    await this.database.transaction(async (tx) => {
      const mine = await rowsOf(
        tx,
        'INSERT INTO appeal_due_letters (day, letters) VALUES ($1, 0) ON CONFLICT DO NOTHING RETURNING day',
        [today],
      );
      if (mine.length === 0) return;
      const letters = await this.letters(tx, today);
      for (const letter of letters) await this.queue(tx, letter, today);
      await tx.query('UPDATE appeal_due_letters SET letters = $2 WHERE day = $1', [today, letters.length]);
    });
  }

  /** In a year whose calendar is not loaded letters come from Monday to Friday: one too many does no harm. */
  private async isWorking(day: string): Promise<boolean> {
    const known = await this.terms.isWorking(day);
    return known ?? ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
  }

  private async letters(tx: EntityManager, today: string): Promise<DueLetter[]> {
    const entries = await this.due.list(tx, today);
    const unknown = (await one<{ count: number }>(
      tx,
      'SELECT count(*)::integer AS count FROM appeals WHERE waits AND due_day IS NULL',
    ))!.count;
    const people = await rowsOf<Colleague>(
      tx,
      'SELECT id, name, email, role FROM office_people WHERE active ORDER BY name, id',
    );
    const of = (id: string | null): DueAppeal[] => entries.filter((entry) => entry.responsible_id === id);
    const letters: DueLetter[] = people.map(({ id, name, email, role }) => ({
      ...{ to: email, name, entries: of(id), unknown: role === 'administrator' ? unknown : 0 },
    }));
    letters.push({ to: this.config.company.email, entries: of(null), unknown: 0 });
    return letters.filter(({ to, entries: own, unknown: rest }) => to !== '' && (own.length > 0 || rest > 0));
  }

  private async queue(
    tx: EntityManager,
    { to, name, entries, unknown }: DueLetter,
    today: string,
  ): Promise<void> {
    const late = entries.filter((entry) => entry.late);
    const soon = entries.filter((entry) => !entry.late);
    const end = [
      ...(late.length > 0 ? [`просрочено ${late.length}`] : []),
      ...(soon.length > 0 ? [`скоро срок ${soon.length}`] : []),
      ...(unknown > 0 ? [`без срока ${unknown}`] : []),
    ].join(', ');
    await this.mail.queue(tx, {
      ...{ kind: 'appeals-due', to, ...(name !== undefined && { name }), subjectEnd: `: ${end}` },
      data: {
        ...{
          late: await this.lines(late, today),
          soon: await this.lines(soon, today),
          mine: name !== undefined,
          any: entries.length > 0,
        },
        ...{ moreLate: Math.max(0, late.length - MOST), moreSoon: Math.max(0, soon.length - MOST) },
        unknown:
          unknown === 0 ? '' : `${unknown}\u00a0${plural(unknown, 'обращение', 'обращения', 'обращений')}`,
      },
    });
  }

  private lines(entries: readonly DueAppeal[], today: string): Promise<object[]> {
    return Promise.all(
      entries.slice(0, MOST).map(async ({ id, number, title, due_day: due, late }) => ({
        ...{ number, title, due: calendarDay(due), page: `/office/messages/${id}` },
        left: timeLeft(await this.terms.left(today, due), late),
      })),
    );
  }
}
