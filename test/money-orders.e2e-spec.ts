import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '../src/core/clock.js';
import { Office } from './support/exchange.js';
import { type Cast, Chance, MoneyOrder, replay, stateOf } from './support/money-orders.js';

const ORDERS = Number(process.env.MONEY_ORDERS ?? 500);
const LANES = 4;
const SEED = Number(process.env.MONEY_SEED ?? 20_261_123);

/** How often each thing is done in an order, at the least: orders that only meet refusals prove nothing. */
const LEAST = {
  undone: 0.4,
  given: 0.25,
  taken: 0.05,
  replaced: 0.25,
  recognised: 0.05,
  repeated: 0.1,
  statements: 0.25,
  divided: 0.03,
};

/** All loads are of one day: which payments a month counts that is not over depends on it. */
class OneDay extends Clock {
  override now(): Date {
    return new Date('2026-11-23T05:00:00Z');
  }
}

/**
 * Equal means: of every account the balance and its day, all documents with their sums, what each counts and by which
 * load it is replaced, payments and statements; of every load what was loaded and what waits. Ids and the numbers of
 * loads differ: each load is called by its place among those that stand. What is loaded afresh has other accounts, since
 * the portal would know the payments of the same ones.
 */
describe('Money after loads, assignments and undoings in any order', () => {
  let office: Office;
  let ids: string[];
  const done: Record<string, number> = {};

  beforeAll(async () => {
    office = await Office.open(4 * ORDERS, undefined, new OneDay());
    const rows = await office.database.query<{ id: string }>('SELECT id FROM accounts ORDER BY number');
    ids = rows.map(({ id }) => id);
  });
  afterAll(() => office?.close());

  /** Two accounts and a stranger for one run of an order. */
  function cast(run: number): Cast {
    const number = (index: number) => `01${String(index).padStart(8, '0')}`;
    return {
      numbers: {
        first: number(2 * run + 1),
        second: number(2 * run + 2),
        stranger: `09${String(run).padStart(8, '0')}`,
      },
      ids: { first: ids[2 * run]!, second: ids[2 * run + 1]! },
    };
  }

  async function check(index: number): Promise<void> {
    const chance = new Chance(SEED + index);
    const order = new MoneyOrder(office, chance, cast(2 * index), chance.below(2) === 0);
    try {
      await order.run(5 + chance.below(6));
      const left = await stateOf(office, cast(2 * index), order.standingBatches);
      for (const [what, times] of Object.entries(order.done)) done[what] = (done[what] ?? 0) + times;
      const batches = await replay(office, order.standing, cast(2 * index + 1));
      expect(left).toEqual(await stateOf(office, cast(2 * index + 1), batches));
    } catch (error) {
      const again = `Once more: MONEY_SEED=${SEED + index} MONEY_ORDERS=1`;
      throw new Error([again, ...order.log, (error as Error).message].join('\n'), { cause: error });
    }
  }

  it(`is to the kopeck that of a fresh load of what is left, in ${ORDERS} orders from seed ${SEED}`, async () => {
    // Loads wait for one another only while they write.
    const orders = Array.from({ length: ORDERS }, (_, index) => index).values();
    const lane = async () => {
      for (const index of orders) await check(index);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const enough = ORDERS < 100 ? 0 : ORDERS;
    for (const [what, least] of Object.entries(LEAST)) {
      expect([what, Math.min(done[what]!, least * enough)]).toEqual([what, least * enough]);
    }
  }, 1_800_000);
});
