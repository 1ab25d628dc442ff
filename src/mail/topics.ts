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
  /** Whether each letter is about an account, by which it begins (`about`): it comes only while the account is still theirs. */
  readonly ofAccount: boolean;
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
    ofAccount: true,
  },
  readings: {
    about: 'о показаниях и поверке',
    consent: { document: 'reading-letters', version: '2026-11-29' },
    comes:
      'За несколько дней до конца приёма мы напоминаем о показаниях, если они ещё не переданы. Ещё раз о них может напомнить сотрудник, не чаще раза в день. За 90, 30 и 7 дней до срока поверки мы напоминаем о поверке счетчика.',
    offer:
      'Если показания ещё не переданы, за несколько дней до конца приёма мы напомним о них и пришлём ссылку, по которой их можно передать, не входя в личный кабинет. Ещё раз о них может напомнить сотрудник, не чаще раза в день. А за 90, 30 и 7 дней до срока поверки напомним о поверке счетчика.',
    stays: 'Показания по-прежнему можно передать в личном кабинете.',
    ofAccount: true,
  },
  announcements: {
    about: 'о плановых работах и новостях дома',
    consent: { document: 'announcement-letters', version: '2026-11-28' },
    comes:
      'Когда управляющая компания объявляет плановые работы или новость вашего дома, на ваш адрес приходит письмо.',
    offer: 'Когда управляющая компания объявит плановые работы или новость вашего дома, мы напишем вам.',
    stays: 'Сами объявления по-прежнему можно прочитать в личном кабинете.',
    ofAccount: false,
  },
} as const satisfies Record<string, TopicOf>;

/**
 * Letters that concern a resident's own business or safety: they come without being asked for, until a resident refuses
 * them.
 */
export const REFUSABLE = {
  requests: {
    about: 'о ваших заявках',
    comes:
      'О каждом шаге вашей заявки на ваш адрес приходит письмо. Письма об аварийных заявках приходят всегда.',
    stays:
      'Как идёт дело, по-прежнему видно в личном кабинете, а письма об аварийных заявках приходят всегда.',
  },
  outages: {
    about: 'об авариях в вашем доме',
    comes:
      'Когда из-за аварии в доме нет воды, тепла, света, газа или лифта, на ваш адрес приходит письмо: что случилось и до какого времени. И ещё одно, когда всё заработает.',
    stays: 'Что отключено в доме, по-прежнему видно в личном кабинете.',
  },
  office: {
    about: 'из офиса управляющей компании',
    comes:
      'Когда офис пишет жителям дома или подъезда или напоминает о долге, на ваш адрес приходит письмо, обычно не чаще одного в день.',
    stays: 'Что касается вашего счета, по-прежнему видно в личном кабинете, а позвонить в офис можно всегда.',
  },
} as const satisfies Record<string, Pick<TopicOf, 'about' | 'comes' | 'stays'>>;

/** The name of a topic, which is kept in `notification_preferences`. */
export type Topic = keyof typeof TOPICS;

/** Whether a text names a topic. */
export function isTopic(name: string): name is Topic {
  return Object.hasOwn(TOPICS, name);
}

/** All names, in the order of the topics. */
export const TOPIC_NAMES = Object.keys(TOPICS) as Topic[];

/** The name of a topic that is kept in `notification_refusals` once it is refused. */
export type RefusableTopic = keyof typeof REFUSABLE;

/** Whether a text names a topic whose letters come until they are refused. */
export function isRefusable(name: string): name is RefusableTopic {
  return Object.hasOwn(REFUSABLE, name);
}

/** All that may be refused, in the order in which residents see it. */
export const REFUSABLE_NAMES = Object.keys(REFUSABLE) as RefusableTopic[];

/** What letters are about that can be switched off: in bulk, or about one's own business. */
export type AnyTopic = Topic | RefusableTopic;

/** What residents read of a topic of either sort. */
export function wordsOf(topic: AnyTopic): {
  readonly about: string;
  readonly comes: string;
  readonly stays: string;
} {
  return isRefusable(topic) ? REFUSABLE[topic] : TOPICS[topic];
}
