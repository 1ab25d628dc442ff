import { dateTime } from '../../text/russian.js';
import { formatPhone } from '../../users/phone.js';
import { mayMove, REQUEST_STATES } from '../states.js';
import type { RequestOfOffice } from './desk-detail.js';

/** Why the law lets a request wait. */
export const DEFER_REASONS: Readonly<Record<string, string>> = {
  access: 'Нет доступа в квартиру',
  part: 'Заказана деталь',
  planned: 'Плановые работы',
  weather: 'Погода',
  agreed: 'По договорённости с жителем',
  contractor: 'Работы другой организации',
};

/** What can be done to a request at the desk, with the fields that are filled in for it. */
export const ACTIONS = {
  take: { title: 'Взять', done: 'Заявка ваша', fields: {} },
  release: { title: 'Отказаться', done: 'Заявка снова ждёт диспетчера', fields: {} },
  assign: {
    title: 'Назначить исполнителя',
    done: 'Исполнитель назначен',
    fields: { executor: 'Исполнитель', comes: 'Когда придёт' },
  },
  'first-done': { title: 'Отметить первый шаг', done: 'Первый шаг отмечен', fields: { text: 'Что сделано' } },
  defer: {
    title: 'Отложить',
    done: 'Заявка отложена',
    fields: { reason: 'Причина', note: 'Пояснение', day: 'До какого дня', time: 'Время' },
  },
  resume: { title: 'Вернуть в очередь', done: 'Заявка снова в очереди', fields: {} },
  complete: {
    title: 'Готово',
    done: 'Отмечено: сделано',
    fields: { work: 'Что сделано', materials: 'Материалы' },
  },
  close: { title: 'Закрыть', done: 'Заявка закрыта', fields: { text: 'Пояснение' } },
  decline: { title: 'Отклонить', done: 'Заявка отклонена', fields: { text: 'Почему' } },
  reopen: { title: 'Открыть снова', done: 'Заявка открыта снова', fields: { text: 'Что осталось не так' } },
  change: {
    title: 'Уточнить',
    done: 'Заявка уточнена, сроки пересчитаны',
    fields: {
      ...{ category: 'Что случилось', emergency: 'Авария', address: 'Адрес', applicant: 'Кто сообщил' },
      ...{ phone: 'Телефон', access: 'Когда дома, как войти' },
    },
  },
  merge: {
    title: 'Объединить',
    done: 'Заявки объединены',
    fields: { into: 'Номер главной заявки', pick: '' },
  },
  unmerge: { title: 'Отделить', done: 'Заявка снова сама по себе', fields: {} },
  message: {
    title: 'Отправить сообщение',
    done: 'Сообщение отправлено',
    fields: { text: 'Сообщение жителю', template: 'Заготовка' },
  },
  note: { title: 'Записать заметку', done: 'Заметка записана', fields: { text: 'Заметка для коллег' } },
} as const satisfies Record<string, { title: string; done: string; fields: Record<string, string> }>;

export type ActionName = keyof typeof ACTIONS;

/** What the desk offers to do with a request as it stands. */
export function offered(request: RequestOfOffice): Record<string, boolean> {
  const may = (move: Parameters<typeof mayMove>[1]): boolean => mayMove(request.state, move, 'staff');
  const open = request.due_at !== null;
  return {
    take: open && request.state !== 'in_progress',
    release: may('release'),
    assign: open,
    firstDone: open && request.first_due !== null && request.first_done_at === null,
    defer: may('defer'),
    resume: may('resume'),
    complete: open,
    close: may('close'),
    decline: may('decline'),
    reopen: may('reopen'),
    change: open,
    merge: open && request.parent_id === null,
    unmerge: request.parent_id !== null,
    message: request.state !== 'closed' && request.state !== 'declined',
  };
}

/** What a request says now of the fields of an action, for whoever has filled them in over something older. */
export function standing(
  action: ActionName,
  request: RequestOfOffice,
  timeZone: string,
): Record<string, string> {
  const state: string = REQUEST_STATES[request.state].office;
  const until = request.deferred_until ? dateTime(request.deferred_until, timeZone) : '';
  const [day = '', time = ''] = until.split(', ');
  const known: Partial<Record<ActionName, Record<string, string>>> = {
    assign: { executor: request.executor_name ?? 'не назначен', comes: request.comes_at },
    defer: { reason: request.defer_reason, day, time },
    complete: { work: request.work_done, materials: request.materials },
    decline: { text: request.decline_reason },
    change: {
      category: request.title,
      emergency: request.emergency ? 'да' : 'нет',
      address: request.address,
      applicant: request.applicant,
      phone: formatPhone(request.phone),
      access: request.access,
    },
    merge: { into: request.parent_number ?? '' },
  };
  return { ...known[action], state };
}
