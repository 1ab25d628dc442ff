import type { DataSource, EntityManager } from 'typeorm';
import { secondsAfter } from '../../core/clock.js';
import { one } from '../../core/query.js';
import { plural } from '../../text/russian.js';
import type { DeedKind } from './deed.js';

/** So many residents each member of staff helps with each kind in 24 hours without a second person. */
const MOST_ALONE = 5;
const DAY_SECONDS = 86_400;

/** Who is about to help whom with what. */
interface Helping {
  readonly userId: string;
  readonly kind: DeedKind;
  readonly staffId: string;
  readonly now: Date;
}

/** How many residents are left, and whether this one was helped already: helping again counts no more. */
export interface Left {
  readonly left: number;
  readonly known: boolean;
}

/** What is left of the limit of 24 hours. Residents are counted: a removed one was one of them, too. */
export async function leftToday(
  tx: DataSource | EntityManager,
  { userId, kind, staffId, now }: Helping,
): Promise<Left> {
  const row = await one<{ count: number; known: boolean }>(
    tx,
    `SELECT count(DISTINCT coalesce(user_id, id))::integer AS count, coalesce(bool_or(user_id = $4), false) AS known
     FROM resident_deeds WHERE staff_id = $1 AND kind = $2 AND decided_by IS NULL AND done_at > $3`,
    [staffId, kind, secondsAfter(now, -DAY_SECONDS), userId],
  );
  return { left: Math.max(MOST_ALONE - row!.count, 0), known: row!.known };
}

/** Whether nobody else is needed. */
export async function mayAlone(tx: EntityManager, helping: Helping): Promise<boolean> {
  const { left, known } = await leftToday(tx, helping);
  return known || left > 0;
}

/** Whether a second person will be asked, and what is said before of the limit, where it decides about that. */
export function aloneOf(
  kind: DeedKind,
  left: Left,
  { held, granted }: { held: string; granted: boolean },
): { alone: string; waits: boolean } {
  if (granted) return { alone: '', waits: false };
  // past keys and an app nobody lets anybody alone, however many are left for today
  if (held !== '' && (kind === 'slip' || kind === 'email')) return { alone: '', waits: true };
  return { alone: leftWords(left), waits: !left.known && left.left === 0 };
}

/** How much of the limit is left, said before it is spent. */
function leftWords({ left, known }: Left): string {
  if (known) return 'Этому жителю вы сегодня уже помогали так: второй раз не считается.';
  if (left === 0) return 'Пяти жителям за сутки вы уже помогли так: эту просьбу подтвердит администратор.';
  return `Без администратора за эти сутки: ещё ${left}\u00a0${plural(left, 'житель', 'жителя', 'жителей')}.`;
}
