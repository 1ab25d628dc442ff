import { mayIn } from '../../accounts/household/rights.sql.js';
import { provenActor } from '../../auth/actor.js';
import type { RequestContext } from '../../core/request-context.js';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../../core/config.js';
import { Secrets } from '../../core/secrets.js';
import { CONFIG } from '../../core/tokens.js';
import type { Entered } from '../validation.js';
import type { Meter } from '../../meters/meter.js';
import { ReadingsService } from '../readings.service.js';
import type { SubmitResult } from '../submit-result.js';
import { one } from '../../core/query.js';

const PURPOSE = 'readings link';
const SIGNED = /^(\d{1,15})_([0-9a-f-]{36})_(\d{4}-\d\d)_(\d{4}-\d\d-\d\d)$/;

/** What a link allows: to send readings of an account for one month, in somebody's name, until a day. */
export interface LinkRight {
  readonly userNo: string;
  readonly accountId: string;
  readonly period: string;
  /** The last day, included. */
  readonly until: string;
}

/** A link that is good at this moment. */
export interface OpenLink extends LinkRight {
  readonly userId: string;
  readonly login: string;
  /** The meters it is about; those that have been sent are among them. */
  readonly meters: readonly Meter[];
}

/** What became of readings that came by a link, with the number of the certificate. */
type LinkOutcome =
  | Exclude<SubmitResult, { kind: 'done' }>
  | { readonly kind: 'done'; readonly number: string | null; readonly unusual: boolean };

/** The link by which whoever got a reminder sends just these readings without signing in: a right to send, not to see. */
@Injectable()
export class ReadingLinks {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly secrets: Secrets,
    private readonly database: DataSource,
    private readonly readings: ReadingsService,
  ) {}

  of({ userNo, accountId, period, until }: LinkRight): string {
    const to = this.secrets.sign(PURPOSE, [userNo, accountId, period, until].join('_'));
    return `${this.config.publicUrl}/readings/send?${new URLSearchParams({ to }).toString()}`;
  }

  /** What the link allows now; undefined when it was touched, is too old, or the account is not the resident's any more. */
  async open(signed: string): Promise<OpenLink | undefined> {
    const [, userNo = '', accountId = '', period = '', until = ''] =
      SIGNED.exec(this.secrets.unsign(PURPOSE, signed) ?? '') ?? [];
    if (userNo === '' || this.readings.today() > until) {
      return undefined;
    }
    const user = await one<{ id: string; login: string }>(
      this.database,
      `SELECT u.id, u.login FROM residents u
       JOIN active_links l ON l.user_id = u.id AND l.account_id = $2 AND ${mayIn('l', 'readings')}
       JOIN account_places a ON a.id = l.account_id AND NOT a.closed
       WHERE u.public_no = $1 AND u.status = 'active'`,
      [userNo, accountId],
    );
    const meters = user ? await this.metersOf(accountId, period) : [];
    return user && meters.length > 0
      ? { userNo, accountId, period, until, userId: user.id, login: user.login, meters }
      : undefined;
  }

  /**
   * Sends readings in the name of the resident whose link it is. What has been sent already stays as it is, whoever
   * sends it, except that the very same sent once more by the same link has the same answer.
   */
  async send(link: OpenLink, entered: readonly Entered[], context: RequestContext): Promise<LinkOutcome> {
    const outcome = await this.readings.submit({
      accountId: link.accountId,
      entered: entered.map((one) => ({ ...one, period: link.period })),
      source: 'link',
      actor: provenActor({ id: link.userId, login: link.login }, context),
    });
    return outcome.kind === 'done'
      ? { kind: 'done', number: await this.numberOf(outcome.certificateId), unusual: outcome.unusual }
      : outcome;
  }

  private async metersOf(accountId: string, period: string): Promise<Meter[]> {
    const meters = await this.readings.metersOf(accountId);
    return meters.filter(({ automatic, window }) => !automatic && window.open && window.period === period);
  }

  private async numberOf(certificateId: string | null): Promise<string | null> {
    const row = await one<{ number: string }>(
      this.database,
      'SELECT number FROM reading_certificates WHERE id = $1',
      [certificateId],
    );
    return row?.number ?? null;
  }
}
