import type { DataSource } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { isLocked, isOvertaken } from '../core/database-errors.js';
import { date, plural } from '../text/russian.js';
import { ImportRefused } from './import-refused.js';
import { ImportSession, type Turn } from './import-session.js';

/** Why a load cannot be taken back, or what is to be said when it was. */
export type Undone = { readonly refusal: string } | { readonly refusal?: undefined; readonly said: string };

/** A load as it stands in the list of loads. */
export interface Load extends Record<string, unknown> {
  readonly id: string;
  readonly file_name: string;
  readonly undone_at: Date | null;
}

/** Takes loads back: while no other load writes, in one transaction, each once. Modules say what that means for theirs. */
export abstract class Undoing<Found extends Load> {
  /** Locks a load, $1; marks it as undone, $2 when and $3 by whom. */
  protected abstract readonly sql: { readonly find: string; readonly mark: string };

  constructor(
    protected readonly database: DataSource,
    protected readonly clock: Clock,
    protected readonly config: Config,
  ) {}

  /** Whether loads of this kind are named so. */
  abstract names(load: string): boolean;

  /** Takes back what the load has brought, and tells the journal; gives what is to be said. Refuses by ImportRefused. */
  protected abstract takeBack(session: ImportSession, load: Found, actor: Actor): Promise<string>;

  /** Takes the load that is named so back. */
  async undo(id: string, actor: Actor, turn: Turn = 'job'): Promise<Undone> {
    const none = { refusal: /^\d+$/.test(id) ? `Загрузки № ${id} нет` : 'Такой загрузки нет' };
    if (!this.names(id)) return none;
    try {
      return await ImportSession.run(this.database, true, async (session) => {
        await session.takeTurn(turn);
        const [load] = await session.query<Found>(this.sql.find, [id]);
        if (!load) return none;
        if (load.undone_at) {
          return { refusal: `Эта загрузка уже отменена ${date(load.undone_at, this.config.timeZone)}` };
        }
        const said = await this.takeBack(session, load, actor);
        const staffId = actor.kind === 'staff' ? actor.id : null;
        await session.query(this.sql.mark, [id, this.clock.now(), staffId]);
        return { said };
      });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      return { refusal };
    }
  }
}

/** A number of things, and what one, two and five of them are called. */
export type Counted = readonly [count: number, ...names: [string, string, string]];

/** What is said of a load that was taken back: what has gone, and what stays, with the first of it by name. */
export function undoneWords(
  fileName: string,
  taken: readonly Counted[],
  kept: readonly Counted[],
  staying: readonly string[],
): string {
  const words = (things: readonly Counted[]) =>
    things
      .filter(([count]) => count > 0)
      .map(([count, ...names]) => `${count.toLocaleString('ru-RU')} ${plural(count, ...names)}`)
      .join(', ');
  const more = kept.reduce((sum, [count]) => sum + count, 0) > staying.length ? ' и другие' : '';
  const rest =
    words(kept) === ''
      ? ''
      : ` Осталось ${words(kept)}: с тех пор это изменили или этим пользуются (${staying.join(', ')}${more}).`;
  return `Загрузка файла «${fileName}» отменена: ${words(taken)}.${rest}`;
}

function refusalOf(error: unknown): string | undefined {
  if (error instanceof ImportRefused) return error.message;
  if (isLocked(error)) return 'Сейчас эти данные меняет кто-то другой. Повторите через минуту';
  if (isOvertaken(error)) return 'Пока загрузка отменялась, её данные кому-то понадобились. Повторите';
  return undefined;
}
