import { type Appeal, wantsPaper } from '../appeal.js';
import { mayMove } from '../appeal-states.js';
import type { AppealOfOffice } from './inbox-detail.js';

/** What can be done to an entry in the inbox, with the fields that are filled in for it. */
export const ACTIONS = {
  take: { title: 'Взять себе', done: 'Обращение у вас', fields: {} },
  forward: {
    title: 'Передать коллеге',
    done: 'Передано коллеге',
    fields: { staff: 'Кому', note: 'Заметка' },
  },
  answer: {
    title: 'Отправить ответ',
    done: 'Ответ записан',
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
    fields: { text: 'Номер отправления, его увидит заявитель' },
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

/** Whether an answer leaves by itself: into a cabinet, or by letter. */
const leaves = (appeal: Appeal): boolean => appeal.user_id !== null || appeal.author_email !== '';

/** Whether files reach the author: in the cabinet, with a letter, or by post. */
export function takesFiles(appeal: Appeal): boolean {
  return leaves(appeal) || wantsPaper(appeal);
}

/** Said when an answer is given: what leaves by itself has left, paper has not. */
export function answeredWords(appeal: Appeal): string {
  const left = leaves(appeal);
  if (wantsPaper(appeal)) {
    const print = 'распечатайте его вместе с файлами и отметьте отправку почтой';
    return left
      ? `Ответ ушёл письмом. Он нужен и на бумаге: ${print}.`
      : `Ответ записан, но ещё не отправлен: ${print}.`;
  }
  return left ? 'Ответ отправлен.' : 'Ответ записан. Отправить его некуда: E-mail не указан.';
}

/** What is offered to do with an entry as it stands, to this person: nothing any more where only its number is left. */
export function offered(appeal: AppealOfOffice, rights: Rights): Record<ActionName, boolean> {
  const { state, waits, kind, responsible_id: responsible } = appeal;
  const kept = appeal.erased_at === null;
  const [answers, decides] = [kept && rights.answers, kept && rights.decides];
  return {
    take: answers && waits && responsible !== rights.staffId,
    forward: answers && waits,
    answer: answers && mayMove(state, 'answer', 'staff'),
    note: answers,
    classify: decides && state !== 'dismissed',
    match: decides,
    dismiss: decides && mayMove(state, 'dismiss', 'staff') && kind !== 'complaint' && kind !== 'suggestion',
    resume: decides && mayMove(state, 'resume', 'staff'),
    posted: decides && state === 'answered' && wantsPaper(appeal),
  };
}

/** What the form of kind and subject begins with. */
export function classified({ kind, topic }: Appeal): Record<string, string> {
  return { kind, topic };
}
