import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { type CardBlock, type CardDefinition, CardPart, type Tone } from '../accounts/card/card-part.js';
import type { FlatCard } from '../accounts/card/flat-card.js';
import { Clock, dayIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { Prepared } from '../core/database.js';
import { CONFIG, POOL } from '../core/tokens.js';
import { ANSWERERS } from '../panel/person.js';
import { shortDay } from '../text/month.js';
import { APPEAL_KINDS, type AppealKind } from './appeal.js';
import { APPEAL_STATES, type AppealState } from './appeal-states.js';

/** Of the newest. */
const MOST = 12;

interface AppealLine {
  id: string;
  number: string;
  kind: AppealKind;
  title: string;
  state: AppealState;
  waits: boolean;
  registered_at: Date;
  received_day: string;
  due_day: string | null;
  soon_day: string | null;
}

const APPEALS = new Prepared<AppealLine>(
  'appeals of a card',
  `SELECT id, number, kind, title, state, waits, registered_at, received_day::text, due_day::text, soon_day::text
   FROM appeals WHERE account_id = $1 ORDER BY waits DESC, registered_at DESC LIMIT ${MOST}`,
);

/** «Заявки и обращения»: what was written from the flat, what waits for an answer first. */
@CardPart()
@Injectable()
export class AppealsCard implements CardDefinition {
  readonly roles = ANSWERERS;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async blocks({ id }: FlatCard): Promise<CardBlock[]> {
    const today = dayIn(this.clock.now(), this.config.timeZone);
    const rows = await APPEALS.rows(this.pool, id);
    return [
      {
        ...{ title: 'Заявки и обращения', column: 2, place: 3, shown: 4 },
        lines: rows.map((row) => ({
          ...{ at: row.registered_at, waits: row.waits },
          title: row.title === '' ? APPEAL_KINDS[row.kind] : row.title,
          href: `/office/messages/${row.id}`,
          ...standing(row, today),
          notes: [`${row.number}, ${shortDay(row.received_day, today)}`],
        })),
        empty: 'Обращений не было.',
      },
    ];
  }
}

function standing(row: AppealLine, today: string): { state: string; tone?: Tone } {
  const { waits, due_day: due, soon_day: soon, state } = row;
  if (!waits) return { state: APPEAL_STATES[state].office, tone: 'calm' };
  if (due === null) return { state: 'ждёт ответа' };
  if (due < today) return { state: 'ответ просрочен', tone: 'late' };
  return {
    state: `ответ до ${shortDay(due, today)}`,
    ...(soon !== null && soon <= today && { tone: 'soon' as const }),
  };
}
