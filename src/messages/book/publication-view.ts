import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { dayAndTime } from '../../text/moments.js';
import { withoutTown } from '../../text/street.js';
import { APPEAL_KINDS } from '../appeal.js';
import { AppealTerms } from '../appeal-terms.service.js';
import { APPEAL_EVENTS, appealEventWords } from '../appeal-words.js';
import { type ClearedField, type ClearedTexts, KIND_WORDS, marked, suspected } from './clearing.js';
import { publishedView } from './published-view.js';
import type { PersonalContext } from './personal-data.js';
import {
  type ListedPublication,
  type OpenPublication,
  PUBLICATION_STATES,
  type PublicationEvent,
  type SaidPiece,
} from './publication.js';

/** More suspected pieces than anybody goes through; such a text is written anew. */
const MOST_PIECES = 200;

/** What a moderator reads of an entry and of the lists, in words. */
@Injectable()
export class PublicationView {
  constructor(
    private readonly terms: AppealTerms,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A row of a list. */
  row({ id, number, kind, title, state, ...row }: ListedPublication): object {
    // who published it, and when, says nothing of a withdrawal: that is in the history
    const withdrawn = state === 'withdrawn';
    const decided = row.decided_at === null || withdrawn ? '' : `, ${this.at(row.decided_at)}`;
    return {
      ...{ id, number, title, kind: APPEAL_KINDS[kind], answered: this.at(row.answered_at) },
      state: `${PUBLICATION_STATES[state]}${decided}${row.decider === null || withdrawn ? '' : `, ${row.decider}`}`,
    };
  }

  /** The line with street and house that may stand under the entry. */
  place(it: OpenPublication): string {
    return withoutTown(it.house, this.config.company.town);
  }

  /** What the form begins with: what is published now, else what was written and answered first. */
  beginning(it: OpenPublication, said: readonly SaidPiece[]): Record<ClearedField | 'place', string> {
    if (it.state === 'published') {
      const { title, question, answer, signed, place } = it.published;
      return { title, question, answer, signed, place: place === '' ? '' : 'yes' };
    }
    const answer = said.find(({ kind }) => kind === 'answered');
    return {
      ...{ title: it.title, question: it.text, answer: answer?.text ?? '', signed: answer?.signed ?? '' },
      place: this.place(it) === '' ? '' : 'yes',
    };
  }

  /** All that was said, with what looks like personal data marked. */
  originals(it: OpenPublication, said: readonly SaidPiece[], context: PersonalContext): object[] {
    return [
      { title: 'Вопрос', at: this.at(it.registered_at), parts: marked(it.text, context) },
      ...said.map(({ kind, at, text, signed }) => ({
        ...{ title: APPEAL_EVENTS[kind], at: this.at(at), signed },
        parts: marked(text, context),
      })),
    ];
  }

  /** Pieces to be decided about; after a refusal those that nobody has decided about are pointed at. */
  pieces(texts: ClearedTexts, kept: readonly string[], context: PersonalContext, refused: boolean): object {
    const all = suspected(texts, context);
    return {
      pieces: all.slice(0, MOST_PIECES).map(({ key, kind, text, count, where }) => ({
        ...{ key, kind: KIND_WORDS[kind], text, where: where.join(' и '), times: count > 1 && count },
        ...{ kept: kept.includes(key), open: refused && !kept.includes(key) },
      })),
      morePieces: Math.max(all.length - MOST_PIECES, 0),
    };
  }

  /** How everybody is going to see it. */
  async preview(it: OpenPublication, texts: ClearedTexts, withPlace: boolean): Promise<object> {
    const days = await this.terms.left(it.received_day, this.terms.dayOf(it.first_answered_at));
    return publishedView(
      {
        ...{ ...texts, number: it.number, kind: it.kind, place: withPlace ? this.place(it) : '' },
        ...{ asked_at: this.terms.cameAt(it), answered_at: it.first_answered_at, working_days: days ?? null },
      },
      this.config.timeZone,
    );
  }

  /** What was decided so far. */
  history(events: readonly PublicationEvent[]): object[] {
    return events.map(({ at, kind, actor_name: who, text }) => ({
      ...{ at: this.at(at), what: appealEventWords(kind, {}).title, who, text },
    }));
  }

  private at(moment: Date): string {
    return dayAndTime(moment, this.clock.now(), this.config.timeZone);
  }
}
