import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Right, type Role, rightsOf } from '../src/accounts/household/rights.js';
import { giveAccount, giveDocuments, givePayment, monthsUntil } from './support/billing.js';
import type { Client } from './support/client.js';
import { type Company, openCompany } from './support/every-page.js';
import { giveLink, giveMember } from './support/household.js';
import { dayOfCompany, giveMeter, thisMonth } from './support/meters.js';
import { readPdf } from './support/pdf.js';
import { giveResident, signIn } from './support/resident.js';

const MEMBERS: { name: string; role: Role; money: boolean }[] = [
  { name: 'owner', role: 'owner', money: false },
  { name: 'family', role: 'family', money: false },
  { name: 'tenant', role: 'tenant', money: false },
  { name: 'tenant-with-money', role: 'tenant', money: true },
  { name: 'trusted', role: 'trusted', money: false },
  { name: 'payer', role: 'payer', money: false },
];
let company: Company;
let certificate: string;
let ownerName: string;
const clients = new Map<string, Client>();

beforeAll(async () => {
  company = await openCompany();
  const { world, account, pages } = company;
  certificate = /certificates\/([\w-]{36})/.exec(Object.values(pages).join(' '))![1]!;
  for (const { name, role, money } of MEMBERS) {
    clients.set(name, await giveMember(world, `as-${name}`, account, { role, money }));
  }
  // who has lived there for long
  await world.database.query(
    "UPDATE account_links l SET created_at = now() - interval '3 years' FROM users u WHERE u.id = l.user_id AND u.login LIKE 'as-%'",
  );
  const [row] = await world.database.query<{ owner_name: string }>(
    'SELECT owner_name FROM accounts WHERE id = $1',
    [account],
  );
  ownerName = row!.owner_name;
});
afterAll(() => company?.world.stop());

/** Pages below `/accounts/<id>`, by the right that they need. */
const pagesOf = (month: string, link: string): [Right, string][] => [
  ...['balance', `balance/${month}`, 'changes', 'receipts', `receipts/${month}`, `receipts/${month}/pdf`].map(
    (page): [Right, string] => ['money', page],
  ),
  ...['pay', 'pay/code.png'].map((page): [Right, string] => ['money', page]),
  ...['readings', 'readings/history', 'readings/history.csv'].map((page): [Right, string] => [
    'readings',
    page,
  ]),
  ...['', '/sent'].map((page): [Right, string] => [
    'readings',
    `readings/certificates/${certificate}${page}`,
  ]),
  ['photos', `readings/certificates/${certificate}/photos`],
  ['inviting', `people/${link}/end`],
];

describe.each(MEMBERS)('Somebody who sees an account as $name', ({ name, role, money }) => {
  const may = rightsOf(role, money);
  const me = (): Client => clients.get(name)!;
  const own = (page: string): string => `/accounts/${company.account}${page}`;
  const token = async (): Promise<string> => (await me().get(own('/unlink'))).form(/unlink/).value('_csrf')!;
  const count = async (table: string): Promise<number> => {
    const [row] = await company.world.database.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM ${table} t JOIN users u ON u.id = t.user_id WHERE u.login = $1 AND t.account_id = $2`,
      [`as-${name}`, company.account],
    );
    return row!.count;
  };

  it('opens the pages of these rights, and is refused all others', async () => {
    const link = /people\/([\w-]{36})\/end/.exec(company.pages['/accounts/:id/people/:link/end']!)![1]!;
    const answers: Record<string, boolean> = {};
    const meant: Record<string, boolean> = {};
    for (const [right, page] of pagesOf(company.month, link)) {
      const { status } = await me().get(own(`/${page}`));
      expect([200, 403, 404]).toContain(status);
      answers[page] = status === 200;
      meant[page] = may[right];
    }
    expect(answers).toEqual(meant);
  });

  it('sends the forms of these rights, and none of the others', async () => {
    const _csrf = await token();
    const send = async (path: string, fields: Record<string, string> = {}): Promise<boolean> => {
      const { status } = await me().post(path, { _csrf, ...fields });
      expect([200, 303, 403, 404, 422]).toContain(status);
      return status < 400 || status === 422;
    };
    expect({
      readings: await send(own('/readings')),
      letter: await send(own(`/readings/certificates/${certificate}/letter`)),
      join: await send('/requests/join', { account: company.account, request: randomUUID() }),
    }).toEqual({ readings: may.readings, letter: may.readings, join: may.requests });
  });

  it('asks for help and complains about this flat only where they may', async () => {
    const _csrf = await token();
    const before = { requests: await count('service_requests'), book: await count('appeals') };
    const asked = {
      account: company.account,
      category: 'leak',
      emergency: 'no',
      text: 'Капает из-под мойки',
    };
    await me().post('/requests', {
      _csrf,
      ...asked,
      phone: '8 902 555-66-77',
      access: '',
      address: 'ул. Лесная, 4',
    });
    const form = await me().get('/book/new');
    const [topic] = form.html.querySelectorAll('[name="topic"], [name="topic"] option').flatMap((one) => {
      const value = one.getAttribute('value');
      return value ? [value] : [];
    });
    const written = {
      kind: 'complaint',
      topic: topic!,
      title: 'Шум лифта',
      text: 'Лифт гудит всю ночь напролёт',
    };
    await me().post('/book/new', { _csrf, ...written, account: company.account, address: 'ул. Лесная, 4' });
    expect({
      requests: (await count('service_requests')) - before.requests,
      book: (await count('appeals')) - before.book,
    }).toEqual({ requests: Number(may.requests), book: Number(may.book) });
  });

  it('reads nothing of the owner and of others where that is not open', async () => {
    const addresses = Object.entries(company.pages).flatMap(([route, path]) =>
      path && /^\/(accounts|requests|announcements|readings|services)/.test(route) ? [path] : [],
    );
    const told = new Set<string>();
    for (const path of [...addresses, '/accounts']) {
      const page = await me().get(path);
      // one's own name stands in the frame of each page and on one's own papers
      const text = page.status === 200 ? (page.html.querySelector('main')?.text ?? page.text) : '';
      if (text.includes(ownerName)) told.add(path);
    }
    expect(may.owner ? told.size > 0 : [...told]).toEqual(may.owner ? true : []);
  });

  it('finds in the menu, the tiles and on the page of the account nothing that is closed to them', async () => {
    for (const path of [own(''), '/requests', '/profile']) {
      const page = await me().get(path);
      const links = page.html
        .querySelectorAll('a')
        .map((link) => link.getAttribute('href') ?? '')
        .filter((href) => /^\/(accounts|services|readings|requests|book)/.test(href));
      expect(links.some((href) => /balance|receipt/.test(href))).toBe(may.money);
      expect(links.some((href) => /readings/.test(href))).toBe(may.readings);
      for (const href of new Set(links)) {
        expect([href, (await me().get(href)).status]).not.toEqual([href, 403]);
      }
    }
  });

  it('is told the sum on the page of the account only where money is open', async () => {
    const page = await me().get(own(''));
    expect(page.status).toBe(200);
    expect(/К оплате|Переплата|Начислений пока нет|Задолженности нет/.test(page.text)).toBe(may.money);
    expect(page.body.toString().includes('₽')).toBe(may.money);
  });
});

describe('A tenant', () => {
  it('does not see requests that the owner has made, nor who has sent readings', async () => {
    const tenant = clients.get('tenant')!;
    const request = company.pages['/requests/:id']!;
    expect((await clients.get('family')!.get(request)).status).toBe(200);
    expect((await tenant.get(request)).status).toBe(404);
    expect((await clients.get('payer')!.get(request)).status).toBe(404);
    expect((await tenant.get('/requests')).body.toString()).not.toContain(request);
    const paper = `/accounts/${company.account}/readings/certificates/${certificate}`;
    const sender = async (who: Client): Promise<boolean> =>
      (await who.get(paper)).html.querySelector('main')!.text.includes('Ирина Б.');
    expect([await sender(clients.get('family')!), await sender(tenant)]).toEqual([true, false]);
  });

  it('reads of meters where they stood at the beginning and what has come since, nothing of before', async () => {
    const { world, account } = company;
    const used = ['1102.100', '1111.100', '1120.100', '1129.100', '1138.777'];
    const meter = await giveMeter(world, account, {
      number: 'К-7071',
      place: 'Кладовая',
      readings: used.map((one) => [one]),
    });
    const [last] = await world.database.query<{ month: string }>(
      `SELECT to_char(max(period), 'YYYY-MM') AS month FROM meter_readings r JOIN meters m ON m.id = r.meter_id
       WHERE m.number = 'К-7071'`,
    );
    const lodger = await giveMember(world, 'lodger', account, { role: 'tenant', money: true });
    const pages = (who: Client): Promise<string[]> =>
      Promise.all(
        ['readings', 'readings/history?months=36', 'readings/history.csv', `receipts/${last!.month}`].map(
          async (page) => (await who.get(`/accounts/${account}/${page}`)).body.toString(),
        ),
      );
    const [form, history, file, receipt] = await pages(lodger);
    // what the dial shows is no secret to who stands before it; what others have used is
    expect(form).toContain('1138');
    expect(form).not.toContain('обычно');
    expect(history).toContain('К-7071');
    for (const page of [history, file]) {
      // ids of a page have digits of their own
      expect(page!.replace(/[\da-f]{8}-[\da-f-]{27}/g, '')).not.toMatch(/1102|1111|1120|1129|1138/);
    }
    // the receipt of a month before their own is the owner's
    expect(receipt).not.toContain('Итого');
    expect(receipt).not.toContain('К-7071');
    // the month ends at midnight of the company, wherever the database thinks that it is
    const cameAt = async (after: string): Promise<string> => {
      await world.database.query(
        `UPDATE account_links l SET created_at = (($1 || '-01')::date + interval '1 month') AT TIME ZONE 'Asia/Irkutsk' + $2::interval
         FROM users u WHERE u.id = l.user_id AND u.login = 'lodger'`,
        [last!.month, after],
      );
      return (await lodger.get(`/accounts/${account}/receipts/${last!.month}`)).text;
    };
    expect(await cameAt('-30 minutes')).toContain('К-7071');
    expect(await cameAt('30 minutes')).not.toMatch(/К-7071|Итого/);
    await world.database.query(
      "UPDATE account_links l SET created_at = now() FROM users u WHERE u.id = l.user_id AND u.login = 'lodger'",
    );
    const [theirs, whole, table] = await pages(clients.get('family')!);
    expect(theirs).toContain('обычно');
    expect(whole).toContain('1129');
    expect(table).toContain('1102,100');
    // nor is it told by the question about what is unusual
    const ask = async (who: Client): Promise<string> => {
      const page = await who.get(`/accounts/${account}/readings`);
      const sent = await page
        .form(`/accounts/${account}/readings`)
        .submit({ [`whole-${meter}-0`]: '01500', [`fraction-${meter}-0`]: '000' });
      return sent.html.querySelector('main')!.text.replaceAll('\u00A0', ' ');
    };
    const [asked, whatTheyAreAsked] = [await ask(lodger), await ask(clients.get('family')!)];
    expect(asked).toContain('361,223 м³');
    expect(asked).not.toMatch(/ обычно|обычно \d/);
    expect(whatTheyAreAsked).toContain('361,223 м³, обычно 9');
    // and from then on it is theirs
    await world.database.query(
      `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, account_id)
       SELECT m.id, $2, '{1141.777}', $3, 'cabinet', 'accepted', $1
       FROM meters m WHERE m.number = 'К-7071'`,
      [account, `${thisMonth()}-01`, dayOfCompany()],
    );
    const after = await lodger.get(`/accounts/${account}/readings/history`);
    expect(after.text).toContain('1141');
    expect(after.text).toContain('3,000');
    expect((await lodger.get(`/accounts/${account}/people`)).text).toContain('свои заявки');
    expect((await clients.get('family')!.get(`/accounts/${account}/people`)).text).toContain(
      'заявки по этой квартире',
    );
  });

  it('with money is shown documents and payments of their own time, without what tells of the owner', async () => {
    const { world } = company;
    const months = monthsUntil(thisMonth(), 3).toReversed();
    await giveResident(world, 'owning');
    const account = await giveAccount(world, 'owning', '7041000071');
    await giveDocuments(world, account, months.toReversed(), {
      change: ({ lines }) => (lines[6]!.benefit = 39_259),
    });
    await givePayment(world, account, dayOfCompany(), 100_000);
    const clients = {
      lodger: await giveMember(world, 'moneyed', account, { role: 'tenant', money: true }),
      payer: await giveMember(world, 'paying', account, { role: 'payer' }),
      owner: await signIn(world, 'owning'),
    };
    const pages = [
      '',
      '/about',
      '/balance',
      `/balance/${months[0]}`,
      '/changes',
      '/receipts',
      `/receipts/${months[0]}`,
      '/pay',
    ];
    const text = async (who: Client, page: string): Promise<string> =>
      (await who.get(`/accounts/${account}${page}`)).text.replaceAll('\u00A0', ' ');
    const pdf = async (who: Client, large = ''): Promise<string> => {
      const { bytes } = await who.get(`/accounts/${account}/receipts/${months[0]}/pdf${large}`);
      const pages = readPdf(bytes).pages.map((page) => page.text);
      return pages.join(' ').replaceAll('\u00A0', ' ');
    };
    const secrets = /Белова|(?<![\d ])54,30?0?(?!\d)|2 человека|[Лл]ьгот|392,59|2,000/;
    for (const who of [clients.lodger, clients.payer]) {
      for (const page of pages) {
        expect([page, secrets.exec(await text(who, page))?.[0]]).toEqual([page, undefined]);
      }
      for (const paper of [await pdf(who), await pdf(who, '?large=1')]) {
        expect(secrets.exec(paper)?.[0]).toBeUndefined();
        expect(paper).toContain('1 136,50');
      }
    }
    expect(await text(clients.owner, `/receipts/${months[0]}`)).toMatch(secrets);
    const statuses = (who: Client): Promise<number[]> =>
      Promise.all(
        [
          `receipts/${months[0]}`,
          ...[`receipts/`, 'balance/'].map((page) => `${page}${months[1]}`),
          `receipts/${months[1]}/pdf`,
        ].map(async (page) => (await who.get(`/accounts/${account}/${page}`)).status),
      );
    expect(await statuses(clients.lodger)).toEqual([200, 404, 404, 404]);
    expect(await statuses(clients.payer)).toEqual([200, 200, 200, 200]);
    const links = async (who: Client, page: string): Promise<string> =>
      (await who.get(`/accounts/${account}/${page}`)).body.toString();
    for (const page of ['balance', 'receipts']) {
      expect(await links(clients.lodger, page)).toContain(`/receipts/${months[0]}`);
      expect(await links(clients.lodger, page)).not.toContain(months[1]!);
      expect(await links(clients.payer, page)).toContain(months[1]!);
    }
    const isBeforeThe12th = dayOfCompany() <= `${months[0]}-12`;
    const count = async (who: Client): Promise<number> =>
      (await who.get(`/accounts/${account}/balance`)).html.querySelectorAll('.payments li').length;
    // one of today, and two that the documents have counted
    expect([await count(clients.lodger), await count(clients.payer)]).toEqual([isBeforeThe12th ? 2 : 1, 3]);
  });

  it('sees the account until the end date, and nothing of it from that moment on', async () => {
    const { world, account } = company;
    await giveResident(world, 'short');
    const link = await giveLink(world, 'short', account, { role: 'tenant', money: true });
    const short = await signIn(world, 'short');
    const readings = await short.get(`/accounts/${account}/readings`);
    expect(readings.status).toBe(200);
    await world.database.query("UPDATE account_links SET until = now() - interval '1 second' WHERE id = $1", [
      link,
    ]);
    // the page stands open still
    const sent = await readings.form(`/accounts/${account}/readings`).submit({});
    expect(sent.status).toBe(404);
    expect((await short.get(`/accounts/${account}`)).status).toBe(404);
    expect((await short.get(`/accounts/${account}/pay/code.png`)).status).toBe(404);
    expect((await short.get('/accounts')).text).toContain('Привяжите свой лицевой счет');
  });

  it('cannot be without an end date, and an owner has none', async () => {
    const { world, account } = company;
    await giveResident(world, 'endless');
    const add = (role: string, until: string | null): Promise<unknown> =>
      world.database.query(
        'INSERT INTO account_links (user_id, account_id, role, until) SELECT id, $1, $2, $3 FROM users WHERE login = $4',
        [account, role, until, 'endless'],
      );
    await expect(add('tenant', null)).rejects.toThrow('account_links_tenant_until');
    await expect(add('owner', '2030-01-01')).rejects.toThrow('account_links_owner_for_good');
  });
});
