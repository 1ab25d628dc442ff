import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Charge, Office } from './support/exchange.js';

const ACCOUNTS = 40;
const PERIODS = { september: '2026-09', october: '2026-10' } as const;

let office: Office;

beforeAll(async () => {
  office = await Office.open(ACCOUNTS);
});
afterAll(() => office?.close());

const numbers = Array.from({ length: ACCOUNTS }, (_, n) => `01${String(n + 1).padStart(8, '0')}`);

/** A line of heating and one of the lift for each account; sums in kopecks. */
function month(period: string, accounts: readonly string[], heating: number): Charge[] {
  return accounts.flatMap((account) => [
    { account, period, service: 'Отопление', charged: heating },
    { account, period, service: 'Лифт', charged: 10_000 },
  ]);
}

async function take(lines: Charge[], ...options: string[]): Promise<{ code: number; text: string }> {
  const path = await office.charges('c.csv', lines);
  const { code, output } = await office.import('charges', path, ...options);
  return { code, text: output.replaceAll('\u00a0', ' ') };
}

describe('The check of charges', () => {
  it('has nothing to compare the first month with', async () => {
    const { code, text } = await take(month(PERIODS.september, numbers, 100_000));
    expect(code).toBe(0);
    expect(text).not.toMatch(/прошлому месяцу|Необычные|Нет квитанции/);
  });

  it('tells how the month has grown, by services, and who has no document now', async () => {
    const lines = month(PERIODS.october, numbers.slice(0, 37), 160_000);
    lines[0] = { ...lines[0]!, charged: 1_500_000 };
    const { code, text } = await take(lines, '--dry-run');
    expect(code).toBe(0);
    expect(text).toMatch(/Начислено \+\d+ % к прошлому месяцу по тем же счетам: было 40 700,00 ₽/);
    expect(text).toMatch(/ {2}Отопление, 37 000,00 ₽, .*, \+\d+ %/);
    expect(text).not.toMatch(/ {2}Лифт/);
    expect(text).toContain('Нет квитанции за этот месяц: 3:\n  0100000038, 1 100,00 ₽\n');
    expect(text).toContain('Необычные суммы: 1:\n  строка 2, 0100000001, 1 100,00 ₽, 15 100,00 ₽\n');
  });

  it('stops at a file that is not whole, which can be taken all the same', async () => {
    const half = month(PERIODS.october, numbers.slice(0, 20), 100_000);
    const { code, text } = await take(half);
    expect(code).toBe(1);
    expect(text).toContain('В файле нет 20 из 40 лицевых счетов');
    expect(text).toContain('Загрузить всё равно: ключ --accept');
    expect(await office.count('batches')).toBe(1);
    expect((await take(half, '--accept')).code).toBe(0);
  });

  it('knows what another file has brought for the same month', async () => {
    const rest = month(PERIODS.october, numbers.slice(20), 100_000);
    const { code, text } = await take(rest);
    expect([code, text]).toEqual([0, expect.not.stringMatching(/Нет квитанции/)]);
  });

  it('stops at sums that are not those of a month', async () => {
    const { code, text } = await take(month('2026-11', numbers, 1_000_000));
    expect(code).toBe(1);
    expect(text).toMatch(/Начислено \+818 % к прошлому месяцу: было 44 000,00 ₽, в файле 404 000,00 ₽\./);
  });
});
