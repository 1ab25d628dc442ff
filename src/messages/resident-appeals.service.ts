import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock, secondsAfter } from '../core/clock.js';
import { Prepared } from '../core/database.js';
import { POOL } from '../core/tokens.js';
import { numberParts } from '../search/number-typed.js';
import { type Appeal, APPEAL_COLUMNS, type AppealActor, type AppealFile } from './appeal.js';
import { AppealChanges, type AppealOutcome } from './appeal-changes.js';
import { ASK_BACK_DAYS, mayMove } from './appeal-states.js';
import { AppealTerms } from './appeal-terms.service.js';
import { type AppealEventRow, type AppealFileRow, OPEN_EVENTS, OPEN_FILES } from './appeals.sql.js';

const DAY_SECONDS = 86_400;
const PAGE = 20;
const MOST_FOUND = 50;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const FAR_AHEAD = new Date('9999-01-01');

const OWN = new Prepared<Appeal>(
  'appeals of resident',
  `SELECT ${APPEAL_COLUMNS} FROM appeals a WHERE a.user_id = $1 AND (a.registered_at, a.id) < ($2, $3)
   ORDER BY a.registered_at DESC, a.id DESC LIMIT $4`,
);
const OWN_ONE = new Prepared<Appeal>(
  'appeal for resident',
  `SELECT ${APPEAL_COLUMNS} FROM appeals a WHERE a.id = $1 AND a.user_id = $2`,
);

/** The newest entries with these words: by the words that the office finds, which are more, and then by what the author may read. */
const OWN_FOUND = new Prepared<Appeal>(
  'own appeals found',
  `WITH likely AS MATERIALIZED (
     SELECT o.id FROM appeals o
     WHERE o.user_id = $1 AND (SELECT words FROM entry_words w WHERE w.id = o.id) @@ words_asked($2)
     ORDER BY o.registered_at DESC, o.id DESC LIMIT 500)
   SELECT ${APPEAL_COLUMNS} FROM appeals a
   WHERE a.id IN (SELECT id FROM likely) AND words_of(concat_ws(chr(10), a.number, a.title, a.text, a.address, a.rating_text,
     (SELECT string_agg(e.text, chr(10)) FROM appeal_events e WHERE e.appeal_id = a.id AND e.open))) @@ words_asked($2)
   ORDER BY a.registered_at DESC, a.id DESC LIMIT $3`,
);

const OWN_NUMBERED = new Prepared<Appeal>(
  'own appeals numbered',
  `SELECT ${APPEAL_COLUMNS} FROM appeals a WHERE a.user_id = $1 AND right(a.number, 6) = $2
     AND ($3 = '' OR a.year::text = $3) ORDER BY a.registered_at DESC, a.id DESC LIMIT $4`,
);

/** Entries as their author sees them: nobody else does, not even those who live in the same flat. */
@Injectable()
export class ResidentAppeals {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly changes: AppealChanges,
    private readonly terms: AppealTerms,
    private readonly clock: Clock,
  ) {}

  /** A page of the list, the newest first; the next begins before the last of this one. */
  list(userId: string, before?: { registeredAt: Date; id: string }): Promise<Appeal[]> {
    const { registeredAt, id } = before ?? { registeredAt: FAR_AHEAD, id: LAST_ID };
    return OWN.rows(this.pool, userId, registeredAt, id, PAGE);
  }

  /**
   * Those with this number; else the newest of the list that have these words in what the author may read; where none has,
   * those that have their beginning.
   */
  async search(userId: string, text: string): Promise<Appeal[]> {
    const number = numberParts(text);
    const numbered =
      number && (await OWN_NUMBERED.rows(this.pool, userId, number.sequence, number.year, MOST_FOUND));
    if (numbered && numbered.length > 0) return numbered;
    const found = await OWN_FOUND.rows(this.pool, userId, text, MOST_FOUND);
    return found.length > 0 ? found : OWN_FOUND.rows(this.pool, userId, `${text}*`, MOST_FOUND);
  }

  /** An entry with what its author may read of what happened; undefined where it is missing or foreign. */
  async find(
    userId: string,
    id: string,
  ): Promise<{ appeal: Appeal; events: AppealEventRow[]; files: AppealFileRow[] } | undefined> {
    const appeal = await OWN_ONE.first(this.pool, id, userId);
    if (!appeal) return undefined;
    const [events, files] = await Promise.all([
      OPEN_EVENTS.rows(this.pool, id),
      OPEN_FILES.rows(this.pool, id),
    ]);
    return { appeal, events, files };
  }

  /** Whether a question to the answer may still be asked: once, within a month. */
  mayAskBack({ state, answered_at: answeredAt, asked_back_at: asked }: Appeal): boolean {
    return (
      mayMove(state, 'askBack', 'resident') &&
      asked === null &&
      this.clock.now() < secondsAfter(answeredAt!, ASK_BACK_DAYS * DAY_SECONDS)
    );
  }

  /** The one question to the answer: the number stays, the term runs anew. */
  askBack(
    userId: string,
    id: string,
    { text, files }: { readonly text: string; readonly files: readonly AppealFile[] },
    actor: AppealActor,
  ): Promise<AppealOutcome> {
    return this.change(userId, id, async (appeal, tx) => {
      if (appeal.asked_back_at !== null) return 'Вопрос к этому ответу уже задан';
      if (!this.mayAskBack(appeal)) {
        return appeal.state === 'answered'
          ? `Задать вопрос к ответу можно было в течение ${ASK_BACK_DAYS} дней. Напишите новое обращение`
          : 'На это обращение ещё нет ответа';
      }
      return {
        set: await this.terms.askedBack(tx, appeal, this.clock.now()),
        events: [{ kind: 'asked-back', actor, text, open: true }],
        files,
      };
    });
  }

  /** «Помог ли ответ»: a mark from 1 to 5, which may be changed until there is another answer. */
  rate(
    userId: string,
    id: string,
    { rating, text }: { readonly rating: number; readonly text: string },
    actor: AppealActor,
  ): Promise<AppealOutcome> {
    return this.change(userId, id, (appeal) =>
      appeal.state === 'answered'
        ? {
            set: { rating, rating_text: text },
            events: [{ kind: 'rated', actor, text, details: { rating }, open: true }],
          }
        : 'Оценить можно ответ, а на это обращение его ещё нет',
    );
  }

  private change(
    userId: string,
    id: string,
    decide: Parameters<AppealChanges['change']>[1],
  ): Promise<AppealOutcome> {
    return this.changes.change(id, (appeal, tx) =>
      appeal.user_id === userId ? decide(appeal, tx) : 'Это обращение не ваше',
    );
  }
}
