import { describe, expect, it } from '@jest/globals';
import { RecipientBook } from '../src/billing/recipients/recipient.js';
import type { Company } from '../src/core/company.js';
import { drawQr } from '../src/core/qr.js';
import { receiptPdf } from '../src/receipts/receipt-pdf.js';
import type { Receipt, ReceiptLine } from '../src/receipts/receipt.js';
import { receiptView } from '../src/receipts/receipt-view.js';
import { readPdf } from './support/pdf.js';

const SERVICES = [
  ...['Содержание жилого помещения', 'Отопление', 'Горячее водоснабжение', 'Холодное водоснабжение'],
  ...['Водоотведение', 'Электроснабжение', 'Обращение с ТКО', 'Электроснабжение на общедомовые нужды'],
  ...['ХВС на СОИ', 'ГВС на СОИ', 'Водоотведение на СОИ', 'Взнос на капитальный ремонт'],
];
const BANK = {
  ...{ name: 'ПАО Сбербанк', bic: '044525225', account: '40702810138250123017' },
  correspondentAccount: '30101810400000000225',
};
const OWN = {
  ...{ id: 1, name: 'ООО «УК Пример»', inn: '3800000005', kpp: '380001001', bank: BANK, purpose: '' },
  ...{ takes: 'rest' as const, services: [], houses: [], since: '2000-01-01', ended: false },
};
const FUND = {
  ...{ ...OWN, id: 2, name: 'Фонд капитального ремонта многоквартирных домов Иркутской области', kpp: '' },
  takes: 'capital-repair' as const,
};
const COMPANY: Company = {
  ...{ name: 'Пример', legalName: OWN.name, address: '664000, г. Иркутск, ул. Советская, д. 1, офис 12' },
  ...{ phone: '8 (3952) 599-018', phoneNote: '', inn: OWN.inn, kpp: OWN.kpp, bank: BANK, town: 'г. Иркутск' },
  ...{ email: 'info@example.ru', site: 'example.ru', licence: '№ 038000123', hours: 'пн–пт 9:00–18:00' },
  host: 'kabinet.example.ru',
};

function line(service: string, index: number): ReceiptLine {
  const recalculated = index === 1 ? -12_300n : 0n;
  return {
    ...{ service, unit: 'м³', volume: '54.3000', commonVolume: null, tariff: '21.05', charged: 114_302n },
    ...{ increaseFactor: null, increase: 0n, recalculated, benefit: 0n, total: 114_302n + recalculated },
    ...{ recalculationReason: index === 1 ? 'временное отсутствие' : '', recipientId: null, facts: {} },
  };
}

/** A month with a debt, a recalculation, a penalty and a payment. */
const LINES = SERVICES.map(line);
const CHARGED = LINES.reduce((sum, { charged }) => sum + charged, 0n);
const RECEIPT: Receipt = {
  ...{ accountId: '', account: '0100002345', address: 'г. Иркутск, ул. Примерная, д. 10, кв. 15' },
  ...{
    owner: 'Иванов Иван Иванович',
    area: '54.30',
    residents: 2,
    els: '38АС000123',
    hcsId: '38АС000123-01',
  },
  ...{ period: '2026-10-01', number: '77', opening: 300_000n, charged: CHARGED, recalculated: -12_300n },
  ...{
    benefit: 0n,
    penalty: 5_000n,
    paid: 150_000n,
    closing: 300_000n + CHARGED - 12_300n + 5_000n - 150_000n,
  },
  ...{
    countedUntil: '2026-10-31',
    dueOn: '2026-11-16',
    lastPaidOn: '2026-10-12',
    latest: '2026-10-01',
    newer: 0n,
  },
  ...{
    owed: null,
    knownUntil: null,
    lines: LINES,
    houseId: 'house',
    issuedAt: new Date('2026-11-05T03:00:00Z'),
  },
  ...{ beside: [[2, 50_000n]], carried: true, told: [], facts: [], debts: [], readings: [] },
  penalties: [{ kind: 'penalty', ground: 'просрочка оплаты', span: '01.09–30.09.2026', kopecks: 5_000n }],
};

async function sheets(large: boolean): Promise<string[]> {
  const payees = new RecipientBook([OWN, FUND], OWN).of('2026-11-05', 'house');
  const view = receiptView(RECEIPT, COMPANY, payees, payees);
  expect(view.slips.map(({ recipient }) => recipient.id)).toEqual([1, 2]);
  // as long as codes of such receipts are
  const qr = drawQr(`ST00012|Name=${FUND.name}|${'0'.repeat(180)}`);
  const slips = view.slips.map((slip) => ({ view: slip, qr }));
  const printed = { receipt: RECEIPT, view, qr: undefined, slips };
  const bytes = await receiptPdf(printed, { large, author: OWN.name, at: new Date('2026-11-05T03:00:00Z') });
  return readPdf(bytes).pages.map(({ text }) => text.replace(/\s+/g, ' '));
}

describe('A receipt for two recipients', () => {
  it('of an ordinary month with a debt, a recalculation and penalties takes one sheet of A4', async () => {
    const [first, ...more] = await sheets(false);
    expect(more).toEqual([]);
    for (const words of [
      FUND.name,
      'корр. счет 30101810400000000225',
      'за октябрь 2026',
      'портал сам пени не считает',
    ]) {
      expect(first).toContain(words.replaceAll('\u00A0', ' '));
    }
  });

  it('takes more in large print, and loses nothing', async () => {
    const pages = await sheets(true);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.join(' ')).toContain('портал сам пени не считает');
  });
});
