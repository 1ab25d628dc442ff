/** How far a request is: what is stored, what people of the office read, what residents read. */
export const REQUEST_STATES = {
  open: { office: 'открыта', resident: 'Заявка принята' },
  in_progress: { office: 'в работе', resident: 'Заявка в работе' },
  deferred: { office: 'отложена', resident: 'Заявка отложена' },
  completed: { office: 'выполнена', resident: 'Сделано, проверьте' },
  closed: { office: 'закрыта', resident: 'Заявка закрыта' },
  declined: { office: 'отклонена', resident: 'Заявка отклонена' },
} as const;

export type RequestState = keyof typeof REQUEST_STATES;

/** From which state to which a request may go; there is no other way. */
const TRANSITIONS: Record<RequestState, readonly RequestState[]> = {
  open: ['in_progress', 'deferred', 'declined'],
  in_progress: ['deferred', 'completed', 'open', 'declined'],
  completed: ['open', 'closed'],
  deferred: ['open', 'declined'],
  closed: [],
  declined: [],
};

/** What is done to a request that changes its state, and by whom it may be done. */
export const MOVES = {
  take: { to: 'in_progress', by: ['staff', 'executor'] },
  release: { to: 'open', by: ['staff'] },
  defer: { to: 'deferred', by: ['staff'] },
  resume: { to: 'open', by: ['staff', 'system'] },
  complete: { to: 'completed', by: ['staff', 'executor'] },
  decline: { to: 'declined', by: ['staff'] },
  reopen: { to: 'open', by: ['resident', 'staff'] },
  close: { to: 'closed', by: ['resident', 'staff', 'system'] },
} as const satisfies Record<string, { to: RequestState; by: readonly RequestActorKind[] }>;

export type Move = keyof typeof MOVES;

/** Who does something to a request. */
export type RequestActorKind = 'resident' | 'staff' | 'executor' | 'system';

const FROM: Partial<Record<Move, readonly RequestState[]>> = {
  release: ['in_progress'],
  resume: ['deferred'],
  reopen: ['completed'],
};

/** Whether a move is possible now, for this kind of person. */
export function mayMove(from: RequestState, move: Move, by: RequestActorKind): boolean {
  const { to, by: people } = MOVES[move];
  const here = FROM[move];
  return (
    TRANSITIONS[from].includes(to) &&
    (here?.includes(from) ?? true) &&
    (people as readonly RequestActorKind[]).includes(by)
  );
}

/** States in which a request waits for the office: its terms run. */
const OPEN_STATES = ['open', 'in_progress', 'deferred'] as const satisfies readonly RequestState[];

export function isOpen(state: RequestState): boolean {
  return (OPEN_STATES as readonly RequestState[]).includes(state);
}

/** SQL that names a state in words that partial indexes serve: only an open request has something to be kept. */
export function inState(state: RequestState, value = `'${state}'`): string {
  return `r.state = ${value} AND r.due_at IS ${isOpen(state) ? 'NOT NULL' : 'NULL'}`;
}

/** How long a resident may say «Не сделано», and after how long a finished request closes by itself. */
export const REOPEN_DAYS = 14;
