import type { Wish } from '../mail/wish.js';

interface Words {
  /** What the letters are about: «о новых квитанциях». */
  readonly about: string;
  /** What residents who have them are told. */
  readonly comes: string;
  /** What is offered to the others. */
  readonly offer: string;
  /** What stays without the letters. */
  readonly stays: string;
}

/** What the pages say about each kind of letters that can be switched on and off. */
export const WORDS: Readonly<Record<Wish, Words>> = {
  receipts: {
    about: 'о новых квитанциях',
    comes:
      'Когда появляется новая квитанция, на ваш адрес приходит письмо: сколько и до какого дня заплатить, со ссылкой на квитанцию.',
    offer:
      'Когда появится новая квитанция, мы напишем вам: сколько и до какого дня заплатить, со ссылкой на квитанцию.',
    stays: 'Сами квитанции по-прежнему можно посмотреть в личном кабинете.',
  },
  readings: {
    about: 'о показаниях и поверке',
    comes:
      'За несколько дней до конца приёма мы напоминаем о показаниях, если они ещё не переданы, а за 90, 30 и 7 дней до срока поверки — о поверке счетчика.',
    offer:
      'Если показания ещё не переданы, за несколько дней до конца приёма мы напомним о них и пришлём ссылку, по которой их можно передать, не входя в личный кабинет. А за 90, 30 и 7 дней до срока поверки напомним о поверке счетчика.',
    stays: 'Показания по-прежнему можно передать в личном кабинете.',
  },
};
