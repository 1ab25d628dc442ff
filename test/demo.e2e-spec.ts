import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enterOffice, loadDemo } from './support/office.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let demo: Awaited<ReturnType<typeof loadDemo>>;

beforeAll(async () => {
  world = await startWorld();
  demo = await loadDemo(world);
});
afterAll(() => world?.stop());

describe('The demo company', () => {
  it('has one person of each role, whose login says which, and tells how each gets in', async () => {
    expect(demo.people.map(({ login }) => login)).toEqual([
      'operator',
      'dispatcher',
      'accountant',
      'moderator',
      'administrator',
    ]);
    for (const { login, password } of demo.people) {
      await enterOffice(world, login, password);
      const [row] = await world.database.query('SELECT role FROM staff WHERE login = $1', [login]);
      expect(row).toEqual({ role: login });
    }
    expect(demo.login).toBe('administrator');
  });

  it('has payment documents of 13 months on each of its 60 accounts, up to the last month', async () => {
    const [row] = await world.database.query(
      `SELECT count(*)::int AS documents, count(DISTINCT account_id)::int AS accounts,
              count(DISTINCT period)::int AS months,
              max(period) = date_trunc('month', now() AT TIME ZONE 'Asia/Irkutsk') - interval '1 month' AS up_to_date
       FROM payment_documents`,
    );
    expect(row).toEqual({ documents: 780, accounts: 60, months: 13, up_to_date: true });
  });

  it('adds up in the database: lines, payments, documents and balances', async () => {
    const wrong = await world.database.query(
      `SELECT d.number FROM payment_documents d
       LEFT JOIN payment_documents b ON b.account_id = d.account_id AND b.period = d.period - interval '1 month'
       LEFT JOIN LATERAL (SELECT sum(charged_kopecks + increase_kopecks) AS charged, sum(recalculated_kopecks) AS again,
           sum(benefit_kopecks) AS benefit, sum(total_kopecks) AS total, count(*) AS lines
         FROM charge_lines WHERE document_id = d.id) l ON true
       LEFT JOIN LATERAL (SELECT coalesce(sum(amount_kopecks), 0) AS paid FROM payments WHERE document_id = d.id) p ON true
       WHERE d.charged_kopecks <> l.charged OR d.recalculated_kopecks <> l.again OR d.benefit_kopecks <> l.benefit
          OR d.paid_kopecks <> p.paid OR d.opening_kopecks <> coalesce(b.closing_kopecks, d.opening_kopecks)
          OR l.lines NOT BETWEEN 8 AND 12 OR d.closing_kopecks <> d.opening_kopecks + l.total + d.penalty_kopecks - p.paid`,
    );
    expect(wrong).toEqual([]);
    const balances = await world.database.query(
      `SELECT a.number FROM accounts a
       JOIN LATERAL (SELECT closing_kopecks FROM payment_documents WHERE account_id = a.id
                     ORDER BY period DESC LIMIT 1) d ON true
       WHERE a.balance_kopecks <> d.closing_kopecks - coalesce(
         (SELECT sum(amount_kopecks) FROM payments WHERE account_id = a.id AND document_id IS NULL), 0)
          OR a.balance_on IS NULL OR a.balance_on > (now() AT TIME ZONE 'Asia/Irkutsk')::date`,
    );
    expect(balances).toEqual([]);
  });

  it('shows where its documents and payments come from', async () => {
    const batches = await world.database.query<{ kind: string; file_name: string; rows_loaded: number }>(
      'SELECT kind, file_name, rows_loaded FROM batches ORDER BY kind',
    );
    expect(batches.map(({ kind, file_name }) => `${kind} ${file_name}`)).toEqual([
      'charges Демонстрационные данные',
      'payments Демонстрационные данные',
    ]);
    expect(batches.every(({ rows_loaded }) => rows_loaded > 500)).toBe(true);
  });
});
