import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { CLERKS, OPERATORS, type PanelPerson } from '../../panel/person.js';
import { date, inSentence } from '../../text/russian.js';
import { type CardBlock, type CardDefinition, type CardJob, CardPart } from '../card/card-part.js';
import type { FlatCard } from '../card/flat-card.js';
import { BY_HAND } from './by-hand.js';
import { type Mark, MARKS } from './by-hand.sql.js';

/** «Исправлено вручную»: what no file of the accounting has said yet, and the way to correct more. */
@CardPart()
@Injectable()
export class ByHandCard implements CardDefinition {
  readonly roles = CLERKS;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async blocks({ id, closed }: FlatCard): Promise<CardBlock[]> {
    const marks = await MARKS.rows(this.pool, id);
    if (marks.length === 0) return [];
    return [
      {
        ...{ title: 'Исправлено вручную', column: 1, place: 3 },
        lines: this.lines(marks, closed),
        foot: ['Загрузка счетов не заменит этого без вашего решения.'],
      },
    ];
  }

  /** What was corrected at once stands on one line, with its paper and who did it. */
  private lines(marks: readonly Mark[], closed: boolean): NonNullable<CardBlock['lines']> {
    const together = new Map<string, { titles: string[]; notes: string[] }>();
    for (const { field, ground, staff, made_at: at } of marks) {
      const notes = [ground, `${staff}, ${date(at, this.config.timeZone)}`];
      const title = field === 'closed' && !closed ? 'Открыт снова' : BY_HAND[field];
      const line = together.get(notes.join('\n'));
      if (line) line.titles.push(inSentence(title));
      else together.set(notes.join('\n'), { titles: [title], notes });
    }
    return [...together.values()].map(({ titles, notes }) => ({ title: titles.join(', '), notes }));
  }

  jobs({ id }: FlatCard, { staff }: PanelPerson): CardJob[] {
    if (!OPERATORS.some((role) => role === staff.role)) return [];
    const href = `/office/accounts/${id}/correct`;
    return [{ label: 'Исправить', href, place: 9, key: 'KeyB', whenClosed: true }];
  }
}
