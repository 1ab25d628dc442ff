import { mayMove } from '../appeal-states.js';
import type { AppealOfOffice } from './inbox-detail.js';

/** What can be done to an entry in the inbox, with the fields that are filled in for it. */
export const ACTIONS = {
  take: { title: 'Взять себе', done: 'Обращение у вас', fields: {} },
  forward: {
    title: 'Передать коллеге',
    done: 'Передано, коллеге ушло письмо',
    fields: { staff: 'Кому', note: 'Заметка' },
  },
  answer: {
    title: 'Отправить ответ',
    done: 'Ответ отправлен',
    fields: { text: 'Ответ', signed: 'Подпись' },
  },
  note: { title: 'Записать заметку', done: 'Заметка записана', fields: { text: 'Заметка для коллег' } },
  classify: {
    title: 'Уточнить вид и тему',
    done: 'Уточнено, срок пересчитан',
    fields: { kind: 'Вид', topic: 'Тема' },
  },
  match: { title: 'Указать автора', done: 'Автор указан', fields: {} },
  dismiss: {
    title: 'Закрыть без ответа',
    done: 'Закрыто без ответа',
    fields: { text: 'Причина, её прочтёт заявитель' },
  },
  resume: { title: 'Вернуть в работу', done: 'Обращение снова в работе', fields: {} },
  posted: {
    title: 'Отметить отправку почтой',
    done: 'Отмечено: отправлено почтой',
    fields: { text: 'Номер отправления' },
  },
} as const satisfies Record<string, { title: string; done: string; fields: Record<string, string> }>;

export type ActionName = keyof typeof ACTIONS;

/** Who looks: what they may do at all. */
export interface Rights {
  readonly answers: boolean;
  /** Decides about entries: kind, author, closing. */
  readonly decides: boolean;
  readonly staffId: string;
}

/** Whether files reach the author: letters carry none, they stand in the cabinet or leave by post. */
export function takesFiles({ user_id: user, paper_answer: paper, channel }: AppealOfOffice): boolean {
  return user !== null || paper || channel === 'paper';
}

/** What is offered to do with an entry as it stands, to this person. */
export function offered(
  appeal: AppealOfOffice,
  { answers, decides, staffId }: Rights,
): Record<ActionName, boolean> {
  const { state, waits, kind, channel, responsible_id: responsible } = appeal;
  return {
    take: answers && waits && responsible !== staffId,
    forward: answers && waits,
    answer: answers && mayMove(state, 'answer', 'staff'),
    note: answers && appeal.erased_at === null,
    classify: decides && state !== 'dismissed' && appeal.erased_at === null,
    match: decides && appeal.erased_at === null,
    dismiss: decides && mayMove(state, 'dismiss', 'staff') && kind !== 'complaint' && kind !== 'suggestion',
    resume: decides && mayMove(state, 'resume', 'staff'),
    posted: decides && state === 'answered' && (appeal.paper_answer || channel === 'paper'),
  };
}
