import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, minuteIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { one } from '../../core/query.js';
import { Secrets } from '../../core/secrets.js';
import { CONFIG } from '../../core/tokens.js';

const PURPOSE = 'executor link';
const SIGNED = /^([0-9a-f-]{36})_(\d{13})_(\d{13})$/;
const MINUTE_MS = 60_000;
/** Links end at this minute of the next day, when the next shift has its own. */
const ENDS_AT = 8 * 60;

/** Whose orders a link shows, and until when. */
export interface ExecutorOfLink {
  readonly id: string;
  readonly name: string;
  readonly until: Date;
}

/** Signed links to the page of an executor: letters and printed orders carry them; nothing of them is stored. */
@Injectable()
export class ExecutorLinks {
  constructor(
    private readonly database: DataSource,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A link that is good until the next morning. */
  of(executorId: string): { url: string; until: Date } {
    const now = this.clock.now();
    const minutes = 1440 - minuteIn(now, this.config.timeZone) + ENDS_AT;
    const until = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS + minutes * MINUTE_MS);
    const to = this.secrets.sign(PURPOSE, [executorId, now.getTime(), until.getTime()].join('_'));
    return { url: `${this.config.publicUrl}/orders?${new URLSearchParams({ to }).toString()}`, until };
  }

  /** Whose link it is; undefined when it was touched, is over or revoked, or its executor works for us no more. */
  async open(signed: string): Promise<ExecutorOfLink | undefined> {
    const [, id, made, ends] = SIGNED.exec(this.secrets.unsign(PURPOSE, signed) ?? '') ?? [];
    const until = new Date(Number(ends));
    if (id === undefined || this.clock.now() >= until) return undefined;
    const executor = await one<{ id: string; name: string }>(
      this.database,
      'SELECT id, name FROM executors WHERE id = $1 AND disabled_at IS NULL AND links_from <= $2',
      [id, new Date(Number(made))],
    );
    return executor && { ...executor, until };
  }
}
