import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock, minuteIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import { ExecutorLetters } from './executors/executor-letters.js';
import { duesOf, RequestCategories } from './categories.service.js';
import {
  type RequestChange,
  RequestChanges,
  type RequestOutcome,
  type RequestValues,
} from './request-changes.js';
import type { NewRequestEvent, RequestActor, RequestPhoto, ServiceRequest } from './service-request.js';
import { mayMove, type Move, MOVES, REOPEN_DAYS } from './states.js';

/** Moves that lead to another one: what is not taken yet is taken first. */
const BEFORE: Partial<Record<Move, Partial<Record<ServiceRequest['state'], readonly Move[]>>>> = {
  take: { deferred: ['resume'] },
  complete: { open: ['take'], deferred: ['resume', 'take'] },
  close: { in_progress: ['complete'], open: ['take', 'complete'] },
};

/** What a move says and sets besides the state. */
export interface MoveDetails {
  readonly text?: string;
  readonly set?: RequestValues;
  readonly details?: Record<string, unknown>;
  readonly photos?: readonly RequestPhoto[];
  /** Says why this person may not, looking at the locked request. */
  readonly only?: (request: ServiceRequest) => string | undefined;
}

const SYSTEM: RequestActor = { kind: 'system', name: '' };
const DAY_MS = 86_400_000;
const KIND_OF: Record<Move, NewRequestEvent['kind']> = {
  ...{ take: 'taken', release: 'released', defer: 'deferred', resume: 'resumed' },
  ...{ complete: 'completed', decline: 'declined', reopen: 'reopened', close: 'closed' },
};

/** Moves requests from state to state by the table of states, and with a request those that were merged into it. */
@Injectable()
export class RequestWork {
  constructor(
    private readonly database: DataSource,
    private readonly changes: RequestChanges,
    private readonly categories: RequestCategories,
    private readonly letters: ExecutorLetters,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Does a move, with those that have to come before it; what was merged into the request follows where it can. */
  move(
    id: string,
    move: Move,
    actor: RequestActor,
    details: MoveDetails = {},
    version?: number,
  ): Promise<RequestOutcome> {
    return this.database.transaction(async (tx) => {
      const outcome = await this.moveIn(tx, id, move, actor, details, version);
      if (outcome.kind === 'done' && move !== 'reopen') {
        for (const child of await this.changes.childrenOf(tx, id)) {
          const parent = { parent: outcome.request.number };
          await this.follow(tx, child, move, actor, {
            ...details,
            only: undefined,
            photos: [],
            details: parent,
          });
        }
      }
      return outcome;
    });
  }

  /** What is merged follows; but its resident says whether it is done, and what is not done stays on the desk. */
  private follow(
    tx: EntityManager,
    child: string,
    move: Move,
    actor: RequestActor,
    news: MoveDetails,
  ): Promise<RequestOutcome> {
    if (move !== 'decline') {
      return this.moveIn(tx, child, move === 'close' ? 'complete' : move, actor, news);
    }
    return this.changes.changeIn(tx, child, () => ({
      set: { parent_id: null },
      events: [{ kind: 'unmerged', actor, details: news.details, open: true }],
    }));
  }

  /** Closes a request whose days for «Не сделано» are over; false where that is not so, or not any more. */
  async closeByItself(id: string): Promise<boolean> {
    const text = `За ${REOPEN_DAYS} дней никто не ответил «Не сделано»`;
    return (await this.move(id, 'close', SYSTEM, { text })).kind === 'done';
  }

  private moveIn(
    tx: EntityManager,
    id: string,
    move: Move,
    actor: RequestActor,
    details: MoveDetails,
    version?: number,
  ): Promise<RequestOutcome> {
    return this.changes.changeIn(
      tx,
      id,
      async (request) => {
        const barred = details.only?.(request);
        if (barred !== undefined) return barred;
        const before = BEFORE[move]?.[request.state] ?? [];
        const moves = [...before, move];
        let { state } = request;
        for (const step of moves) {
          if (!mayMove(state, step, actor.kind)) return impossible(request, move);
          state = MOVES[step].to;
        }
        return (
          this.untimely(request, move, actor) ?? (await this.changeFor(tx, request, moves, actor, details))
        );
      },
      version,
    );
  }

  /** «Не сделано» has its days; only when they are over a request closes by itself. */
  private untimely(
    { finished_at: finished }: ServiceRequest,
    move: Move,
    { kind }: RequestActor,
  ): string | undefined {
    const over = finished !== null && this.clock.now().getTime() - finished.getTime() > REOPEN_DAYS * DAY_MS;
    if (move === 'reopen' && over) return `Прошло больше ${REOPEN_DAYS} дней, подайте новую заявку`;
    if (move === 'close' && kind === 'system' && !over) return 'Житель ещё может ответить «Не сделано»';
    return undefined;
  }

  private async changeFor(
    tx: EntityManager,
    request: ServiceRequest,
    moves: readonly Move[],
    actor: RequestActor,
    { text = '', set = {}, details = {}, photos }: MoveDetails,
  ): Promise<RequestChange> {
    const values: RequestValues[] = [];
    for (const move of moves) values.push(await this.valuesOf(tx, request, move, actor));
    const last = moves.length - 1;
    const events = moves.map((move, index): NewRequestEvent => {
      const here = index === last ? { text, details } : {};
      return { kind: KIND_OF[move], actor, open: true, ...here };
    });
    const state = MOVES[moves[last]!].to;
    // What is not done after all goes its own way: under a request that is done nobody would see it.
    if (moves.includes('reopen') && request.parent_id !== null) {
      events.unshift({ kind: 'unmerged', actor, open: false });
    }
    const all = Object.assign({}, ...values, set, { state }) as RequestValues;
    if (moves.includes('reopen')) await this.letters.tellAgain(tx, { ...request, ...all });
    return { set: all, events, photos };
  }

  private async valuesOf(
    tx: EntityManager,
    request: ServiceRequest,
    move: Move,
    actor: RequestActor,
  ): Promise<RequestValues> {
    const now = this.clock.now();
    switch (move) {
      case 'take':
        return {
          started_at: request.started_at ?? now,
          ...(actor.kind === 'staff' && { taken_by: actor.id ?? null }),
        };
      case 'release':
        return { taken_by: null };
      case 'resume':
        return { deferred_until: null, defer_reason: '' };
      case 'complete':
        return { finished_at: now, first_done_at: request.first_done_at ?? now };
      case 'close':
        return { closed_at: now };
      case 'decline':
        return { closed_at: now };
      case 'reopen':
        return {
          ...(await this.termsAnew(tx, request, now)),
          ...REOPENED,
          reopened: request.reopened + 1,
          parent_id: null,
        };
      case 'defer':
        return {};
    }
  }

  /** What is open again gets its terms anew: the law counts from the damage that is there now. */
  private async termsAnew(tx: EntityManager, request: ServiceRequest, now: Date): Promise<RequestValues> {
    const category = (await this.categories.find(request.category, tx))!;
    const { firstDue, fixDue } = duesOf(category, request.emergency, now, (at) =>
      minuteIn(at, this.config.timeZone),
    );
    return { first_due: firstDue, first_done_at: null, fix_due: fixDue };
  }
}

const REOPENED: RequestValues = {
  ...{ finished_at: null, work_done: '', materials: '', executor_step: null, comes_at: '', taken_by: null },
  ...{ rating: null, rating_text: '' },
};

/** Why a move is not possible in the state that a request is in, for whoever tried it. */
export function impossible(request: ServiceRequest, move: Move): string {
  if (request.state === 'closed') return 'Заявка уже закрыта';
  if (request.state === 'declined') return 'Заявка уже отклонена';
  if (request.state === 'completed') return 'Работа по заявке уже закончена';
  return move === 'reopen' ? 'Заявка и так открыта' : 'Сейчас так поступить с заявкой нельзя';
}
