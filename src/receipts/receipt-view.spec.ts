import { describe, expect, it } from '@jest/globals';
import type { Company } from '../core/company.js';
import { type Receipt, type ReceiptLine } from './receipt.js';
import { receiptView } from './receipt-view.js';

const COMPANY: Company = {
  name: 'УК «Пример»',
  legalName: 'ООО «УК Пример»',
  inn: '3800000005',
  kpp: '380001001',
  phone: '8 (3952) 00-00-00',
  phoneNote: '',
  address: 'г. Иркутск, ул. Примерная, 10',
  town: 'Иркутск',
  hours: '',
  email: 'office@example.ru',
  host: 'example.ru',
  site: '',
  licence: '',
  bank: {
    name: 'Байкальский банк ПАО Сбербанк',
    bic: '042520607',
    account: '40702810800000000001',
    correspondentAccount: '30101810900000000607',
  },
};

const LINE: ReceiptLine = {
  service: 'Отопление',
  unit: 'Гкал',
  volume: '1.2500',
  commonVolume: null,
  tariff: '2105.4',
  charged: 263_175n,
  increaseFactor: null,
  increase: 0n,
  recalculated: 0n,
  recalculationReason: '',
  benefit: 0n,
  total: 263_175n,
};

function receipt(over: Partial<Receipt> = {}): Receipt {
  const lines = over.lines ?? [LINE];
  const sum = (value: (line: ReceiptLine) => bigint) =>
    lines.reduce((total, line) => total + value(line), 0n);
  const parts = {
    opening: 0n,
    charged: sum((line) => line.charged + line.increase),
    recalculated: sum((line) => line.recalculated),
    benefit: sum((line) => line.benefit),
    penalty: 0n,
    paid: 0n,
    ...over,
  };
  return {
    accountId: '',
    account: '0100002345',
    address: 'г. Иркутск, ул. Примерная, д. 10, кв. 15',
    owner: 'Иванов Иван Иванович',
    area: '54.30',
    residents: 2,
    els: '',
    hcsId: '',
    period: '2026-10-01',
    number: '77',
    closing: parts.opening + parts.charged + parts.recalculated - parts.benefit + parts.penalty - parts.paid,
    countedUntil: '2026-10-31',
    dueOn: '2026-11-16',
    lastPaidOn: null,
    latest: '2026-10-01',
    newer: 0n,
    owed: null,
    knownUntil: null,
    lines,
    ...parts,
    ...over,
  };
}

/** «−1 234,56 ₽» as kopecks. */
function kopecks(text: string): bigint {
  return BigInt(text.replace('\u2212', '-').replace(/[\u00A0₽,]/g, ''));
}

describe('A receipt in words', () => {
  it('says what is owed, why and until when', () => {
    const view = receiptView(
      receipt({ opening: 100_000n, paid: 40_000n, lastPaidOn: '2026-10-12' }),
      COMPANY,
    );
    expect(view.total).toEqual({ label: 'Итого к оплате', value: '3\u00A0231,75\u00A0₽' });
    expect(view.due.replaceAll('\u00A0', ' ')).toBe('Оплатите до 16 ноября 2026 включительно');
    expect(view.steps.map(({ label }) => label.replaceAll('\u00A0', ' '))).toEqual([
      'Задолженность за предыдущие периоды',
      'Начислено за октябрь 2026',
      'Оплачено (учтены платежи, поступившие до 31 октября 2026 включительно и известные на день выпуска; последняя оплата 12 октября 2026)',
    ]);
    expect(view.charges!.groups[0]!.rows[0]!.cells.map(({ text }) => text.replaceAll('\u00A0', ' '))).toEqual(
      [...['Отопление', 'Гкал', '1,25', '', '2 105,40', '2 631,75', '', '', '2 631,75']],
    );
    expect(view.noCode).toBe('');
  });

  it('offers no code for an overpayment, for nothing, for too much, or without a bank', () => {
    const over = receiptView(receipt({ paid: 500_000n }), COMPANY);
    expect([over.total.label, over.due]).toEqual(['Переплата', '']);
    expect(over.noCode).toContain('есть переплата');
    expect(receiptView(receipt({ paid: LINE.total }), COMPANY).noCode).toContain('долга нет');
    expect(receiptView(receipt({ opening: 10n ** 18n }), COMPANY).noCode).toContain('слишком велика');
    expect(receiptView(receipt(), { ...COMPANY, bank: undefined }).noCode).toContain('8 (3952) 00-00-00');
  });

  it('puts capital repair into its own section and shows increase factors only where there is one', () => {
    const repair = { ...LINE, service: 'Взнос на капитальный ремонт' };
    const { charges } = receiptView(receipt({ lines: [LINE, repair] }), COMPANY);
    expect(charges!.groups.map(({ title }) => title)).toEqual([
      'Расчёт размера платы за содержание жилого помещения и коммунальные услуги',
      'Расчёт размера взноса на капитальный ремонт',
    ]);
    expect(charges!.columns).toHaveLength(9);
    const increased = { ...LINE, increaseFactor: '1.5', increase: 100n, total: LINE.total + 100n };
    expect(receiptView(receipt({ lines: [increased] }), COMPANY).charges!.columns).toHaveLength(11);
  });

  it('names the ground of each recalculation, and says so when the accounting has told none', () => {
    const again = { ...LINE, recalculated: -100n, total: LINE.total - 100n };
    const lines = [{ ...again, recalculationReason: 'отсутствие 3–9 октября' }, again];
    const { recalculations } = receiptView(receipt({ lines }), COMPANY);
    expect(recalculations.map(({ reason }) => reason)).toEqual([
      'отсутствие 3–9 октября',
      'основание не указано, уточните его в офисе',
    ]);
  });

  it('adds up to the kopeck, whatever the accounting has sent', () => {
    let seed = 7;
    const random = (most: number) => (seed = (seed * 48_271) % 2_147_483_647) % most;
    const some = () => BigInt(random(3) === 0 ? 0 : random(2_000_000) - 500_000);
    for (let round = 0; round < 300; round += 1) {
      const lines = Array.from({ length: random(12) }, (_, index) => {
        const [charged, increase, recalculated, benefit] = [some(), some(), some(), some()];
        const total = charged + increase + recalculated - benefit + (random(9) === 0 ? 1n : 0n);
        const service = index % 4 === 3 ? 'Капитальный ремонт' : `Услуга ${index}`;
        return { ...LINE, service, charged, increase, recalculated, benefit, total };
      });
      const totals = random(4) === 0 ? { charged: some(), recalculated: some(), benefit: some() } : {};
      const ends = { opening: some(), penalty: some(), paid: some(), ...totals };
      const document = receipt({ lines, ...ends, ...(random(4) === 0 ? { closing: some() } : {}) });
      const view = receiptView(document, COMPANY);
      const steps = view.steps.reduce((sum, { value }) => sum + kopecks(value), 0n);
      expect(steps).toBe(document.closing);
      const total = kopecks(view.total.value);
      expect(view.total.label === 'Переплата' ? -total : total).toBe(document.closing);
      if (!view.charges) continue;
      const last = (row: { cells: readonly { text: string }[] }) => kopecks(row.cells.at(-1)!.text);
      const rows = view.charges.groups.flatMap((group) => group.rows.filter((row) => !row.sum));
      expect(rows.reduce((sum, row) => sum + last(row), 0n)).toBe(last(view.charges.total));
      expect(last(view.charges.total)).toBe(document.charged + document.recalculated - document.benefit);
    }
  });
});
