import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { BoundedJournal } from '../../audit/bounded-journal.js';
import { Log } from '../../core/log.js';
import { residentActor } from '../actor.js';
import { HOUR, limit } from '../../core/limits.js';

/** The same of one resident. */
const JOURNAL_REFUSALS_OF_A_RESIDENT = limit('journal: refusals of a resident', 30, HOUR);

/** Writes down what signed-in residents were refused, after the answer. */
@Injectable()
export class RefusalJournal {
  constructor(
    private readonly journal: BoundedJournal,
    private readonly log: Log,
  ) {}

  /** Called with the status of each answer. */
  readonly answered = ({ context }: Request, status: number): void => {
    if ((status !== 403 && status !== 429) || !context.user) return;
    const { id } = context.user;
    this.journal
      .record(
        [JOURNAL_REFUSALS_OF_A_RESIDENT, id],
        residentActor(context),
        'user.refused',
        { kind: 'user', id },
        { status },
      )
      .catch((error: unknown) => this.log.error(error, 'journal'));
  };
}
