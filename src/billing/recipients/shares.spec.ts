import { describe, expect, it } from '@jest/globals';
import { overlapOf } from './overlap.js';
import { RecipientBook, type RecipientTerms } from './recipient.js';
import { offsetWords } from './part-words.js';
import { divide, type Divided, left } from './shares.js';

const BANK = { name: 'Банк', bic: '042520607', account: '40702810800000000001', correspondentAccount: '0' };
const COMPANY = { name: 'ООО «УК Пример»', inn: '3800000005', kpp: '380001001' };
const OWN: RecipientTerms = {
  ...{ ...COMPANY, id: 1, since: '2000-01-01', ended: false, bank: BANK, purpose: '' },
  ...{ takes: 'rest', services: [], houses: [] },
};
const FUND: RecipientTerms = { ...OWN, id: 2, name: 'Фонд', takes: 'capital-repair' };
const HEAT: RecipientTerms = {
  ...{ ...OWN, id: 3, name: 'Теплосеть', takes: 'services', services: ['Отопление'] },
};

function book(...all: RecipientTerms[]): RecipientBook {
  return new RecipientBook(all, COMPANY);
}

/** «имя: копейки» of what a document asks for. */
function sums(document: Partial<Divided>, ...all: RecipientTerms[]): string[] {
  const payees = book(...all).of('2026-11-05', 'house');
  const { shares } = divide({ closing: 0n, lines: [], beside: [], ...document }, payees);
  return shares.map(({ recipient, kopecks }) => `${recipient.name}: ${kopecks}`);
}

const line = (service: string, total: bigint, recipientId: number | null = null) => ({
  ...{ service, total, recipientId },
});

describe('Who is paid', () => {
  it('is whoever holds on the day, of the house before all houses', () => {
    const moved = { ...OWN, since: '2026-11-01', bank: { ...BANK, account: '40702810138250123017' } };
    const house = { ...OWN, id: 4, name: 'Вторая УК', houses: ['house'] };
    const known = book(OWN, house, moved);
    expect(known.of('2026-10-31', 'other').main.bank!.account).toBe(BANK.account);
    expect(known.of('2026-11-01', 'other').main.bank!.account).toBe('40702810138250123017');
    expect(known.of('2026-11-01', 'house').main.name).toBe('Вторая УК');
    expect(book().of('2026-11-01', null).main).toMatchObject({ id: 0, name: COMPANY.name, bank: undefined });
  });

  it('is nobody who has ended, but for lines of which a file names them', () => {
    const ended = { ...HEAT, since: '2026-11-01', ended: true };
    const payees = book(OWN, HEAT, ended).of('2026-11-05', null);
    expect(payees.for('Отопление', null).name).toBe(OWN.name);
    expect(payees.for('Отопление', 3).name).toBe('Теплосеть');
    expect(payees.for('Отопление', 99).name).toBe(OWN.name);
  });

  it('takes services by their names, and capital repair by its words', () => {
    const payees = book(OWN, FUND, HEAT).of('2026-11-05', null);
    expect(payees.for('Взнос на капитальный ремонт', null).name).toBe('Фонд');
    expect(payees.for('Отопление', null).name).toBe('Теплосеть');
    expect(payees.for('Горячая вода', null).name).toBe(OWN.name);
  });
});

describe('A document divided', () => {
  const lines = [line('Вода', 1000n), line('Капремонт', 300n)];

  it('gives each its lines, and to the main one what nobody has told the recipient of', () => {
    expect(sums({ lines, closing: 1300n }, OWN, FUND)).toEqual(['ООО «УК Пример»: 1000', 'Фонд: 300']);
    expect(sums({ lines, closing: 2000n }, OWN, FUND)).toEqual(['ООО «УК Пример»: 1700', 'Фонд: 300']);
    expect(sums({ lines, closing: 2000n }, OWN)).toEqual(['ООО «УК Пример»: 2000']);
  });

  it('gives debts where the file tells whose they are', () => {
    const beside = [[2, 500n]] as const;
    expect(sums({ lines, closing: 2000n, beside }, OWN, FUND)).toEqual([
      'ООО «УК Пример»: 1200',
      'Фонд: 800',
    ]);
  });

  it('asks nobody for less than nothing, and for no more than the document', () => {
    expect(sums({ lines, closing: 100n }, OWN, FUND)).toEqual(['ООО «УК Пример»: 0', 'Фонд: 100']);
    const ahead = [[2, -400n]] as const;
    expect(sums({ lines, closing: 900n, beside: ahead }, OWN, FUND)).toEqual([
      'ООО «УК Пример»: 900',
      'Фонд: 0',
    ]);
  });

  it('says whose advance covers what is owed to another, where nothing is asked for', () => {
    const beside = [[2, -1500n]] as const;
    const division = divide({ lines, closing: -200n, beside }, book(OWN, FUND).of('2026-11-05', null));
    const told = (some: typeof division.ahead) =>
      some.map(({ recipient, kopecks }) => [recipient.id, kopecks]);
    expect([told(division.covered), told(division.ahead)]).toEqual([[[1, 1000n]], [[2, 1200n]]]);
    expect(offsetWords(division)[0]!.replaceAll('\u00a0', ' ')).toBe(
      'Начислено и не оплачено: ООО «УК Пример» — 10,00 ₽. Переплата: Фонд — 12,00 ₽.',
    );
    const lowered = divide(
      { lines, closing: 900n, beside: [[2, -400n]] },
      book(OWN, FUND).of('2026-11-05', null),
    );
    expect(lowered.covered).toEqual([]);
    expect(offsetWords(lowered)).toHaveLength(1);
  });

  it('is lowered by payments: those for somebody first, the others from the main one on', () => {
    const { shares } = divide({ lines, closing: 1300n, beside: [] }, book(OWN, FUND).of('2026-11-05', null));
    const after = (owed: bigint, ...told: (readonly [number | null, bigint])[]) =>
      left(shares, owed, told).map(({ kopecks }) => Number(kopecks));
    expect(after(1300n)).toEqual([1000, 300]);
    expect(after(1000n, [2, 300n])).toEqual([1000, 0]);
    expect(after(1000n)).toEqual([700, 300]);
    expect(after(200n)).toEqual([0, 200]);
    expect(after(900n, [2, 300n])).toEqual([900, 0]);
    expect(after(1500n)).toEqual([1200, 300]);
    // A newer balance asks for more in all: what the fund has got stays paid.
    expect(after(1500n, [2, 200n])).toEqual([1400, 100]);
    // Paid and given back, and another payment to nobody known.
    expect(after(1200n, [2, 300n], [2, -300n])).toEqual([900, 300]);
    // What went back had been counted by the document.
    expect(after(1500n, [2, -200n])).toEqual([1000, 500]);
    expect(after(1100n, [1, 400n], [2, -200n])).toEqual([600, 500]);
  });
});

describe('Two who take the same', () => {
  it('contradict each other in the same houses alone', () => {
    const houses = ['a', 'b'];
    expect(overlapOf({ ...OWN, houses: [] }, [OWN])?.other).toBe(OWN);
    expect(overlapOf({ ...OWN, houses }, [OWN])).toBeUndefined();
    expect(overlapOf({ ...OWN, houses }, [{ ...OWN, houses: ['b'] }])?.other.houses).toEqual(['b']);
    expect(overlapOf({ ...HEAT, services: ['Вода'] }, [HEAT])).toBeUndefined();
    expect(overlapOf({ ...HEAT, services: ['Вода', 'Отопление'] }, [HEAT])?.service).toBe('Отопление');
    expect(overlapOf(HEAT, [{ ...HEAT, ended: true }])).toBeUndefined();
  });
});
