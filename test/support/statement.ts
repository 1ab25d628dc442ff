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
  /** Money that goes back to the payer. */
  back?: true;
}

const OWN = '40702810800000000001';

/** A statement of a bank for 1С as banks write it, in windows-1251; `title` makes it another file with the same transfers. */
export function statement(transfers: readonly Transfer[], title = 'Банк', own = OWN): Buffer {
  const received = transfers.reduce((total, { sum, back }) => (back ? total : total + sum), 0);
  const lines = [
    ...['1CClientBankExchange', 'ВерсияФормата=1.03', 'Кодировка=Windows', `Отправитель=${title}`],
    ...['СекцияРасчСчет', `РасчСчет=${own}`, `ВсегоПоступило=${roubles(received)}`, 'КонецРасчСчет'],
    ...transfers.flatMap((transfer) => document(transfer, own)),
    'КонецФайла',
  ];
  return windows1251(`${lines.join('\r\n')}\r\n`);
}

function document(transfer: Transfer, own: string): string[] {
  const { number, sum, purpose, payer, payerAccount, day = '20.11.2026', back } = transfer;
  const [whose, other] = back ? ['Получатель', 'Плательщик'] : ['Плательщик', 'Получатель'];
  return [
    'СекцияДокумент=Платежное поручение',
    ...[`Номер=${number}`, `Дата=${day}`, `Сумма=${roubles(sum)}`],
    `${whose}Счет=${payerAccount ?? '40817810000000000003'}`,
    `${whose}1=${payer ?? 'Петров Пётр Петрович'}`,
    ...[
      `${other}Счет=${own}`,
      `Дата${back ? 'Списано' : 'Поступило'}=${day}`,
      `НазначениеПлатежа=${purpose}`,
    ],
    'КонецДокумента',
  ];
}

function roubles(kopecks: number): string {
  return (kopecks / 100).toFixed(2);
}
