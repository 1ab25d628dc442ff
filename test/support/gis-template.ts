import writeBook from 'write-excel-file/node';
import { columnNumber } from '../../src/imports/column-letters.js';

/** Cells of a row by the letters of their columns. */
export type GisCells = Readonly<Record<string, string | number>>;

/** The sheets of a template of ГИС ЖКХ for payment documents, as public exporters fill them in. */
export interface GisSheets {
  readonly documents: readonly GisCells[];
  readonly services: readonly GisCells[];
  readonly penalties?: readonly GisCells[];
  readonly debts?: readonly GisCells[];
  readonly requisites?: readonly GisCells[];
}

/** Makes the book; its sheets and the rows where data begin are those of the exporter of C300. */
export function gisTemplate(sheets: GisSheets): Promise<Buffer> {
  const { documents, services, penalties = [], debts = [], requisites = [] } = sheets;
  return writeBook([
    sheet('Разделы 1-2', 4, documents, {
      ...{
        A: 'Идентификатор ЖКУ',
        B: 'Тип ПД',
        C: 'Номер платежного документа',
        D: 'Расчетный период (ММ.ГГГГ)',
      },
      P: 'Итого к оплате за расчетный период c учетом задолженности/переплаты, руб. (по всему платежному документу)',
    }),
    sheet('Разделы 3-6', 5, services, {
      ...{ A: 'Номер платежного документа', B: 'Услуга', K: 'Всего на-числено за расчетный период, руб.' },
    }),
    sheet('ДПД', 2, debts, {
      ...{
        A: 'Номер платежного документа',
        B: 'Услуга',
        C: 'Период, ММ.ГГГГ',
        D: 'Итого к оплате за период, руб.',
      },
    }),
    sheet('Неустойки и судебные расходы', 3, penalties, {
      ...{
        A: 'Номер платежного документа',
        B: 'Вид начисления',
        C: 'Основания начислений',
        D: 'Сумма, руб.',
      },
    }),
    sheet('Услуги исполнителя', 2, [{ A: 'Главные коммунальные услуги', C: 'Отопление' }], {
      A: 'Наименование справочника',
    }),
    sheet('Платежные реквизиты', 2, requisites, {
      ...{
        A: 'Номер платежного документа',
        B: 'Номер платежного реквизита',
        C: 'БИК банка',
        D: 'Расчетный счет',
      },
    }),
  ]).toBuffer();
}

function sheet(name: string, first: number, rows: readonly GisCells[], headings: GisCells) {
  const above = Array.from({ length: first - 2 }, () => row({}));
  return { sheet: name, data: [...above, row(headings), ...rows.map(row)] };
}

function row(cells: GisCells): (string | number | null)[] {
  const width = Math.max(0, ...Object.keys(cells).map((letters) => columnNumber(letters) + 1));
  const found = Array<string | number | null>(width).fill(null);
  for (const [letters, value] of Object.entries(cells)) found[columnNumber(letters)] = value;
  return found;
}
