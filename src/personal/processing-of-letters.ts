import type { Processing } from './processing-kind.js';

const CHOSEN = 'Только если вы сами включили их в профиле:';
const GROUND = { ground: 'отдельное согласие, отключить письма можно в любой день', why: '', terms: [] };
const WHOSE = 'включившие письма в профиле';

/** Letters that residents switch on, and those that they may switch off. */
export const LETTERS_BY_CHOICE: readonly Processing[] = [
  {
    ...{ title: 'Письма о новых квитанциях', whose: WHOSE, only: CHOSEN, ...GROUND },
    data: 'имя, электронная почта и сведения квитанции — номер счета, адрес, сумма и срок оплаты.',
    ...{ purpose: 'Письма о новых квитанциях', document: 'receipt-letters' },
    tables: ['notification_preferences'],
  },
  {
    ...{ title: 'Письма о показаниях и поверке', whose: WHOSE, only: CHOSEN, ...GROUND },
    data: 'имя, электронная почта, адрес помещения и сведения о счетчиках — вид, номер, место установки и срок поверки.',
    ...{ purpose: 'Напоминания о показаниях и поверке', document: 'reading-letters' },
    tables: ['notification_preferences', 'reading_nudges'],
  },
  {
    ...{ title: 'Письма о плановых работах и новостях дома', whose: WHOSE, only: CHOSEN, ...GROUND },
    data: 'имя, электронная почта и адрес дома.',
    ...{ purpose: 'Письма о работах и новостях дома', document: 'announcement-letters' },
    tables: ['notification_preferences'],
  },
  {
    title: 'Письма об авариях в доме и о заявках',
    whose: 'зарегистрированные в личном кабинете, не отключившие письма',
    tables: ['notification_refusals', 'announcements', 'announcement_asks'],
    data: 'Имя, электронная почта, адрес дома и, если письмо о заявке, то, что с ней происходит; просьба написать, когда отключение закончится.',
    why: 'Нужны, чтобы вы знали, что отключено в доме и до какого времени и кто придёт по вашей заявке.',
    purpose: 'Извещение об авариях и о ходе заявок',
    ground: 'договор управления и обязанность Оператора сообщать об авариях, отдельное согласие не требуется',
    more: 'Такие письма можно отключить в профиле в любой день; об аварийных заявках, которые вы подали сами, мы пишем всегда.',
    terms: [],
  },
];
