import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { giveAccount, giveDocuments, givePayment } from './support/billing.js';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import { dayOfCompany } from './support/meters.js';
import { hire } from './support/office.js';
import { readPdf } from './support/pdf.js';
import { giveResident } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let account: string;
const people = {} as Record<'olga' | 'rimma' | 'marina' | 'irma', Client>;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  people.olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  people.rimma = await hire(world, 'rimma', 'accountant', 'Римма Ли');
  people.marina = await hire(world, 'marina', 'dispatcher', 'Марина Седова');
  people.irma = await hire(world, 'irma', 'moderator', 'Ирма Ли');
  await giveResident(world, 'irina');
  account = await giveAccount(world, 'irina', '0100002483');
  await giveDocuments(world, account, 6, { opening: 100_000 });
  await givePayment(world, account, '2026-10-12', 407_281);
});
afterAll(() => world?.stop());

const pathOf = (id = account) => `/office/accounts/${id}/papers`;

async function give(
  who: Client,
  kind: 'debt' | 'statement',
  fields: Record<string, string> = {},
  id = account,
) {
  return (await who.get(pathOf(id))).form(`${pathOf(id)}/${kind}`).submit(fields);
}

async function pdf(who: Client, location: string | undefined) {
  const answer = await who.get(location!);
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
  return answer;
}

const textOf = (bytes: Buffer): string =>
  readPdf(bytes)
    .pages.map(({ text }) => text)
    .join(' ')
    .replaceAll('\u00A0', ' ');

const numbers = () =>
  world.database
    .query<{ number: number }>('SELECT number FROM account_papers ORDER BY number')
    .then((rows) => rows.map(({ number }) => number));

describe('«Справка о задолженности»', () => {
  it('says the debt with a number, and prints the same whatever the accounting says later', async () => {
    const given = await give(people.olga, 'debt');
    expect(given.status).toBe(303);
    const first = await pdf(people.olga, given.location);
    const text = textOf(first.bytes);
    const year = new Date().getFullYear();
    for (const words of [
      `Справка о задолженности № 1/${year}`,
      '0100002483',
      'задолженность по лицевому счету составляет',
      'Тарасова Ольга Ильинична',
    ]) {
      expect(text).toContain(words);
    }
    await world.database.query(
      'UPDATE accounts SET balance_kopecks = balance_kopecks + 1, owner_name = $2 WHERE id = $1',
      [account, 'Другой'],
    );
    const second = await pdf(people.rimma, given.location);
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
    const page = await people.olga.get(pathOf());
    expect(page.text).toContain(`Справка о задолженности № 1/${year}`);
    expect((await people.olga.get(`/office/accounts/${account}`)).text).toContain(
      `справка о задолженности, № 1/${year}`,
    );
  });

  it('counts a month as debt from the day after its last day', async () => {
    await giveResident(world, 'inga');
    const other = await giveAccount(world, 'inga', '0100002486');
    const [document] = await giveDocuments(world, other, ['2026-10'], {
      change: (month) => void (month.paid = 0),
    });
    const told = async (due: number) => {
      await world.database.query(
        'UPDATE payment_documents SET due_on = $2::date + $3::integer WHERE id = $1',
        [...[document!.id, dayOfCompany(), due]],
      );
      return textOf((await pdf(people.olga, (await give(people.olga, 'debt', {}, other)).location)).bytes);
    };
    const inTime = await told(0);
    expect(inTime).toContain(
      'задолженности по лицевому счету нет. Не оплачено из начисленного за октябрь 2026, срок оплаты до',
    );
    expect(await told(-1)).toContain('задолженность по лицевому счету составляет');
  });

  it('is of one moment, though a load ends while it is made', async () => {
    await giveResident(world, 'olesya');
    const other = await giveAccount(world, 'olesya', '0100002485');
    await giveDocuments(world, other, ['2026-09', '2026-10'], { change: (month) => void (month.paid = 0) });
    const page = await people.olga.get(pathOf(other));
    const load = new pg.Client(world.database.url);
    await load.connect();
    try {
      await load.query('BEGIN; LOCK TABLE payment_documents IN ACCESS EXCLUSIVE MODE');
      const giving = page.form(`${pathOf(other)}/debt`).submit();
      // the debt has been read, the months wait
      await eventually(async () => {
        const [row] = await world.database.query<{ count: number }>(
          "SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted AND relation = 'payment_documents'::regclass",
        );
        return row!.count === 1;
      });
      await load.query(
        `UPDATE payment_documents SET charged_kopecks = charged_kopecks + 100000, closing_kopecks = closing_kopecks + 100000
         WHERE account_id = $1 AND period = '2026-10-01'`,
        [other],
      );
      await load.query('UPDATE accounts SET balance_kopecks = balance_kopecks + 100000 WHERE id = $1', [
        other,
      ]);
      await load.query('COMMIT');
      expect((await giving).status).toBe(303);
    } finally {
      await load.end();
    }
    const [paper] = await world.database.query<{ facts: Record<string, unknown> }>(
      'SELECT facts FROM account_papers WHERE account_id = $1',
      [other],
    );
    const { balance, months } = paper!.facts as { balance: string; months: { total: string }[] };
    // nothing was paid: the months come to the debt
    const sum = months.reduce((before, { total }) => before + BigInt(total), 0n);
    expect(sum).toBe(BigInt(balance));
  });

  it('is given of a closed account too, and of none whose debt nobody has told', async () => {
    await giveResident(world, 'petr');
    const other = await giveAccount(world, 'petr', '0100002484');
    const page = await people.olga.get(pathOf(other));
    expect(page.text).toContain('Долг этого счета ещё не загружен');
    const csrf = (await people.olga.get('/office')).form('/office/sign-out').value('_csrf')!;
    expect((await people.olga.post(`${pathOf(other)}/debt`, { _csrf: csrf })).status).toBe(409);
    await world.database.query(
      "UPDATE accounts SET closed = true, balance_kopecks = 0, balance_on = '2026-11-01' WHERE id = $1",
      [other],
    );
    const given = await give(people.olga, 'debt', {}, other);
    expect(textOf((await pdf(people.olga, given.location)).bytes)).toContain(
      'задолженности по лицевому счету нет',
    );
  });
});

describe('«Выписка за период»', () => {
  it('has the months that were asked for, with what was paid', async () => {
    const given = await give(people.rimma, 'statement', { since: '2026-08', until: '2026-10' });
    const text = textOf((await pdf(people.rimma, given.location)).bytes);
    for (const words of [
      'Выписка по лицевому счету',
      'август 2026 – октябрь 2026',
      '12 октября 2026',
      '4 072,81',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain('июль 2026');
  });

  it('says at the field what is wrong with a month', async () => {
    const csrf = (await people.olga.get(pathOf())).form(`${pathOf()}/statement`).value('_csrf')!;
    for (const [since, until, field] of [
      ['', '2026-10', 'since'],
      ['2026-10', '2026-08', 'until'],
      ['1999-01', '2026-10', 'since'],
      ['2026-08', "2026-10'", 'until'],
      ['2026-13', '2026-10', 'since'],
    ]) {
      const answer = await people.olga.post(`${pathOf()}/statement`, {
        _csrf: csrf,
        since: since!,
        until: until!,
      });
      expect([since, until, answer.status]).toEqual([since, until, 422]);
      expect(answer.body).toContain(`id="${field}-error"`);
    }
  });
});

describe('Numbers of papers', () => {
  it('have no gap and no double when many are given at once, and a double press gives one', async () => {
    const before = await numbers();
    const forms = await Promise.all(
      Array.from({ length: 8 }, async (_, n) =>
        (await (n % 2 ? people.olga : people.rimma).get(pathOf())).form(`${pathOf()}/debt`),
      ),
    );
    await Promise.all(forms.map((form) => form.submit({})));
    const twice = (await people.olga.get(pathOf())).form(`${pathOf()}/statement`);
    const answers = await Promise.all([twice.submit({}), twice.submit({})]);
    expect(answers.map(({ location }) => location === pathOf()).sort()).toEqual([false, true]);
    const all = await numbers();
    expect(all).toHaveLength(before.length + 9);
    expect(all).toEqual(all.map((_, index) => index + 1));
  });

  it('are given to clerks alone, and a paper belongs to its account', async () => {
    const [row] = await world.database.query<{ id: string }>(
      'SELECT id FROM account_papers WHERE account_id = $1 LIMIT 1',
      [account],
    );
    for (const who of [people.marina, people.irma]) {
      expect((await who.get(pathOf())).status).toBe(403);
      expect((await who.get(`${pathOf()}/${row!.id}`)).status).toBe(403);
    }
    const foreign = await world.database.query<{ id: string }>(
      "SELECT id FROM accounts WHERE number = '0100002484'",
    );
    expect((await people.olga.get(`${pathOf(foreign[0]!.id)}/${row!.id}`)).status).toBe(404);
    expect((await people.olga.get(pathOf('00000000-0000-4000-8000-000000000000'))).status).toBe(404);
  });
});
