import { describe, expect, it } from '@jest/globals';
import type { DebtFacts, StatementFacts, StatementMonth } from './paper.js';
import { paperView } from './paper-view.js';

const common = {
  ...{ account: '0100002483', address: 'ул. Лесная, д. 4, кв. 15', owner: 'Белова Ирина Петровна' },
  company: { name: 'ООО «Пример»', inn: '3800000000', address: 'ул. Мира, 1', phone: '8 (3952) 599-018' },
  ...{ maker: 'Тарасова Ольга Ильинична', day: '2026-11-29' },
};
const debt = (balance: string, months: DebtFacts['months'] = []): DebtFacts => ({
  ...{ ...common, kind: 'debt', balance, balanceOn: '2026-11-23', months },
});
const month = (name: string, sums: Partial<StatementMonth> = {}): StatementMonth => ({
  ...{
    month: name,
    opening: '0',
    charged: '100',
    recalculated: '0',
    benefit: '0',
    penalty: '0',
    paid: '0',
    closing: '100',
  },
  ...sums,
});
const statement = (months: StatementMonth[], payments: StatementFacts['payments'] = []): StatementFacts => ({
  ...{ ...common, kind: 'statement', since: months[0]!.month, until: months.at(-1)!.month, months, payments },
});
const plain = (text: string) => text.replaceAll('\u00A0', ' ').replaceAll('\u00AD', '');
const cells = (view: ReturnType<typeof paperView>, table: number) => {
  const { groups, total } = view.tables[table]!.table;
  return [...groups[0]!.rows, total].map((row) => row.cells.map(({ text }) => plain(text)));
};

describe('A certificate of debt', () => {
  it('says the debt, on which day, and of which months; the rest is of earlier ones', () => {
    const view = paperView(debt('50000', [{ month: '2026-10', total: '40000', left: '40000' }]), '12/2026');
    expect(view.title).toBe('Справка о задолженности № 12/2026');
    expect(plain(view.above.join(' '))).toContain(
      'По данным на 23 ноября 2026 задолженность по лицевому счету составляет 500,00 ₽',
    );
    expect(cells(view, 0)).toEqual([
      ['за более ранние месяцы', '', '100,00'],
      ['октябрь 2026', '400,00', '400,00'],
      ['Всего', '', '500,00'],
    ]);
  });

  const october = { month: '2026-10', total: '40000', left: '10000', dueOn: '2026-11-29' };
  const september = { month: '2026-09', total: '30000', left: '10000', dueOn: '2026-10-12' };

  it('counts as debt what is past its last day; on that day itself what is left of the month is told apart', () => {
    const view = paperView(debt('20000', [september, october]), '12/2026');
    expect(plain(view.above.join(' '))).toContain(
      'задолженность по лицевому счету составляет 100,00 ₽. Не оплачено из начисленного за октябрь 2026, срок оплаты до 29 ноября 2026: 100,00 ₽, в задолженность не входит.',
    );
    expect(cells(view, 0)).toEqual([
      ['сентябрь 2026', '300,00', '100,00'],
      ['Всего', '', '100,00'],
    ]);
    const after = paperView({ ...debt('20000', [september, october]), day: '2026-11-30' }, '12/2026');
    expect(plain(after.above.join(' '))).toContain('составляет 200,00 ₽. Оплаты');
    expect(cells(after, 0).slice(-2)).toEqual([
      ['октябрь 2026', '400,00', '100,00'],
      ['Всего', '', '200,00'],
    ]);
  });

  it('says that there is no debt where only a month is owed that may still be paid', () => {
    const view = paperView(debt('10000', [october]), '12/2026');
    expect(plain(view.above.join(' '))).toContain(
      'По данным на 23 ноября 2026 задолженности по лицевому счету нет. Не оплачено из начисленного за октябрь 2026, срок оплаты до 29 ноября 2026: 100,00 ₽, в задолженность не входит.',
    );
    expect(view.tables).toEqual([]);
  });

  it('says that there is none, and what was paid ahead', () => {
    expect(paperView(debt('0'), '1/2026').above.join(' ')).toContain('задолженности по лицевому счету нет.');
    const ahead = paperView(debt('-1050'), '1/2026');
    expect(plain(ahead.above.join(' '))).toContain('нет, переплата составляет 10,50 ₽');
    expect(ahead.tables).toEqual([]);
  });
});

describe('A statement', () => {
  it('goes from the first opening to the last closing; months without charges are named', () => {
    const view = paperView(
      statement(
        [
          month('2025-11', { closing: '100' }),
          month('2026-02', { opening: '100', paid: '300', closing: '-100' }),
        ],
        [{ day: '2026-02-03', source: 'Банк', amount: '300' }],
      ),
      '13/2026',
    );
    expect(view.above.map(plain)).toEqual(
      expect.arrayContaining([
        'За период: ноябрь 2025 – февраль 2026',
        'Начислений нет за: декабрь 2025, январь 2026',
        'Долг со знаком минус — переплата.',
      ]),
    );
    expect(view.tables[0]!.table.columns.map(({ text }) => plain(text))).toEqual([
      ...['Месяц', 'Долг на начало, руб.', 'Начислено, руб.', 'Оплачено, руб.', 'Долг на конец, руб.'],
    ]);
    expect(cells(view, 0).at(-1)).toEqual(['Всего', '0,00', '2,00', '3,00', '−1,00']);
    expect(cells(view, 1)).toEqual([
      ['3 февраля 2026', 'Банк', '3,00'],
      ['Всего', '', '3,00'],
    ]);
  });

  it('calls the sums a balance where a part of them may still be paid in time, and says which', () => {
    const october = { month: '2026-10', total: '100', left: '40', dueOn: '2026-12-10' };
    const view = paperView(
      { ...statement([month('2026-10', { opening: '-5' })]), inTime: [october] },
      '1/2026',
    );
    expect(view.tables[0]!.table.columns.map(({ text }) => plain(text))).toEqual([
      ...['Месяц', 'Сальдо на начало, руб.', 'Начислено, руб.', 'Оплачено, руб.', 'Сальдо на конец, руб.'],
    ]);
    expect(view.above.map(plain).slice(-2)).toEqual([
      'Сальдо со знаком минус — переплата.',
      'Не оплачено из начисленного за октябрь 2026, срок оплаты до 10 декабря 2026: 0,40 ₽, в задолженность не входит.',
    ]);
  });

  it('has a column for penalties and benefits where a month has some', () => {
    const view = paperView(
      statement([month('2026-10', { penalty: '5', benefit: '7', recalculated: '-3' })]),
      '1/2026',
    );
    expect(cells(view, 0).at(-1)).toEqual(['Всего', '0,00', '1,00', '−0,03', '0,07', '0,05', '0,00', '1,00']);
    expect(view.tables).toHaveLength(1);
  });
});
