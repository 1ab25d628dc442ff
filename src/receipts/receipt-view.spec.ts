import { describe, expect, it } from '@jest/globals';
import { type Payees, RecipientBook, type RecipientTerms } from '../billing/recipients/recipient.js';
import type { Company } from '../core/company.js';
import { type Receipt, type ReceiptLine } from './receipt.js';
import { receiptView, type ReceiptView } from './receipt-view.js';

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
  bank: undefined,
};

const OWN: RecipientTerms = {
  ...{
    id: 1,
    since: '2000-01-01',
    ended: false,
    name: COMPANY.legalName,
    inn: COMPANY.inn,
    kpp: COMPANY.kpp,
  },
  bank: {
    name: 'Байкальский банк ПАО Сбербанк',
    bic: '042520607',
    account: '40702810800000000001',
    correspondentAccount: '30101810900000000607',
  },
  ...{ purpose: '', takes: 'rest', services: [], houses: [] },
};
const FUND: RecipientTerms = {
  ...{ ...OWN, id: 2, name: 'Фонд капитального ремонта', inn: '3800000012', takes: 'capital-repair' },
  bank: { ...OWN.bank!, account: '40702810138250123017', bic: '044525225' },
};
const SUPPLIER: RecipientTerms = {
  ...{ ...OWN, id: 3, name: 'Теплосеть', takes: 'services', services: ['Услуга 1', 'Услуга 2'] },
};

/** Who is paid for what. */
function payees(...terms: RecipientTerms[]): Payees {
  const { legalName: name, inn, kpp } = COMPANY;
  return new RecipientBook(terms, { name, inn, kpp }).of('2026-11-05', 'house');
}

function viewOf(document: Receipt, ...terms: RecipientTerms[]): ReceiptView {
  return receiptView(document, COMPANY, payees(...(terms.length > 0 ? terms : [OWN])));
}

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
  recipientId: null,
  facts: {},
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
    ...{
      houseId: 'house',
      issuedAt: new Date('2026-11-05T03:00:00Z'),
      beside: [],
      carried: false,
      told: [],
      penalties: [],
      facts: [],
      debts: [],
      readings: [],
    },
    ...parts,
    ...over,
  };
}

const KINDS = ['penalty', 'forfeit', 'fine', 'duty', 'costs'] as const;

/** «−1 234,56 ₽» as kopecks. */
function kopecks(text: string): bigint {
  return BigInt(text.replace('\u2212', '-').replace(/[\u00A0₽,]/g, ''));
}

describe('Penalties of a receipt', () => {
  const penalties = [
    { kind: 'penalty', ground: 'просрочка оплаты', span: '01.09–30.09.2026', kopecks: 12_005n },
    { kind: 'duty', ground: '', span: '', kopecks: 40_000n },
  ] as const;
  const plain = (texts: readonly string[] = []) => texts.map((text) => text.replaceAll('\u00A0', ' '));

  it('tell kind, ground and period, and whose figures they are', () => {
    const { penalties: told, steps } = viewOf(receipt({ penalty: 52_005n, penalties }));
    expect(plain(told?.items)).toEqual([
      'Пени: 120,05 ₽, период: 01.09–30.09.2026, основание: просрочка оплаты',
      'Госпошлина: 400,00 ₽, основание не указано, уточните его в офисе',
    ]);
    expect(told?.note).toMatch(/^По данным бухгалтерии: расчёт делает .+, портал сам пени не считает\.$/);
    expect(steps).toContainEqual({ label: 'Пени, неустойка и судебные расходы', value: '520,05\u00A0₽' });
  });

  it('say what nobody has told the kind of', () => {
    const { penalties: told } = viewOf(receipt({ penalty: 52_006n, penalties }));
    expect(plain(told?.items).at(-1)).toBe('Без разбивки по видам: 0,01 ₽');
    expect(plain(viewOf(receipt({ penalty: 777n })).penalties?.items)).toEqual([
      'Начислены пени за несвоевременную оплату: 7,77 ₽',
    ]);
    expect(viewOf(receipt()).penalties).toBeUndefined();
  });
});

describe('A receipt in words', () => {
  it('says what is owed, why and until when', () => {
    const view = viewOf(receipt({ opening: 100_000n, paid: 40_000n, lastPaidOn: '2026-10-12' }));
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
    const over = viewOf(receipt({ paid: 500_000n }));
    expect([over.total.label, over.due]).toEqual(['Переплата', '']);
    expect(over.noCode).toContain('есть переплата');
    expect(viewOf(receipt({ paid: LINE.total })).noCode).toContain('долга нет');
    expect(viewOf(receipt({ opening: 10n ** 18n })).noCode).toContain('слишком велика');
    expect(receiptView(receipt(), COMPANY, payees()).noCode).toContain('8 (3952) 00-00-00');
  });

  it('puts capital repair into its own section and shows increase factors only where there is one', () => {
    const repair = { ...LINE, service: 'Взнос на капитальный ремонт' };
    const { charges } = viewOf(receipt({ lines: [LINE, repair] }));
    expect(charges!.groups.map(({ title }) => title)).toEqual([
      'Расчёт размера платы за содержание жилого помещения и коммунальные услуги',
      'Расчёт размера взноса на капитальный ремонт',
    ]);
    expect(charges!.columns).toHaveLength(9);
    const increased = { ...LINE, increaseFactor: '1.5', increase: 100n, total: LINE.total + 100n };
    expect(viewOf(receipt({ lines: [increased] })).charges!.columns).toHaveLength(11);
  });

  it('names the ground of each recalculation, and says so when the accounting has told none', () => {
    const again = { ...LINE, recalculated: -100n, total: LINE.total - 100n };
    const lines = [{ ...again, recalculationReason: 'отсутствие 3–9 октября' }, again];
    const { recalculations } = viewOf(receipt({ lines }));
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
      const view = viewOf(document);
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

  it('gives each recipient a slip with its own sum, as soon as there is more than one', () => {
    const repair = { ...LINE, service: 'Взнос на капитальный ремонт', total: 50_000n, charged: 50_000n };
    const view = viewOf(receipt({ lines: [LINE, repair] }), OWN, FUND);
    expect(view.slips.map(({ title, code }) => [title, code?.kopecks])).toEqual([
      ['ООО «УК Пример»', 263_175n],
      ['Фонд капитального ремонта', 50_000n],
    ]);
    expect([view.payee, view.code, view.noCode]).toEqual([[], undefined, '']);
    expect(view.slipsNote!.text).not.toContain('не делит');
    const owing = viewOf(receipt({ lines: [LINE, repair], opening: 70_000n }), OWN, FUND);
    expect(owing.slips.map(({ code }) => code?.kopecks)).toEqual([333_175n, 50_000n]);
    expect(owing.slipsNote!.text).toContain('бухгалтерия по получателям не делит');
    expect(viewOf(receipt({ lines: [LINE] }), OWN, FUND).slips).toEqual([]);
  });

  it('says why less is asked for one recipient than the document has for it', () => {
    const repair = { ...LINE, service: 'Капремонт', total: -40_000n, charged: 0n, recalculated: -40_000n };
    const { slips, slipsNote } = viewOf(receipt({ lines: [LINE, repair] }), OWN, FUND);
    expect(slips.map(({ code }) => code?.kopecks)).toEqual([223_175n, undefined]);
    expect(slipsNote!.text.replaceAll('\u00A0', ' ')).toContain(
      'У получателя Фонд капитального ремонта переплата 400,00 ₽: на неё уменьшено то, что просят остальные.',
    );
  });

  it('says that an advance covers what is not paid only while nothing is owed', () => {
    const own = { ...LINE, charged: 0n, recalculated: 1_000n, total: 1_000n };
    const repair = { ...LINE, service: 'Капремонт', charged: 0n, recalculated: -1_200n, total: -1_200n };
    const ahead = receipt({ lines: [own, repair], owed: -200n });
    expect(ahead.closing).toBe(-200n);
    expect(viewOf(ahead, OWN, FUND).noCode).toContain('сейчас платить не нужно');
    expect(viewOf({ ...ahead, owed: null }, OWN, FUND).noCode).toContain('сейчас платить не нужно');
    const refunded = viewOf({ ...ahead, owed: 100n }, OWN, FUND);
    expect(refunded.mark.replaceAll('\u00A0', ' ')).toContain('к оплате 1,00 ₽');
    expect(refunded.noCode).toBe('Код для оплаты есть на странице лицевого счета.');
  });

  it('says of a partly paid receipt that its slips come to what is left', () => {
    const repair = { ...LINE, service: 'Капремонт', total: 50_000n, charged: 50_000n };
    const partly = receipt({ lines: [LINE, repair], owed: 100_000n, knownUntil: '2026-11-20' });
    const { title, text } = viewOf(partly, OWN, FUND).slipsNote!;
    expect(title).toBe('Кому платить: 2\u00A0получателя');
    expect(text.replaceAll('\u00A0', ' ')).toContain(
      'вместе они составляют то, что осталось заплатить: 1 000,00 ₽.',
    );
    const past = viewOf({ ...partly, latest: '2026-11-01', owed: 900_000n, newer: 100n }, OWN, FUND);
    expect(past.slipsNote!.text).toMatch(/^У каждого получателя своя сумма/);
  });

  it('shows the sums of the document where it has been paid', () => {
    const repair = { ...LINE, service: 'Капремонт', total: 50_000n, charged: 50_000n };
    const told = [
      [OWN.id, 263_175n],
      [FUND.id, 50_000n],
    ] as const;
    const { slips } = viewOf(receipt({ lines: [LINE, repair], owed: 0n, told }), OWN, FUND);
    expect(slips.map(({ sum, code }) => [sum.value.replaceAll('\u00A0', ' '), code])).toEqual([
      ['2 631,75 ₽', undefined],
      ['500,00 ₽', undefined],
    ]);
  });

  it('has no live code of several recipients for a past month', () => {
    const repair = { ...LINE, service: 'Капремонт' };
    const past = { latest: '2026-11-01', owed: 900_000n, newer: 100n, knownUntil: '2026-12-01' };
    const view = viewOf(receipt({ lines: [LINE, repair], ...past }), OWN, FUND);
    expect(view.slips.map(({ code }) => code)).toEqual([undefined, undefined]);
    expect(view.noCode).toContain('на последней квитанции');
    expect(viewOf(receipt({ ...past }), OWN).code?.kopecks).toBe(900_000n);
  });

  it('adds slips up to the receipt to the kopeck, whoever is paid for what', () => {
    let seed = 11;
    const random = (most: number) => (seed = (seed * 48_271) % 2_147_483_647) % most;
    const some = () => BigInt(random(3) === 0 ? 0 : random(2_000_000) - 500_000);
    const all = [OWN, FUND, SUPPLIER];
    let several = 0;
    for (let round = 0; round < 500; round += 1) {
      const lines = Array.from({ length: 1 + random(8) }, (_, index) => {
        const recipientId = random(6) === 0 ? 1 + random(4) : null;
        const service = index % 3 === 2 ? 'Капитальный ремонт' : `Услуга ${index}`;
        return { ...LINE, service, recipientId, charged: some(), total: some() };
      });
      const penalties = Array.from({ length: random(4) }, (_, index) => ({
        ...{
          kind: KINDS[random(KINDS.length)]!,
          ground: index === 0 ? '' : 'просрочка',
          span: '',
          kopecks: some(),
        },
      }));
      const parts = penalties.reduce((sum, one) => sum + one.kopecks, 0n);
      // A sum of the document goes before what its parts come to.
      const penalty = random(3) === 0 ? some() : parts;
      // What of them a file tells the recipient of, and other debts of the same.
      const beside = random(3) === 0 ? ([[2, (penalties[0]?.kopecks ?? 0n) + some()]] as const) : [];
      const told = random(3) === 0 ? ([[1 + random(3), BigInt(random(300_000))]] as const) : [];
      const terms = all.filter(() => random(4) > 0);
      const document = receipt({ lines, opening: some(), penalty, penalties, paid: some(), beside, told });
      const owed = random(3) === 0 ? (document.closing * BigInt(1 + random(14))) / 10n : null;
      const view = viewOf(
        { ...document, owed, knownUntil: '2026-11-20' },
        ...(terms.length > 0 ? terms : [OWN]),
      );
      const items = view.penalties?.items.map((item) => kopecks(/: ([^:₽]+₽)/.exec(item)![1]!)) ?? [];
      expect(items.reduce((sum, one) => sum + one, 0n)).toBe(penalty);
      if (view.slips.length === 0) continue;
      several += 1;
      const asked = owed ?? document.closing;
      const sums = view.slips.map((slip) => kopecks(slip.sum.value));
      expect(sums.reduce((sum, one) => sum + one, 0n)).toBe(asked > 0n ? asked : document.closing);
      expect(sums.every((sum) => sum >= 0n)).toBe(true);
      for (const { code, sum } of view.slips) if (code) expect(code.kopecks).toBe(kopecks(sum.value));
    }
    expect(several).toBeGreaterThan(100);
  });
});
