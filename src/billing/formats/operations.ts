import { short } from '../../imports/cells.js';

/** «Возврат платежа», «Отмена», «Сторно»: it takes a payment back. */
const RETURN = /(?<!\p{L})(?:возврат|сторно|аннулир|отмен|refund|reversal|chargeback)/iu;
/** «Оплата», «Прием платежа», «Перевод по СБП», «Наличные»: money has come. */
const PAYMENT =
  /(?<!\p{L})(?:опла[тч]|плат[её]ж|при[её]м|поступлен|приход|зачислен|внесен|взнос|пополнен|перевод|перечислен|безнал|налич|карт|касс|терминал|банк|эквайринг|сбп|квитанц|аванс|пени|пеня|payment|paid)/iu;
const SHOWN = 3;

/** What a column of operations says of payments: which are given back, and what nobody understands. */
export class Operations {
  private readonly strange = new Map<string, number>();
  private rows = 0;

  constructor(private readonly title: string) {}

  /** Whether a row takes a payment back; what is not known is taken for a payment, and asked about. */
  isReturn(text: string, row: number): boolean {
    if (RETURN.test(text)) return true;
    if (text === '' || PAYMENT.test(text)) return false;
    this.rows += 1;
    if (this.strange.size < SHOWN && !this.strange.has(text)) this.strange.set(text, row);
    return false;
  }

  /** Why somebody has to look before the file is loaded. */
  question(): string | undefined {
    if (this.rows === 0) return undefined;
    const words = [...this.strange].map(([text, row]) => `«${short(text)}» (строка ${row})`).join(', ');
    return `Столбец «${this.title}»: непонятно, оплата это или возврат: ${words}. Таких строк: ${this.rows}, они загрузятся как оплаты. Возвраты назовите «Возврат» или «Сторно»`;
  }
}
