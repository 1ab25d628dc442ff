import type { Company } from '../core/company.js';
import { LETTERS_OF_WAYS_IN } from './letters-of-ways-in.js';
import type { Thread } from './message-id.js';
import type { AnyTopic } from './topics.js';

/**
 * What kinds of letters there are: their name for staff, their subject, and which secrets they carry.
 * Those in bulk come only to who wants them, let all others go first and can be switched off with one click.
 */
export const LETTERS = {
  ...LETTERS_OF_WAYS_IN,
  'account-linked': { title: 'Лицевой счет привязан', subject: 'Лицевой счет привязан', secret: false },
  'account-joined': {
    title: 'К лицевому счету привязан ещё один житель',
    subject: 'К вашему лицевому счету привязан ещё один житель',
    secret: false,
  },
  'household-invitation': {
    title: 'Приглашение видеть лицевой счет',
    subject: 'Приглашение в личный кабинет',
    secret: ['link'],
  },
  'household-role': {
    title: 'Кто видит счет: отметка офиса',
    subject: 'Как вы видите лицевой счет',
    secret: false,
  },
  'household-ended': {
    title: 'Доступ к счету закрыт',
    subject: 'Доступ к лицевому счету закрыт',
    secret: false,
  },
  'account-unlinked': { title: 'Лицевой счет отвязан', subject: 'Лицевой счет отвязан', secret: false },
  // the two are written no more: an update finds some that still wait
  feedback: { title: 'Сообщение из обратной связи', subject: 'Сообщение из обратной связи', secret: false },
  'feedback-answer': {
    title: 'Ответ на сообщение',
    subject: 'Ответ на ваше сообщение',
    secret: false,
    byPerson: true,
  },
  'readings-certificate': {
    title: 'Справка о показаниях',
    subject: 'Справка о передаче показаний',
    secret: false,
  },
  'reading-rejected': { title: 'Показания отклонены', subject: 'Показания не приняты', secret: false },
  'calendar-missing': {
    title: 'Нет производственного календаря',
    subject: 'Загрузите производственный календарь',
    secret: false,
  },
  'executor-order': { title: 'Наряд исполнителю', subject: 'Наряд', secret: ['url'] },
  'request-registered': {
    title: 'Заявка принята',
    subject: 'Заявка принята',
    secret: false,
    topic: 'requests',
  },
  'request-news': {
    title: 'Новости о заявке',
    subject: 'Новости о заявке',
    secret: false,
    topic: 'requests',
  },
  'appeal-registered': {
    title: 'Обращение зарегистрировано',
    subject: 'Обращение зарегистрировано',
    secret: false,
  },
  'appeal-answer': {
    title: 'Ответ на обращение',
    subject: 'Ответ на обращение',
    secret: false,
    byPerson: true,
  },
  'appeal-dismissed': {
    title: 'Обращение закрыто',
    subject: 'Обращение закрыто без ответа',
    secret: false,
    byPerson: true,
  },
  'appeal-received': { title: 'Новое обращение', subject: 'Новое обращение', secret: false },
  'appeal-forwarded': {
    title: 'Обращение передано сотруднику',
    subject: 'Вам передали обращение',
    secret: false,
  },
  'appeal-asked-back': {
    title: 'Вопрос к ответу на обращение',
    subject: 'Вопрос к ответу на обращение',
    secret: false,
  },
  'appeals-due': { title: 'Сроки ответов на обращения', subject: 'Сроки ответов', secret: false },
  'mailbox-trouble': {
    title: 'Почтовый ящик не читается',
    subject: 'Письма жителей не приходят на портал',
    secret: false,
  },
  'journal-altered': {
    title: 'Журнал событий изменён в обход портала',
    subject: 'Журнал событий изменён в обход портала',
    secret: false,
  },
  'file-arrived': { title: 'Файл из папки обмена', subject: 'Файл из папки обмена', secret: false },
  receipt: { title: 'Новая квитанция', subject: 'Новая квитанция', secret: false, bulk: 'receipts' },
  'readings-reminder': {
    title: 'Напоминание о показаниях',
    subject: 'Пора передать показания',
    secret: ['link'],
    bulk: 'readings',
  },
  'readings-nudge': {
    title: 'Ждём показания',
    subject: 'Ждём показания',
    secret: ['link'],
    bulk: 'readings',
  },
  'readings-undone': {
    ...{ title: 'Показания больше не учитываются', subject: 'Показания больше не учитываются' },
    ...{ secret: false, bulk: 'readings' },
  },
  'verification-reminder': {
    title: 'Напоминание о поверке',
    subject: 'Поверка счетчика',
    secret: false,
    bulk: 'readings',
  },
  outage: { title: 'Авария: отключение', subject: 'Авария', secret: false, bulk: 'outages' },
  announcement: { title: 'Объявление', subject: 'Объявление', secret: false, bulk: 'announcements' },
  'announcement-ended': {
    title: 'Отключение закончилось',
    subject: 'Отключение закончилось',
    secret: false,
    bulk: 'outages',
  },
  // its subject is written by the office
  'office-letter': { title: 'Письмо из офиса по списку', subject: '', secret: false, bulk: 'office' },
} as const satisfies Record<string, KindOfLetter>;

interface KindOfLetter {
  readonly title: string;
  readonly subject: string;
  /** What of its data opens a door or stands for a signature: it is erased when the letter has left, and never shown. */
  readonly secret: false | readonly string[];
  /** Where the letter goes to many: the topic that a resident must have switched on, or not have refused. */
  readonly bulk?: AnyTopic;
  /** Of letters to one: the topic that a resident may refuse. */
  readonly topic?: AnyTopic;
  /** Somebody of the office has written it to this receiver; all others say that a program has sent them. */
  readonly byPerson?: boolean;
}

/** The name of a kind of letter, which is also the name of its templates. */
export type LetterKind = keyof typeof LETTERS;

/** The topic by which a resident switches letters of this kind on or off; undefined for those that everybody gets. */
export function topicOf(kind: LetterKind): AnyTopic | undefined {
  const { bulk, topic }: KindOfLetter = LETTERS[kind];
  return bulk ?? topic;
}

/** Whether letters of this kind go to many, after all others. */
export function isBulk(kind: LetterKind): boolean {
  return (LETTERS[kind] as KindOfLetter).bulk !== undefined;
}

/** Whether a person has written letters of this kind, not a program. */
export function isByPerson(kind: LetterKind): boolean {
  return (LETTERS[kind] as KindOfLetter).byPerson === true;
}

/** The kinds of letters in bulk, all of them or those of one topic. */
export function bulkKinds(topic?: AnyTopic): LetterKind[] {
  return (Object.keys(LETTERS) as LetterKind[]).filter(
    (kind) => isBulk(kind) && (topic === undefined || topicOf(kind) === topic),
  );
}

/** The kinds of letters that carry a secret. */
export function secretKinds(): LetterKind[] {
  return (Object.keys(LETTERS) as LetterKind[]).filter((kind) => LETTERS[kind].secret !== false);
}

/** Where an answer to a letter goes; the office unless told. */
export interface ReplyTo {
  readonly name: string;
  readonly address: string;
}

/** A letter as the caller hands it over. */
export interface NewLetter {
  readonly kind: LetterKind;
  readonly to: string;
  readonly name?: string;
  /** What the subject says besides that of the kind. */
  readonly subjectEnd?: string;
  /** What the templates name. */
  readonly data: Record<string, unknown>;
  readonly userId?: string;
  /** The resident whose name it tells somebody else: it goes with that resident's data. */
  readonly tellsOf?: string;
  /** The code that the letter carries; staff can then only have it made anew. */
  readonly authCodeId?: string;
  readonly replyTo?: ReplyTo;
  /** The letters that it goes on from, so that mail programs show them together. */
  readonly thread?: Thread;
  /** After this moment the letter is of no use and is not sent. */
  readonly notAfter?: Date;
  /** Before this moment it does not leave. */
  readonly notBefore?: Date;
}

/** One of many letters of a kind in bulk. */
export interface BulkLetter {
  readonly to: string;
  readonly name: string;
  readonly userId: string;
  /** What the subject says besides that of the kind. */
  readonly subjectEnd: string;
  /** What the letter is about: a resident gets one letter of a kind about it, and no second one ever. */
  readonly about: string;
  /** After this moment the letter is of no use; a few days later unless it is told. */
  readonly notAfter?: Date;
  /** What the templates name; the number stands in the link that switches such letters off. */
  readonly data: { readonly userNo: string; readonly [name: string]: unknown };
}

/** The subject as residents see it: it always begins with the company. */
export function subjectOf(kind: LetterKind, company: Company, end = ''): string {
  return `${company.name}: ${LETTERS[kind].subject}${end}`;
}

const DAY_MS = 86_400_000;
/** Older letters have lost their data. */
export const LONGEST_LIFE_DAYS = 14;

/**
 * How long a letter lives while none leaves because of the portal: days are lost until somebody sees it and
 * puts it right. A letter with a secret dies with its secret.
 */
export function prolonged(
  letter: { readonly kind: LetterKind; readonly createdAt: Date; readonly notAfter: Date },
  now: Date,
): Date {
  if (LETTERS[letter.kind].secret !== false) return letter.notAfter;
  const most = Math.min(now.getTime() + DAY_MS, letter.createdAt.getTime() + LONGEST_LIFE_DAYS * DAY_MS);
  return new Date(Math.max(letter.notAfter.getTime(), most));
}
