import { Injectable } from '@nestjs/common';
import { Clock } from '../core/clock.js';
import { one } from '../core/query.js';
import { ANSWERERS } from '../panel/person.js';
import { type Appeal, type AppealActor, type AppealFile, wantsPaper } from './appeal.js';
import { AppealChanges, type AppealChange, type AppealOutcome } from './appeal-changes.js';
import { AppealLetters } from './appeal-letters.js';
import { APPEAL_STATES, type AppealMove, mayMove } from './appeal-states.js';

/** What is answered, and in whose name: «Инженер Лыков И. А.». */
export interface NewAnswer {
  readonly text: string;
  readonly signed: string;
  readonly files: readonly AppealFile[];
}

/** What people of the office do with an entry. Each method takes the version of the entry that was seen. */
@Injectable()
export class AppealWork {
  constructor(
    private readonly changes: AppealChanges,
    private readonly letters: AppealLetters,
    private readonly clock: Clock,
  ) {}

  /** Takes an entry: from now on this person is responsible for the answer. */
  take(id: string, actor: AppealActor, version: number): Promise<AppealOutcome> {
    return this.changes.change(
      id,
      (appeal) => {
        if (!appeal.waits) return impossible(appeal);
        if (appeal.responsible_id === actor.id) return 'Это обращение уже у вас';
        return {
          set: { responsible_id: actor.id!, ...this.begun(appeal) },
          events: [{ kind: 'taken', actor, open: false }],
        };
      },
      version,
    );
  }

  /** Gives an entry to a colleague, who is told by letter. */
  forward(
    id: string,
    staffId: string,
    note: string,
    actor: AppealActor,
    version: number,
  ): Promise<AppealOutcome> {
    return this.changes.change(
      id,
      async (appeal, tx) => {
        if (!appeal.waits) return impossible(appeal);
        const colleague = await one<{ id: string; name: string; email: string }>(
          tx,
          'SELECT id, name, email FROM office_people WHERE id = $1 AND active AND role = ANY ($2)',
          [staffId, ANSWERERS],
        );
        if (!colleague) return 'Такого сотрудника больше нет, выберите другого';
        if (colleague.id === appeal.responsible_id) return 'Обращение уже у этого сотрудника';
        await this.letters.forwarded(tx, appeal, colleague, note, actor);
        return {
          set: { responsible_id: colleague.id, ...this.begun(appeal) },
          events: [
            {
              ...{ kind: 'forwarded', actor, text: note, open: false },
              details: { to: colleague.name, staff: colleague.id },
            },
          ],
        };
      },
      version,
    );
  }

  /** Answers: the text leaves by letter and stands in the cabinet; there is no second answer until the author asks back. */
  answer(
    id: string,
    { text, signed, files }: NewAnswer,
    actor: AppealActor,
    version: number,
  ): Promise<AppealOutcome> {
    return this.move(id, 'answer', actor, version, (appeal) => {
      const now = this.clock.now();
      return {
        set: {
          ...{ state: 'answered', answered_at: now, first_answered_at: appeal.first_answered_at ?? now },
          ...{ responsible_id: appeal.responsible_id ?? actor.id!, taken_at: appeal.taken_at ?? now },
        },
        events: [{ kind: 'answered', actor, text, details: { signed }, open: true }],
        files,
      };
    });
  }

  /** Closes what asks for no answer, with a reason that the author reads. Complaints and suggestions are always answered. */
  dismiss(id: string, reason: string, actor: AppealActor, version: number): Promise<AppealOutcome> {
    return this.move(id, 'dismiss', actor, version, ({ kind }) =>
      kind === 'complaint' || kind === 'suggestion'
        ? 'Жалобы и предложения без ответа не закрывают'
        : {
            set: { state: 'dismissed' },
            events: [{ kind: 'dismissed', actor, text: reason, open: true }],
          },
    );
  }

  /** Takes up again what was closed without an answer. */
  resume(id: string, actor: AppealActor, version: number): Promise<AppealOutcome> {
    return this.move(id, 'resume', actor, version, ({ answered_at: answered }) => ({
      set: { state: answered === null ? 'in_progress' : 'conversation' },
      events: [{ kind: 'resumed', actor, open: true }],
    }));
  }

  /** A note that only colleagues read; nothing of the entry changes, so any version is good. */
  note(id: string, text: string, files: readonly AppealFile[], actor: AppealActor): Promise<AppealOutcome> {
    return this.changes.change(id, async (_, tx) =>
      (await this.changes.wasDone(id, actor, tx))
        ? 'Эта заметка уже записана'
        : { events: [{ kind: 'note', actor, text, open: false }], files },
    );
  }

  /** Notes that an answer on paper has left by post, perhaps with the number of the consignment. */
  posted(id: string, text: string, actor: AppealActor, version: number): Promise<AppealOutcome> {
    return this.changes.change(
      id,
      (appeal) =>
        appeal.state === 'answered' && wantsPaper(appeal)
          ? { set: {}, events: [{ kind: 'posted', actor, text, open: true }] }
          : 'Почтой отправляют ответ на бумаге, а его здесь ещё нет',
      version,
    );
  }

  private move(
    id: string,
    move: AppealMove,
    actor: AppealActor,
    version: number,
    change: (appeal: Appeal) => AppealChange | string,
  ): Promise<AppealOutcome> {
    return this.changes.change(
      id,
      (appeal) => (mayMove(appeal.state, move, actor.kind) ? change(appeal) : impossible(appeal)),
      version,
    );
  }

  /** Whoever takes or gets a new entry begins the work on it. */
  private begun({ state, taken_at: taken }: Appeal): Partial<Appeal> {
    return {
      ...(state === 'registered' && { state: 'in_progress' }),
      taken_at: taken ?? this.clock.now(),
    };
  }
}

/** Why nothing can be done to an entry any more. */
function impossible({ state }: Pick<Appeal, 'state'>): string {
  return state === 'answered'
    ? 'На это обращение уже ответили'
    : `Сейчас это невозможно: обращение ${APPEAL_STATES[state].office}`;
}
