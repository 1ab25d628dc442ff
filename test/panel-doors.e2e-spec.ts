import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Client } from './support/client.js';
import { act, enterOffice, hire, list, loadDemo } from './support/office.js';
import { register, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const ROLES = ['operator', 'dispatcher', 'accountant', 'moderator', 'administrator'] as const;
const NOBODY_HAS = '00000000-0000-4000-8000-000000000000';

let world: World;
let word: string;
let chief: Client;
const staff: Record<string, Client> = {};

beforeAll(async () => {
  world = await startWorld();
  const demo = await loadDemo(world);
  word = demo.word;
  chief = await enterOffice(world, demo.login, demo.password);
  for (const role of ROLES) {
    staff[role] = await hire(world, `the-${role}`, role, `Некий ${role}`, chief, demo.password);
  }
  await register(world, 'resident');
});
afterAll(() => world?.stop());

/** Asks for an address as somebody who may not even send a proper body: only who it is decides. */
function knock(client: Client, method: string, path: string, headers: Record<string, string> = {}) {
  return client.request(method, path, {
    headers: { ...client.sameOrigin(), 'content-type': 'text/plain', ...headers },
    ...(method === 'POST' && { body: 'x' }),
  });
}

describe('Every address of the panel', () => {
  const table = readFileSync('test/panel-routes.txt', 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .map(([method, path, ...roles]) => ({ method: method!, path: path!, roles }));

  it('opens to its roles and to nobody else', async () => {
    expect(table.length).toBeGreaterThan(50);
    const strangers = [world.visitor(), await signIn(world, 'resident')];
    const found: string[] = [];
    for (const { method, path, roles } of table) {
      const [, resource] = /^\/admin\/api\/resources\/([^/]+)\//.exec(path) ?? [];
      for (const role of ROLES) {
        const may = roles.includes(role);
        const lister = may ? staff[role]! : chief;
        const known = path.endsWith('/show') ? (await list(lister, resource!))[0]?.['id'] : undefined;
        const address = path.replace(/:\w+/g, (name) =>
          name === ':id' && known !== undefined ? known : NOBODY_HAS,
        );
        const { status } = await knock(staff[role]!, method, address);
        const listed = path.endsWith('/list') || known !== undefined;
        const right = may
          ? listed
            ? status === 200
            : [200, 404, 409, 415].includes(status)
          : status === 403;
        if (!right) found.push(`${role} ${method} ${path}: ${status}`);
      }
      for (const stranger of strangers) {
        const answer = await knock(stranger, method, path.replace(/:\w+/g, NOBODY_HAS));
        const sent = answer.status === 302 && answer.location?.startsWith('/staff/login');
        if (answer.status !== 401 && !sent) found.push(`stranger ${method} ${path}: ${answer.status}`);
      }
    }
    expect(found).toEqual([]);
  });

  it('leads everybody of the office from its own address to «Сегодня», and opens its menu to them', async () => {
    for (const role of ROLES) {
      const page = await staff[role]!.get('/admin');
      expect([role, page.status, page.location]).toEqual([role, 303, '/office']);
      expect((await page.follow()).heading).toBe('Сегодня');
      const data = await staff[role]!.get('/admin/api/menu', { headers: staff[role]!.sameOrigin() });
      expect([role, data.status]).toEqual([role, 200]);
    }
  });
});

describe('A sheet of slips', () => {
  const sheet = (client: Client, words: string) =>
    client.request('POST', '/admin/slips', {
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...client.sameOrigin() },
      body: new URLSearchParams({ words }).toString(),
    });

  it('is not for an accountant, who may not issue words', async () => {
    const answer = await sheet(staff['accountant']!, word);
    expect(answer.status).toBe(403);
    expect(answer.body.toString()).not.toContain(word);
  });

  it('stops an operator who guesses words after ten sheets, and the journal knows', async () => {
    for (let good = 0; good < 12; good += 1) {
      expect((await sheet(staff['operator']!, word)).status).toBe(200);
    }
    for (let guess = 0; guess < 10; guess += 1) {
      expect((await sheet(staff['operator']!, `мост-лампа-лес-${100 + guess}`)).status).toBe(200);
    }
    const stopped = await sheet(staff['operator']!, word);
    expect(stopped.status).toBe(429);
    expect(stopped.body.toString()).toContain('Слишком много попыток');
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0);
    const lines = await list(chief, 'audit', '?filters.action=code-word.refused');
    expect(lines).toHaveLength(10);
    expect(lines[0]).toMatchObject({ actor: 'Некий operator' });
  });
});

describe('An attacker at the doors of the panel', () => {
  /** A small generator with a seed, so that what was found once is found again. */
  function chance(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }

  const from = (pick: (below: number) => number, ...of: string[]) => of[pick(of.length)]!;

  function twist(path: string, pick: (below: number) => number): string {
    const at = 1 + pick(path.length - 1);
    const [left, right] = [path.slice(0, at), path.slice(at)];
    switch (pick(14)) {
      case 0:
        return path.toUpperCase().replace('/ADMIN', '/admin');
      case 1:
        return left + right.charAt(0).toUpperCase() + right.slice(1);
      case 2:
        return path.replace(/(?!^)\//g, (slash) => slash.repeat(1 + pick(3)));
      case 3:
        return `${path}/`;
      case 4:
        return path.replace(/(?!^)\//, '%2F').replace('/api', '/%61pi');
      case 5:
        return `${left}%${right.charCodeAt(0).toString(16)}${right.slice(1)}`;
      case 6:
        return left + from(pick, '%', '%0', '%zz', '%00', '%c3%28', '%ff', '%2e%2e') + right;
      case 7:
        return path.replace(
          '/admin/',
          from(pick, '/admin/./', '/admin/../admin/', '/admin;x/', '/admin/%2e/'),
        );
      case 8:
        return `${path}?${from(pick, 'page=2&page=3', 'filters.q=%', 'filters.__proto__=1', 'sortBy=constructor', 'a[b][c]=1', '%00=1', `x=${'y'.repeat(3000)}`)}`;
      case 9:
        return left + 'z'.repeat(1 + pick(6000));
      case 10:
        return `${left}\\${right}`;
      default:
        return path;
    }
  }

  it('never sees a fault, nor data when coming from another site', async () => {
    const seed = Number(process.env['FUZZ_SEED'] ?? 20261128);
    const pick = chance(seed);
    const resources = [
      'residents',
      'staff',
      'audit',
      'jobs',
      'readings',
      'nothing',
      '__proto__',
      'constructor',
    ];
    const actions = [
      'list',
      'LIST',
      'show',
      'report',
      'edit',
      'new',
      'delete',
      'bulkDelete',
      'search',
      'create',
      'toString',
      'block',
    ];
    const ids = [NOBODY_HAS, '1', '0', '-1', '99999999999999999999', 'x', "';--", 'null', 'undefined', '1e3'];
    const address = () =>
      from(
        pick,
        '/admin',
        '/admin/api/menu',
        '/admin/slips',
        `/admin/jobs/${from(pick, ...ids)}/file`,
        `/admin/round-lists/${from(pick, ...ids)}`,
        `/admin/readings/${from(pick, ...ids)}/photos/${from(pick, ...ids)}`,
        `/admin/api/pages/${from(pick, 'x', 'dashboard')}`,
        `/admin/frontend/assets/${from(pick, 'app.bundle.js', 'x')}`,
        ...['', '/api'].flatMap((api) => [
          `/admin${api}/resources/${from(pick, ...resources)}`,
          `/admin${api}/resources/${from(pick, ...resources)}/actions/${from(pick, ...actions)}`,
          `/admin${api}/resources/${from(pick, ...resources)}/search/${from(pick, ...ids)}`,
          `/admin${api}/resources/${from(pick, ...resources)}/bulk/${from(pick, ...actions)}`,
          `/admin${api}/resources/${from(pick, ...resources)}/records/${from(pick, ...ids)}/${from(pick, ...actions)}`,
        ]),
      );
    const bodies = [
      '',
      '{',
      '[]',
      'null',
      '{"key":1}',
      '{"key":"kkkkkkkkkkkkkkkkkkkk","fields":[]}',
      '\0',
      'a=b',
    ];
    const types = [
      'application/json',
      'text/plain',
      'application/octet-stream',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      'application/json; charset=utf-99',
      '',
    ];

    const wrong: string[] = [];
    for (let turn = 0; turn < 2500; turn += 1) {
      const method = from(pick, 'GET', 'GET', 'GET', 'HEAD', 'POST', 'POST', 'PUT', 'DELETE', 'OPTIONS');
      const plain = address();
      const path = twist(plain, pick).replace(/[^\x21-\x7e]/g, 'q');
      const foreign = pick(3) === 0;
      const type = from(pick, ...types);
      const headers = {
        ...(foreign
          ? { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
          : chief.sameOrigin()),
        ...(type && { 'content-type': type }),
      };
      const body = method === 'POST' ? from(pick, ...bodies) : undefined;
      const answer = await chief.request(method, path, { headers, body, check: false });
      const text = answer.body.toString();
      const said = `${method} ${path.slice(0, 200)} ${foreign ? 'foreign' : ''} ${type}: ${answer.status}`;
      if (answer.status >= 500) wrong.push(said);
      const inPanel = /^\/admin(?=[/?]|$)/.test(path);
      const known = ['GET', 'HEAD', 'POST'].includes(method);
      const guarded = method === 'POST' || /^\/admin\/+api(\/|$|\?)/i.test(path);
      if (inPanel && foreign && known && guarded && answer.status !== 403) wrong.push(said);
      if (foreign && guarded && /REDUX_STATE|"records"|"cards"/.test(text)) wrong.push(`data: ${said}`);
    }
    expect(wrong).toEqual([]);
  });

  it('finds one spelling of each address only', async () => {
    for (const path of [
      '/admin/API/resources/staff/actions/list',
      '/admin/api/resources/staff/actions/LIST',
      '/admin//api/resources/staff/actions/list',
      '/admin/api/resources/staff/actions/list/',
      '/admin/%61pi/resources/staff/actions/list',
      '/admin/./api/resources/staff/actions/list',
      '/admin/api/resources/STAFF/actions/list',
      '/admin/Slips',
    ]) {
      expect([path, (await chief.get(path)).status]).toEqual([path, 404]);
      const foreign = await chief.get(path, { headers: { 'sec-fetch-site': 'cross-site' } });
      expect(foreign.body.toString()).not.toMatch(/"(records|cards)":/);
      if (!path.includes('Slips')) expect([path, foreign.status]).toEqual([path, 403]);
    }
    const answer = await act(chief, '../Resources/staff/actions/create', {
      login: randomBytes(4).toString('hex'),
    });
    expect(answer.status).toBe(404);
  });
});
