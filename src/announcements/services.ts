/** What an outage takes away, by the names of the categories of requests, and how residents read it. */
export const SERVICES = {
  'cold-water': {
    title: 'Холодная вода',
    off: 'нет холодной воды',
    back: 'Холодная вода есть',
    given: 'Дадут',
  },
  'hot-water': { title: 'Горячая вода', off: 'нет горячей воды', back: 'Горячая вода есть', given: 'Дадут' },
  heating: { title: 'Отопление', off: 'нет отопления', back: 'Отопление есть', given: 'Дадут' },
  electricity: { title: 'Электричество', off: 'нет света', back: 'Свет есть', given: 'Дадут' },
  lift: { title: 'Лифт', off: 'не работает лифт', back: 'Лифт работает', given: 'Запустят' },
  gas: { title: 'Газ', off: 'нет газа', back: 'Газ есть', given: 'Дадут' },
  other: { title: 'Другое', off: '', back: 'Работы закончены', given: 'Закончим' },
} as const;

export type ServiceName = keyof typeof SERVICES;

/** Whether a text names something that can be off. */
export function isService(name: string): name is ServiceName {
  return Object.hasOwn(SERVICES, name);
}
