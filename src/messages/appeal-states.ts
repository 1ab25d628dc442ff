/** How far an entry is: what people of the office read, what its author reads. */
export const APPEAL_STATES = {
  registered: { office: 'зарегистрировано', author: 'Зарегистрировано' },
  in_progress: { office: 'в работе', author: 'В работе' },
  answered: { office: 'отвечено', author: 'Отвечено' },
  conversation: { office: 'переписка', author: 'Переписка' },
  dismissed: { office: 'без ответа', author: 'Закрыто без ответа' },
} as const;

export type AppealState = keyof typeof APPEAL_STATES;

/** Who does something to an entry; the author of one from outside the cabinet is no resident of the portal. */
export type AppealActorKind = 'resident' | 'author' | 'staff' | 'system';

/** What is done to an entry that changes its state, where it may be done, and by whom. */
export const APPEAL_MOVES = {
  take: { from: ['registered'], to: 'in_progress', by: ['staff'] },
  answer: { from: ['registered', 'in_progress', 'conversation'], to: 'answered', by: ['staff'] },
  dismiss: { from: ['registered', 'in_progress', 'conversation'], to: 'dismissed', by: ['staff'] },
  resume: { from: ['dismissed'], to: 'in_progress', by: ['staff'] },
  // a question back from the cabinet, or a letter in the thread
  askBack: { from: ['answered'], to: 'conversation', by: ['resident', 'author'] },
} as const satisfies Record<
  string,
  { from: readonly AppealState[]; to: AppealState; by: readonly AppealActorKind[] }
>;

export type AppealMove = keyof typeof APPEAL_MOVES;

/** Whether a move is possible from a state, for this kind of person. */
export function mayMove(from: AppealState, move: AppealMove, by: AppealActorKind): boolean {
  const { from: places, by: people } = APPEAL_MOVES[move];
  return (
    (places as readonly AppealState[]).includes(from) && (people as readonly AppealActorKind[]).includes(by)
  );
}

/** For so many days after an answer its author may ask back, once. */
export const ASK_BACK_DAYS = 30;
