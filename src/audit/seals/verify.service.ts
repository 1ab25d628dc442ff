import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { one, rowsOf } from '../../core/query.js';
import { Secrets } from '../../core/secrets.js';
import { digestOf, type Seal, sealMac } from './seal-mac.js';

/** What a look through the whole chain has found. */
export interface Verified {
  readonly seals: number;
  readonly lines: number;
  /** Lines that no seal covers yet, and since when the oldest of them stands there. */
  readonly unsealed: number;
  readonly unsealedSince: Date | null;
  /** What is wrong first, in words for people; nothing where all holds. */
  readonly trouble: string | undefined;
  /** The newest seal, to be compared with one that was written down elsewhere. */
  readonly head: string;
}

const PORTION = 500;
const SEALS = `SELECT no, after_id, last_id, lines, mac FROM audit_seals WHERE no > $1 ORDER BY no LIMIT ${PORTION}`;
/** Lines without names belong to somebody whose data were destroyed, and the journal says so. */
const HIDDEN = `
  SELECT e.id FROM audit_events e WHERE e.personal_mac IS NOT NULL AND NOT EXISTS (
    SELECT FROM audit_events d WHERE d.action = 'user.erased' AND d.object_kind = 'user'
      AND d.object_id IN (e.actor_id::text, e.object_id, e.details->>'userId'))
  ORDER BY e.id LIMIT 1`;
/** The product never gives such numbers, and no seal covers them. */
const STRAY = 'SELECT id FROM audit_events WHERE id <= 0 LIMIT 1';
const UNSEALED = `SELECT count(*)::int AS count, min(at) AS since FROM audit_events
  WHERE id > coalesce((SELECT max(last_id) FROM audit_seals), 0)`;

/** Tells people, in the transaction that keeps it, what was found. */
type Tell = (tx: EntityManager, trouble: string) => Promise<void>;

const KEPT = 'SELECT trouble FROM audit_sealing FOR UPDATE';

/** Goes through the chain over the journal from its first line. */
@Injectable()
export class JournalVerify {
  private tell: Tell | undefined;

  constructor(
    private readonly database: DataSource,
    private readonly secrets: Secrets,
  ) {}

  /** Takes whoever tells people of a break; called when modules begin. */
  tellBy(tell: Tell): void {
    this.tell = tell;
  }

  /** Stops at the first seal that does not hold. */
  async run(): Promise<Verified> {
    let before: Seal | undefined;
    let trouble: string | undefined;
    let [seals, lines] = [0, 0];
    while (trouble === undefined) {
      const portion: Seal[] = await rowsOf<Seal>(this.database, SEALS, [before?.no ?? '0']);
      if (portion.length === 0) break;
      for (const seal of portion) {
        trouble = await this.wrong(seal, before);
        if (trouble !== undefined) break;
        seals += 1;
        lines += seal.lines;
        before = seal;
      }
    }
    trouble ??= await this.hidden();
    const tail = await one<{ count: number; since: Date | null }>(this.database, UNSEALED);
    return {
      ...{ seals, lines, trouble, head: before?.mac.toString('hex') ?? '' },
      ...{ unsealed: tail?.count ?? 0, unsealedSince: tail?.since ?? null },
    };
  }

  /** Runs, keeps how it has ended for whoever looks after the portal, and has a break told once, also by two checks at a time. */
  async check(): Promise<Verified> {
    const found = await this.run();
    await this.database.transaction(async (tx) => {
      const before = await one<{ trouble: string | null }>(tx, KEPT);
      await tx.query('UPDATE audit_sealing SET checked_at = now(), trouble = $1', [found.trouble ?? null]);
      if (found.trouble !== undefined && found.trouble !== before?.trouble) {
        await this.tell?.(tx, found.trouble);
      }
    });
    return found;
  }

  private async wrong(seal: Seal, before: Seal | undefined): Promise<string | undefined> {
    const place = `строки журнала с ${BigInt(seal.after_id) + 1n} по ${seal.last_id}, печать ${seal.no}`;
    const next = String(BigInt(before?.no ?? 0) + 1n);
    if (seal.no !== next) return `нет печати ${next}`;
    if (seal.after_id !== (before?.last_id ?? '0')) return `печать ${seal.no} не продолжает предыдущую`;
    const { lines, digest } = await digestOf(this.database, this.secrets, {
      after: seal.after_id,
      last: seal.last_id,
    });
    if (lines < seal.lines) return `строк стало меньше: ${place}`;
    if (lines > seal.lines) return `строки добавлены задним числом: ${place}`;
    const mac = sealMac(this.secrets, before?.mac, seal, digest);
    return mac.equals(seal.mac) ? undefined : `строки или печать изменены: ${place}`;
  }

  private async hidden(): Promise<string | undefined> {
    const stray = await one<{ id: string }>(this.database, STRAY);
    if (stray) return `лишняя строка журнала ${stray.id}`;
    const line = await one<{ id: string }>(this.database, HIDDEN);
    return line && `строка журнала ${line.id} обезличена, а данные этого жителя не уничтожались`;
  }
}
