import { windows1251 } from './exchange-file.js';

/** A transfer as a statement for 1С tells of it; the sum in kopecks. */
export interface Transfer {
  number: string;
  sum: number;
  purpose: string;
  payer?: string;
  payerAccount?: string;
  /** `20.11.2026`. */
  day?: string;
}

const OWN = '40702810800000000001';

/** A statement of a bank for 1С as banks write it, in windows-1251; `title` makes it another file with the same transfers. */
export function statement(transfers: readonly Transfer[], title = 'Банк'): Buffer {
  const received = transfers.reduce((total, { sum }) => total + sum, 0);
  const lines = [
    ...['1CClientBankExchange', 'ВерсияФормата=1.03', 'Кодировка=Windows', `Отправитель=${title}`],
    ...['СекцияРасчСчет', `РасчСчет=${OWN}`, `ВсегоПоступило=${roubles(received)}`, 'КонецРасчСчет'],
    ...transfers.flatMap(document),
    'КонецФайла',
  ];
  return windows1251(`${lines.join('\r\n')}\r\n`);
}

function document({ number, sum, purpose, payer, payerAccount, day = '20.11.2026' }: Transfer): string[] {
  return [
    'СекцияДокумент=Платежное поручение',
    ...[`Номер=${number}`, `Дата=${day}`, `Сумма=${roubles(sum)}`],
    `ПлательщикСчет=${payerAccount ?? '40817810000000000003'}`,
    `Плательщик1=${payer ?? 'Петров Пётр Петрович'}`,
    ...[`ПолучательСчет=${OWN}`, `ДатаПоступило=${day}`, `НазначениеПлатежа=${purpose}`],
    'КонецДокумента',
  ];
}

function roubles(kopecks: number): string {
  return (kopecks / 100).toFixed(2);
}
