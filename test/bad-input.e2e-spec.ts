import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { Client } from './support/client.js';
import { enterOffice, hire, STAFF_PASSWORD } from './support/office.js';
import { giveResident, registration, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const NASTY = [
  '\u0000',
  'а\u0000б',
  '<script>alert(1)</script>',
  '{{constructor}}',
  "' OR 1=1 --",
  '\u202Eabc',
  'x'.repeat(5000),
  '%00',
  '__proto__',
  '\r\nBcc: evil@example.test',
  '🙂'.repeat(300),
];

let world: World;
let resident: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '100000' });
  await giveResident(world, 'irina');
  resident = await signIn(world, 'irina');
  await hire(world, 'chief', 'administrator', 'Главная Анна');
});
afterAll(async () => {
  expect(world?.product.errors() ?? []).toEqual([]);
  await world?.stop();
});

const routes = readFileSync('test/routes.txt', 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(' ') as [string, string, string])
  .filter(([, path]) => !path.startsWith('/dev/'));

/** Whoever may open a page, with a session of their own: what is tried may end it. */
async function whoMay(who: string): Promise<Client> {
  if (who === 'residents') return resident.copy();
  return who === 'staff:' ? enterOffice(world, 'chief', STAFF_PASSWORD) : world.visitor();
}

const START: Record<string, string> = { residents: '/accounts', 'staff:': '/office' };

const ONE_CLICK = '/letters/unsubscribe';

describe('Somebody who has found a weakness of the portal', () => {
  it('reads in security.txt where to report it, and until when that is good (RFC 9116)', async () => {
    const answer = await world.visitor().get('/.well-known/security.txt', { check: false });
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    const text = answer.bytes.toString();
    expect(text).toMatch(/^Contact: mailto:[^\s@]+@[^\s@]+$/m);
    expect(text).toMatch(/^Preferred-Languages: ru, en$/m);
    expect(text).toMatch(/^Canonical: http.+\/\.well-known\/security\.txt$/m);
    const [, expires] = /^Expires: (\S+)$/m.exec(text)!;
    const days = (Date.parse(expires!) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(170);
    expect(days).toBeLessThan(365);
  });
});

describe('Every page', () => {
  // A stream does not end: desk-live.e2e listens to it.
  const pages = routes
    .filter(([method, path]) => method === 'GET' && path !== '/office/requests/events')
    .map(([, path, who]) => [path, who] as const);

  it.each(pages)('GET %s bears any path, query and cookie', async (path, who) => {
    const visitors = [world.visitor(), resident.copy(), ...(who === 'staff:' ? [await whoMay(who)] : [])];
    for (const value of NASTY) {
      const encoded = encodeURIComponent(value);
      const names = [
        'next',
        'user',
        'code',
        'k',
        'confirm_user_id',
        'confirm_code',
        'USER_LOGIN',
        'USER_CHECKWORD',
      ];
      const query = names.map((name) => `${name}=${encoded}&${name}=${encoded}`).join('&');
      for (const visitor of visitors) {
        const address = `${path.replaceAll(/:\w+/g, encoded.slice(0, 300))}?${query.slice(0, 7000)}`;
        expect((await visitor.get(address)).status).toBeLessThan(500);
      }
    }
  });

  const forms = routes.filter(([method]) => method === 'POST').map(([, path, who]) => [path, who] as const);

  it.each(forms)('POST %s bears any field and asks for a token', async (path, who) => {
    const visitor = await whoMay(who);
    const start = await visitor.get(START[who] ?? '/');
    const csrf = start.forms()[0]!.value('_csrf')!;
    const target = path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000');
    const without = await visitor.post(target, { login: 'x' });
    if (path === ONE_CLICK) {
      // Mail providers press this button: what proves it is the signature in the address (RFC 8058).
      expect(without.status).toBeLessThan(500);
    } else {
      expect(without.status).toBe(403);
      expect(without.text).toContain('Страница устарела');
    }
    const names = [
      ...[
        'login',
        'password',
        'repeat',
        'current',
        'email',
        'phone',
        'firstName',
        'lastName',
        'middleName',
        'consent',
      ],
      ...[
        'name',
        'contact',
        'text',
        'word',
        'accounts',
        'way',
        'user',
        'code',
        'link',
        'next',
        'ticket',
        'back',
        'on',
      ],
    ];
    for (const value of NASTY) {
      const fields = Object.fromEntries(names.map((name) => [name, value]));
      expect((await visitor.post(target, { ...fields, _csrf: csrf })).status).toBeLessThan(500);
      const doubled = Object.fromEntries(names.map((name) => [name, [value, value]]));
      expect((await visitor.post(target, { ...doubled, _csrf: csrf })).status).toBeLessThan(500);
    }
    expect((await visitor.post(target, { _csrf: csrf })).status).toBeLessThan(500);
  });
});

describe('A request', () => {
  it('with a body of another kind, too large, or broken is refused with a page', async () => {
    const visitor = world.visitor();
    const csrf = (await visitor.get('/')).forms()[0]!.value('_csrf')!;
    const large = await visitor.post('/auth/login', { _csrf: csrf, login: 'x'.repeat(1_000_000) });
    expect(large.status).toBe(413);
    for (const type of ['application/json', 'multipart/form-data; boundary=x', 'text/plain', 'nonsense']) {
      const answer = await visitor.post(
        '/auth/login',
        {},
        { headers: { 'content-type': type }, body: '{"login":[' },
      );
      expect([400, 403, 415]).toContain(answer.status);
    }
    const form = 'application/x-www-form-urlencoded';
    for (const body of ['%', '%FF%FE', 'a[b][c]=1&__proto__[x]=1', '='.repeat(1000)]) {
      const answer = await visitor.post('/auth/login', {}, { headers: { 'content-type': form }, body });
      expect(answer.status).toBeLessThan(500);
    }
  });

  it('with an odd method, path or cookie is refused, never answered with 500', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
      expect((await world.visitor().request(method, '/', { check: false })).status).toBe(405);
    }
    for (const path of [
      '/%',
      '/%00',
      '/%E0%A4%A',
      '/..%2f..%2fetc/passwd',
      '//evil.example/',
      '/accounts/%2e%2e/',
      '/assets/../../package.json',
    ]) {
      expect((await world.visitor().get(path)).status).toBeLessThan(500);
    }
    for (const name of ['sid', 'flash', 'known', 'visitor', 'registered', 'large', 'staff']) {
      for (const value of ['', 'x'.repeat(3000), '%00', 'a.b', '"', '../..']) {
        const visitor = world.visitor();
        visitor.cookies.set(name, value);
        expect((await visitor.get('/')).status).toBeLessThan(500);
      }
    }
    const status = await new Promise<number>((resolve, reject) => {
      const request = httpRequest(
        `${world.product.url}/`,
        { headers: { 'x-large': 'x'.repeat(20_000) } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        },
      );
      request.on('error', reject);
      request.end();
    });
    expect(status).toBe(431);
  });

  it('from another site gets nothing done and no second chance', async () => {
    const csrf = (await resident.get('/accounts')).form('/auth/logout').value('_csrf')!;
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      const answer = await resident.post('/auth/logout', { _csrf: csrf }, { headers });
      expect([answer.status, answer.text.includes('Отправить ещё раз')]).toEqual([403, false]);
    }
    expect((await resident.get('/accounts')).status).toBe(200);
  });

  it('from a page that is stale can be sent again, and shows no password', async () => {
    const visitor = world.visitor();
    const values = Object.fromEntries(
      Object.entries(registration('stale')).map(([name, value]) => [
        name,
        value === true ? 'yes' : String(value),
      ]),
    );
    const stale = await visitor.post('/auth/registration', values);
    expect(stale.status).toBe(403);
    expect(stale.body.toString()).not.toContain('мост и лампа');
    expect(stale.text).toContain('войдите в новом окне');
    const again = await stale.form('/auth/registration').submit({});
    expect(again.status).toBe(422);
    expect(again.form('/auth/registration').value('lastName')).toBe('Белова');
    expect(again.errorOf('password')).toBe('Придумайте пароль');
  });
});

describe('The first visit', () => {
  it.each(['/', '/auth/', '/auth/?register=yes', '/contacts', '/regulations/consent'])(
    'of %s weighs less than 40 KB over the wire in all',
    async (path) => {
      const headers = { 'accept-encoding': 'gzip' };
      const visitor = world.visitor();
      const raw = await visitor.request('GET', path, { headers, check: false });
      const page = await visitor.get(path);
      const links = page.html
        .querySelectorAll('link[href],script[src]')
        .map((element) => element.getAttribute('href') ?? element.getAttribute('src')!);
      const rest = await Promise.all(
        links.map((link) => visitor.request('GET', link, { headers, check: false })),
      );
      const total = [raw, ...rest].reduce((sum, answer) => sum + answer.bytes.length, 0);
      expect(total).toBeLessThan(40_000);
    },
  );
});
