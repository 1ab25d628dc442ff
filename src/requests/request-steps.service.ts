import { Injectable } from '@nestjs/common';
import { Clock } from '../core/clock.js';
import { one } from '../core/query.js';
import { ExecutorLetters } from './executors/executor-letters.js';
import { RequestCategories } from './categories.service.js';
import { RequestChanges, type RequestOutcome } from './request-changes.js';
import { impossible } from './request-work.service.js';
import type { NewRequestEvent, RequestActor, RequestPhoto } from './service-request.js';
import { isOpen } from './states.js';

/** Steps of the work on a request between its states. */
@Injectable()
export class RequestSteps {
  constructor(
    private readonly changes: RequestChanges,
    private readonly categories: RequestCategories,
    private readonly letters: ExecutorLetters,
    private readonly clock: Clock,
  ) {}

  /** Marks the first step as done, such as a leak that has been stopped. */
  firstDone(
    id: string,
    actor: RequestActor,
    text: string,
    version?: number,
    photos?: readonly RequestPhoto[],
  ): Promise<RequestOutcome> {
    return this.changes.changeAll(
      id,
      async (request, tx) => {
        if (!isOpen(request.state) || request.first_due === null || request.first_done_at !== null) {
          return 'Первый шаг уже отмечен или его у этой заявки нет';
        }
        const category = await this.categories.find(request.category, tx);
        return {
          set: { first_done_at: this.clock.now() },
          events: [{ kind: 'first-done', actor, text, details: { step: category?.first_title }, open: true }],
          photos,
        };
      },
      (child, { number }) =>
        child.first_due === null || child.first_done_at !== null
          ? 'no such step'
          : {
              set: { first_done_at: this.clock.now() },
              events: [{ kind: 'first-done', actor, text, details: { parent: number }, open: true }],
            },
      version,
    );
  }

  /** Gives a request to an executor, or takes it from everybody; whoever assigns has taken it. */
  assign(
    id: string,
    executorId: string | null,
    comesAt: string,
    actor: RequestActor,
    version?: number,
  ): Promise<RequestOutcome> {
    let who: Record<string, unknown> = {};
    return this.changes.changeAll(
      id,
      async (request, tx) => {
        if (!isOpen(request.state)) return impossible(request, 'take');
        if (executorId === null) {
          return {
            set: { executor_id: null, executor_step: null, comes_at: '' },
            events: [{ kind: 'unassigned', actor, open: false }],
          };
        }
        const executor = await one<{ id: string; name: string; trade: string; badge: string; email: string }>(
          tx,
          'SELECT id, name, trade, badge, email FROM executors WHERE id = $1 AND disabled_at IS NULL',
          [executorId],
        );
        if (!executor) return 'Такого исполнителя больше нет, выберите другого';
        await this.letters.tell(tx, executor, request, comesAt);
        const { name, trade, badge } = executor;
        who = { executorId, name, trade, badge };
        const taken: NewRequestEvent[] =
          request.state === 'in_progress' ? [] : [{ kind: 'taken', actor, open: true }];
        return {
          set: {
            ...{ executor_id: executorId, executor_step: null, comes_at: comesAt, state: 'in_progress' },
            ...{ deferred_until: null, defer_reason: '', taken_by: request.taken_by ?? actor.id ?? null },
            started_at: request.started_at ?? this.clock.now(),
          },
          events: [
            ...taken,
            {
              kind: 'assigned',
              actor,
              text: comesAt,
              details: who,
              open: true,
            },
          ],
        };
      },
      (child, { number, comes_at: comes, started_at: started }) => ({
        set: {
          comes_at: comes,
          ...(executorId !== null &&
            child.state === 'open' && { state: 'in_progress' as const, started_at: started }),
        },
        events: [
          executorId === null
            ? { kind: 'unassigned', actor, details: { parent: number }, open: false }
            : { kind: 'assigned', actor, text: comesAt, details: { ...who, parent: number }, open: true },
        ],
      }),
      version,
    );
  }
}
