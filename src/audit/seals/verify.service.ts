import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { one, rowsOf } from '../../core/query.js';
import { Secrets } from '../../core/secrets.js';
import { inShort } from './break-words.js';
import { digestOf, type Seal, sealMac } from './seal-mac.js';

/** What a look through the whole chain has found. */
export interface Verified {
  readonly seals: number;
  readonly lines: number;
  /** Lines that no seal covers yet, and since when the oldest of them stands there. */
  readonly unsealed: number;
  readonly unsealedSince: Date | null;
  /** What is wrong, in words for people, each break for itself; of a kind no more than `MOST_BREAKS`. */
  readonly breaks: readonly string[];
  /** The newest seal, to be compared with one that was written down elsewhere. */
  readonly head: string;
}

/** What a check tells besides: which breaks the one before has not known. */
export interface Checked extends Verified {
  readonly fresh: readonly string[];
}

/** Nobody reads more; under another secret every seal is one. */
const MOST_BREAKS = 1000;
const PORTION = 500;
const SEALS = `SELECT no, after_id, last_id, lines, mac FROM audit_seals WHERE no > $1 ORDER BY no LIMIT ${PORTION}`;
/** Lines without names belong to somebody whose data were destroyed, and the journal says so. */
const HIDDEN = `
  SELECT e.id FROM audit_events e WHERE e.personal_mac IS NOT NULL AND NOT EXISTS (
    SELECT FROM audit_events d WHERE d.action = 'user.erased' AND d.object_kind = 'user'
      AND d.object_id IN (e.actor_id::text, e.object_id, e.details->>'userId'))
  ORDER BY e.id LIMIT ${MOST_BREAKS}`;
/** The product never gives such numbers, and no seal covers them. */
const STRAY = `SELECT id FROM audit_events WHERE id <= 0 ORDER BY id DESC LIMIT ${MOST_BREAKS}`;
const UNSEALED = `SELECT count(*)::int AS count, min(at) AS since FROM audit_events
  WHERE id > coalesce((SELECT max(last_id) FROM audit_seals), 0)`;

/** A break in words, or a seal over lines that were altered. */
type Broken = string | Seal;

/** Tells people, in the transaction that keeps it, what was found anew, and how much of before is still there. */
type Tell = (tx: EntityManager, found: { fresh: readonly string[]; known: number }) => Promise<void>;

const KEPT = 'SELECT breaks FROM audit_sealing FOR UPDATE';

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

  /** Goes on after a seal that does not hold: the next one is compared with it as it stands. */
  async run(): Promise<Verified> {
    let before: Seal | undefined;
    const broken: Broken[] = [];
    let [seals, lines] = [0, 0];
    for (;;) {
      const portion: Seal[] = await rowsOf<Seal>(this.database, SEALS, [before?.no ?? '0']);
      if (portion.length === 0) break;
      for (const seal of portion) {
        broken.push(...(await this.wrong(seal, before)));
        seals += 1;
        lines += seal.lines;
        before = seal;
      }
    }
    // each kind for itself: under another secret all seals are broken, and that must hide nothing else
    const breaks = [...told(broken).slice(0, MOST_BREAKS), ...(await this.hidden())];
    const tail = await one<{ count: number; since: Date | null }>(this.database, UNSEALED);
    return {
      ...{ seals, lines, breaks, head: before?.mac.toString('hex') ?? '' },
      ...{ unsealed: tail?.count ?? 0, unsealedSince: tail?.since ?? null },
    };
  }

  /**
   * Runs, keeps how it has ended for whoever looks after the portal, and has each break told once, also by two checks at a time:
   * what is new comes first wherever breaks are told.
   */
  async check(): Promise<Checked> {
    const found = await this.run();
    return this.database.transaction(async (tx) => {
      const before = new Set((await one<{ breaks: string[] }>(tx, KEPT))?.breaks);
      const fresh = found.breaks.filter((it) => !before.has(it));
      const breaks = [...fresh, ...found.breaks.filter((it) => before.has(it))];
      const trouble = breaks.length === 0 ? null : inShort(breaks);
      await tx.query('UPDATE audit_sealing SET checked_at = now(), trouble = $1, breaks = $2', [
        trouble,
        found.breaks,
      ]);
      if (fresh.length > 0) await this.tell?.(tx, { fresh, known: breaks.length - fresh.length });
      return { ...found, breaks, fresh };
    });
  }

  private async wrong(seal: Seal, before: Seal | undefined): Promise<Broken[]> {
    const place = placeOf(seal, seal);
    const { lines, digest } = await digestOf(this.database, this.secrets, {
      after: seal.after_id,
      last: seal.last_id,
    });
    const next = BigInt(before?.no ?? 0) + 1n;
    if (BigInt(seal.no) !== next) {
      const last = BigInt(seal.no) - 1n;
      const missing = last === next ? `нет печати ${next}` : `нет печатей с ${next} по ${last}`;
      // without the seal before nothing can be said of its words, only of how many lines there are
      return lines === seal.lines ? [missing] : [missing, `строк стало меньше или больше: ${place}`];
    }
    if (seal.after_id !== (before?.last_id ?? '0')) return [`печать ${seal.no} не продолжает предыдущую`];
    if (lines < seal.lines) return [`строк стало меньше: ${place}`];
    if (lines > seal.lines) return [`строки добавлены задним числом: ${place}`];
    const mac = sealMac(this.secrets, before?.mac, seal, digest);
    return mac.equals(seal.mac) ? [] : [seal];
  }

  private async hidden(): Promise<string[]> {
    const stray = await rowsOf<{ id: string }>(this.database, STRAY);
    const lines = await rowsOf<{ id: string }>(this.database, HIDDEN);
    return [
      ...stray.map(({ id }) => `лишняя строка журнала ${id}`),
      ...lines.map(({ id }) => `строка журнала ${id} обезличена, а данные этого жителя не уничтожались`),
    ];
  }
}

/** Breaks in words; of seals that follow one another all those that were altered are one. */
function told(broken: readonly Broken[]): string[] {
  const runs: ([Seal, Seal] | string)[] = [];
  for (const one of broken) {
    const run = runs.at(-1);
    if (typeof one === 'string') runs.push(one);
    else if (Array.isArray(run) && BigInt(run[1].no) + 1n === BigInt(one.no)) run[1] = one;
    else runs.push([one, one]);
  }
  return runs.map((run) =>
    typeof run === 'string' ? run : `строки или печать изменены: ${placeOf(...run)}`,
  );
}

function placeOf(first: Seal, last: Seal): string {
  const seals = first === last ? `печать ${first.no}` : `печати с ${first.no} по ${last.no}`;
  return `строки журнала с ${BigInt(first.after_id) + 1n} по ${last.last_id}, ${seals}`;
}
