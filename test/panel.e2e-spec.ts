import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { accountId, act, enterOffice, list, loadDemo } from './support/office.js';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';
import { eventually } from './support/eventually.js';

const RESOURCES = [
  'residents',
  'accounts',
  'houses',
  'links',
  'code-words',
  'word-accounts',
  'letters',
  'imports',
  'staff',
  'audit',
];
const STAFF_PASSWORD = 'сорок человек в коридоре';

let world: World;
let administrator: Client;
let operator: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  const demo = await loadDemo(world);
  administrator = await enterOffice(world, demo.login, demo.password);
  const created = await world.product.cli([
    'staff:create',
    '--login',
    'clerk',
    '--email',
    'clerk@example.test',
    '--role',
    'operator',
    '--name',
    'Пётр Клерков',
  ]);
  const oneTime = created.stdout.trim().split(': ').at(-1)!;
  operator = await enterOffice(world, 'clerk', oneTime);
  const form = (await operator.get('/staff/password')).form('/staff/password');
  expect((await form.submit({ password: STAFF_PASSWORD, repeat: STAFF_PASSWORD })).location).toBe('/office');
  await giveResident(world, 'irina');
});
afterAll(() => world?.stop());

describe('The way into the panel', () => {
  it('is its own: neither a stranger nor a resident gets in', async () => {
    const resident = await signIn(world, 'irina');
    for (const visitor of [world.visitor(), resident]) {
      expect((await visitor.get('/admin')).location).toMatch(/^\/staff\/login/);
      expect((await visitor.get('/admin/api/resources/residents/actions/list')).status).toBe(401);
      expect(
        (await act(visitor, 'residents/records/00000000-0000-4000-8000-000000000000/block', { reason: 'x' }))
          .status,
      ).toBe(401);
    }
  });

  it('demands an own password first after a one-time one, and refuses a weak one', async () => {
    const created = await act(administrator, 'staff/actions/create', {
      name: 'Новая Сотрудница',
      login: 'new-one',
      email: 'new@example.test',
      role: 'operator',
    });
    const password = created.result!.words![0]!.value;
    const newcomer = await enterOffice(world, 'new-one', password);
    expect((await newcomer.get('/admin')).location).toMatch(/^\/staff\/login/);
    expect((await newcomer.get('/staff/login')).location).toBe('/staff/password');
    const form = (await newcomer.get('/staff/password')).form('/staff/password');
    const weak = await form.submit({ password: 'kabinet12345', repeat: 'kabinet12345' });
    expect(weak.status).toBe(422);
  });

  it('closes at once for somebody whose access was closed', async () => {
    const created = await act(administrator, 'staff/actions/create', {
      name: 'Уволенный',
      login: 'dismissed',
      email: 'gone@example.test',
      role: 'operator',
    });
    const password = created.result!.words![0]!.value;
    const gone = await enterOffice(world, 'dismissed', password);
    const [row] = (await list(administrator, 'staff', '?filters.login=dismissed')) as [{ id: string }];
    expect((await act(administrator, `staff/records/${row.id}/disable`)).status).toBe(200);
    expect((await gone.get('/staff/password')).location).toBe('/staff/login');
    await expect(enterOffice(world, 'dismissed', password)).rejects.toThrow('not let in');
  });

  it('refuses what comes from other sites or without an origin', async () => {
    const path = '/admin/api/resources/houses/actions/list';
    expect((await administrator.get(path, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    const file = await administrator.get('/admin/excel/houses', {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(file.status).toBe(403);
    const body = JSON.stringify({ key: 'k'.repeat(20), fields: {} });
    for (const headers of [{}, { origin: 'https://evil.example' }] as Record<string, string>[]) {
      const answer = await administrator.request('POST', '/admin/api/resources/staff/actions/create', {
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      expect(answer.status).toBe(403);
    }
  });
});

describe('Every resource of the panel', () => {
  it.each(RESOURCES)('«%s» can be listed, searched, sorted and opened', async (resource) => {
    const rows = await list(administrator, resource);
    for (const query of [
      '?filters.q=%25_%5C%27%22',
      '?page=2',
      '?perPage=5',
      '?sortBy=nonsense',
      '?filters.nonsense=1',
      '?page=-1',
    ]) {
      const page = await administrator.get(`/admin/api/resources/${resource}/actions/list${query}`);
      expect(page.status).toBeLessThan(500);
    }
    if (rows[0]) {
      const shown = await administrator.get(`/admin/api/resources/${resource}/records/${rows[0]['id']}/show`);
      expect(shown.status).toBe(200);
      expect(shown.body.toString()).not.toMatch(/argon2id|hmac/i);
    }
  });

  it('answers an operator only where an operator may look', async () => {
    const page = await operator.get('/admin/api/resources/staff/actions/list');
    expect(page.status).toBe(403);
    // The journal is told after the answer.
    await eventually(async () => {
      const lines = await list(administrator, 'audit', '?filters.action=staff.refused');
      return lines.some(({ object }) => object === 'Сотрудники');
    });
    expect((await act(operator, 'staff/actions/create', {})).status).toBeGreaterThanOrEqual(400);
    const own = await list(operator, 'audit');
    expect(new Set(own.map(({ actor }) => actor))).toEqual(new Set(['Пётр Клерков']));
  });
});

describe('An operator', () => {
  it('finds a resident by name, login, e-mail, telephone and account', async () => {
    const account = await accountId(world, 30);
    await world.database.query(
      "INSERT INTO account_links (user_id, account_id) SELECT id, $1 FROM users WHERE login = 'irina'",
      [account],
    );
    const [{ number }] = (await world.database.query<{ number: string }>(
      'SELECT number FROM accounts WHERE id = $1',
      [account],
    )) as [{ number: string }];
    for (const words of [
      'белова ирина',
      'Ирина БЕЛОВА',
      'IRINA',
      'irina@exam',
      '8 (902) 512-34',
      '9025123456',
      number,
    ]) {
      const found = await list(operator, 'residents', `?filters.q=${encodeURIComponent(words)}`);
      expect(found.map(({ login }) => login)).toEqual(['irina']);
    }
    const links = await list(operator, 'links', `?filters.account~~id=${account}`);
    expect(links.length).toBeGreaterThanOrEqual(1);
  });

  it('finds an account by an address copied from a page, with the flat', async () => {
    const [{ number, address }] = (await list(operator, 'accounts')) as [{ number: string; address: string }];
    const [house] = address.split(', кв.') as [string];
    for (const copied of [address, address.toUpperCase(), address.replaceAll('. ', '.\u00a0')]) {
      const found = await list(operator, 'accounts', `?filters.q=${encodeURIComponent(copied)}`);
      expect(found.map((row) => row['number'])).toContain(number);
    }
    const filter = `?filters.address=${encodeURIComponent(house)}&filters.number=${number}`;
    expect((await list(operator, 'accounts', filter)).map((row) => row['number'])).toEqual([number]);
  });

  it('is told when a sheet of slips holds no word or not all of them', async () => {
    for (const [type, body, told] of [
      ['application/json', '{}', ''],
      ['application/x-www-form-urlencoded', 'words=x', ''],
      ['application/x-www-form-urlencoded', `words=${'x%0A'.repeat(2500)}`, 'ещё 500 слов'],
    ] as const) {
      const page = await operator.request('POST', '/admin/slips', {
        headers: { 'content-type': type, ...operator.sameOrigin() },
        body,
      });
      expect(page.status).toBe(200);
      expect(page.body.toString()).toContain('нет ни одного действующего');
      expect(page.body.toString()).toContain(told);
    }
  });

  it('blocks with a reason, and the resident is out; then lets them back in', async () => {
    const resident = await signIn(world, 'irina');
    const [{ id }] = (await list(operator, 'residents', '?filters.login=irina')) as [{ id: string }];
    expect((await act(operator, `residents/records/${id}/block`, { reason: '' })).errors).toHaveProperty(
      'reason',
    );
    expect(
      (await act(operator, `residents/records/${id}/block`, { reason: 'По просьбе жителя' })).status,
    ).toBe(200);
    expect((await resident.get('/accounts')).location).toContain('/auth/');
    expect((await act(operator, `residents/records/${id}/unblock`)).status).toBe(200);
    await signIn(world, 'irina');
  });

  it('sends a recovery letter, whose code nobody of the office sees', async () => {
    const [{ id }] = (await list(operator, 'residents', '?filters.login=irina')) as [{ id: string }];
    expect((await act(operator, `residents/records/${id}/sendWayIn`)).message).toContain('смены пароля');
    const letter = await world.mail.waitForLetter({
      to: 'irina@example.test',
      subject: 'Запрос на смену пароля',
    });
    const [, code] = /USER_CHECKWORD=([A-Za-z0-9]{8})/.exec(letter.text)!;
    const page = await operator.get('/admin/api/resources/letters/actions/list');
    expect(page.body.toString()).not.toContain(code);
    // The worker marks the letter after the server has taken it.
    const sent = async () => {
      const [row] = await world.database.query<{ data: unknown }>(
        "SELECT data FROM letters WHERE kind = 'recovery' AND sent_at IS NOT NULL ORDER BY created_at DESC LIMIT 1",
      );
      return row;
    };
    const [, link] = /[?&]k=([\w-]+)/.exec(letter.text)!;
    const kept = JSON.stringify((await eventually(sent)).data);
    expect([kept.includes(code!), kept.includes(link!)]).toEqual([false, false]);

    const [listed] = (await list(operator, 'letters', '?filters.kind=recovery')) as [{ id: string }];
    expect((await act(operator, `letters/records/${listed.id}/again`)).status).toBe(200);
    const second = await world.mail.waitForLetter({
      to: 'irina@example.test',
      subject: 'Запрос на смену пароля',
    });
    expect(second.text).not.toContain(code);
  });

  it('reads in words that the address of an old letter is gone, and why it cannot be sent again', async () => {
    const [row] = await world.database.query<{ id: string }>(
      `INSERT INTO letters (kind, recipient, subject, user_id, created_at, not_after, sent_at)
       SELECT 'password-changed', '', '', id, now() - interval '200 days', now(), now() FROM users WHERE login = 'irina' RETURNING id`,
    );
    const letters = await list(operator, 'letters', '?filters.kind=password-changed');
    const old = letters.find(({ id }) => id === row!.id)!;
    expect(old['recipient']).toBe('адрес удалён через 180 дней');
    const refused = await act(operator, `letters/records/${row!.id}/again`);
    expect(JSON.stringify(refused)).toContain('адрес и тема уже удалены');
  });
});

describe('The journal', () => {
  it('cannot be changed, even in the database', async () => {
    for (const statement of [
      'UPDATE audit_events SET action = action',
      'DELETE FROM audit_events',
      'TRUNCATE audit_events',
    ]) {
      await expect(world.database.query(statement)).rejects.toThrow('the journal only grows');
    }
  });

  it('tells who did what', async () => {
    const lines = await list(administrator, 'audit', '?filters.action=user.blocked');
    expect(lines[0]).toMatchObject({ actor: 'Пётр Клерков', object: 'irina' });
  });
});

describe('The office', () => {
  it('cannot set a password: there is no such action, and a resident keeps theirs', async () => {
    const [{ id }] = (await list(administrator, 'residents', '?filters.login=irina')) as [{ id: string }];
    for (const action of ['edit', 'new', 'delete', 'bulkDelete', 'setPassword']) {
      const answer = await act(administrator, `residents/records/${id}/${action}`, { password: 'x' });
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
    const form = (await world.visitor().get('/auth/')).form('/auth/login');
    expect((await form.submit({ login: 'irina', password: PASSWORD })).location).toBe('/accounts');
  });
});
