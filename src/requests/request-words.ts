/** What can happen to a request; the words are those of the timeline. */
export const REQUEST_EVENTS = {
  registered: 'Заявка принята',
  taken: 'Диспетчер взял заявку в работу',
  released: 'Заявка снова ждёт диспетчера',
  assigned: 'Назначен мастер',
  unassigned: 'Мастер снят с заявки',
  accepted: 'Мастер принял заявку',
  arrived: 'Мастер на месте',
  cannot: 'Мастер не может выполнить заявку',
  'first-done': 'Первый шаг сделан',
  deferred: 'Заявка отложена',
  resumed: 'Заявка снова в очереди',
  completed: 'Сделано',
  reopened: 'Не сделано: заявка открыта снова',
  rated: 'Оценка',
  closed: 'Заявка закрыта',
  declined: 'Заявка отклонена',
  message: 'Сообщение',
  note: 'Заметка для коллег',
  changed: 'Заявка уточнена',
  joined: 'Ещё одна квартира сообщила о том же',
  merged: 'Заявка объединена с другой',
  unmerged: 'Заявка отделена',
  announced: 'Об аварии объявлено',
} as const;

export type RequestEventKind = keyof typeof REQUEST_EVENTS;

/** What is known of an event when it is told. */
interface ToldEvent {
  readonly kind: RequestEventKind;
  readonly actorKind: 'resident' | 'staff' | 'executor' | 'system';
  readonly text: string;
  readonly details: Record<string, unknown>;
}

/** An event in the words of its timeline: what happened, and what was said of it. */
export function eventWords({ kind, actorKind, text, details }: ToldEvent): { title: string; text: string } {
  const told = (name: string): string => {
    const value = details[name];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  };
  switch (kind) {
    case 'assigned': {
      const who = [told('name'), told('trade')].filter(Boolean).join(', ');
      return { title: `${REQUEST_EVENTS.assigned}: ${who}`, text: text === '' ? '' : `Придёт ${text}` };
    }
    case 'first-done':
      return { title: `${told('step') || 'Первый шаг'}: сделано`, text };
    case 'deferred':
      return {
        title: told('until') === '' ? REQUEST_EVENTS.deferred : `Заявка отложена до ${told('until')}`,
        text,
      };
    case 'message':
      return { title: actorKind === 'resident' ? 'Сообщение жителя' : 'Сообщение диспетчера', text };
    case 'merged':
      return { title: `Заявка объединена с № ${told('parent')}: о том же сообщили соседи`, text };
    case 'joined': {
      const whose = [told('request') && `№ ${told('request')}`, told('address')].filter(Boolean).join(', ');
      return { title: whose === '' ? REQUEST_EVENTS.joined : `О том же: ${whose}`, text };
    }
    case 'unmerged':
      return {
        title: told('request') === '' ? REQUEST_EVENTS.unmerged : `Отделена заявка № ${told('request')}`,
        text,
      };
    case 'rated':
    case 'closed':
      return told('rating') === ''
        ? { title: REQUEST_EVENTS.closed, text }
        : { title: `Заявка закрыта с оценкой ${told('rating')}`, text };
    default:
      return { title: REQUEST_EVENTS[kind], text };
  }
}
