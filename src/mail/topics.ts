/** What is to be known of a topic of letters that residents switch on with a consent of its own, and off by themselves. */
interface TopicOf {
  /** «о новых квитанциях». */
  readonly about: string;
  /** The consent that stands on /regulations/<document>; a new text gets a new version. */
  readonly consent: { readonly document: string; readonly version: string };
  /** What residents who have the letters are told. */
  readonly comes: string;
  /** What is offered to the others. */
  readonly offer: string;
  /** What stays without the letters. */
  readonly stays: string;
}

/** All topics, in the order in which residents see them. */
export const TOPICS = {
  receipts: {
    about: 'о новых квитанциях',
    consent: { document: 'receipt-letters', version: '2026-11-23' },
    comes:
      'Когда появляется новая квитанция, на ваш адрес приходит письмо: сколько и до какого дня заплатить, со ссылкой на квитанцию.',
    offer:
      'Когда появится новая квитанция, мы напишем вам: сколько и до какого дня заплатить, со ссылкой на квитанцию.',
    stays: 'Сами квитанции по-прежнему можно посмотреть в личном кабинете.',
  },
  readings: {
    about: 'о показаниях и поверке',
    consent: { document: 'reading-letters', version: '2026-11-25' },
    comes:
      'За несколько дней до конца приёма мы напоминаем о показаниях, если они ещё не переданы, а за 90, 30 и 7 дней до срока поверки — о поверке счетчика.',
    offer:
      'Если показания ещё не переданы, за несколько дней до конца приёма мы напомним о них и пришлём ссылку, по которой их можно передать, не входя в личный кабинет. А за 90, 30 и 7 дней до срока поверки напомним о поверке счетчика.',
    stays: 'Показания по-прежнему можно передать в личном кабинете.',
  },
} as const satisfies Record<string, TopicOf>;

/** The name of a topic, which is kept in `notification_preferences`. */
export type Topic = keyof typeof TOPICS;

/** Whether a text names a topic. */
export function isTopic(name: string): name is Topic {
  return Object.hasOwn(TOPICS, name);
}

/** All names, in the order of the topics. */
export const TOPIC_NAMES = Object.keys(TOPICS) as Topic[];
