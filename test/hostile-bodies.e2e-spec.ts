import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { giveMeter } from './support/meters.js';
import { hire } from './support/office.js';
import { giveResident, registration, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const FORM = 'application/x-www-form-urlencoded';
const BINARY = 'application/octet-stream';
const KILOBYTE = 1024;
const MEGABYTE = KILOBYTE * KILOBYTE;

let world: World;
let irina: Client;
let chief: Client;
let account: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000000' });
  await giveResident(world, 'irina');
  irina = await signIn(world, 'irina');
  account = await giveAccount(world, 'irina', '4400000001');
  chief = await hire(world, 'chief', 'administrator', 'Анна Петровна');
});
afterAll(async () => {
  expect(world?.product.errors() ?? []).toEqual([]);
  await world?.stop();
});

interface Answer {
  status: number;
  text: string;
  /** Why the connection ended, when it did not end in peace. */
  error?: string;
  /** Bytes of the body that had gone when the answer was there. */
  sent: number;
}

/** Between two pieces: so slow that the answer is there before a megabyte has left, on a busy machine too. */
const SLOW_MS = 40;

interface Body {
  size: number;
  told?: number | 'chunked';
  more?: number;
  /** Milliseconds between two pieces. */
  pause?: number;
}

/** Sends a body piece by piece, as a telephone does, and goes on for a while after the answer has come. */
async function slowly(
  client: Client,
  path: string,
  type: string,
  { size, told = size, more = MEGABYTE, pause = SLOW_MS }: Body,
): Promise<Answer> {
  const { hostname, port, host } = new URL(world.product.url);
  const socket = connect(Number(port), hostname);
  let text = '';
  let error: string | undefined;
  let closed = false;
  socket.setEncoding('utf8').on('data', (piece) => (text += String(piece)));
  socket.on('error', (failure: Error & { code?: string }) => (error ??= failure.code));
  socket.on('close', () => (closed = true));
  const length = told === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${told}`;
  const form = encodeURIComponent(JSON.stringify({ key: 'k'.repeat(20), fields: {} }));
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${client.cookies.header(path)}\r\nContent-Type: ${type}\r\n` +
      `Sec-Fetch-Site: same-origin\r\nOrigin: ${world.product.url}\r\nX-File-Name: a.csv\r\nX-Panel-Form: ${form}\r\n${length}\r\n\r\n`,
  );
  const piece = 'x'.repeat(128 * KILOBYTE);
  const wire = told === 'chunked' ? `${piece.length.toString(16)}\r\n${piece}\r\n` : piece;
  let sent = 0;
  let answeredAt = 0;
  while (sent < size && !closed && !(answeredAt > 0 && sent > answeredAt + more)) {
    if (!socket.write(wire)) {
      await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve));
    }
    sent += piece.length;
    await sleep(pause);
    if (answeredAt === 0 && text.includes('\r\n\r\n')) answeredAt = sent;
  }
  socket.end();
  for (let tries = 0; tries < 300 && !closed; tries += 1) await sleep(20);
  socket.destroy();
  return {
    status: Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1] ?? 0),
    text,
    sent: answeredAt,
    ...(error && { error }),
  };
}

describe('A body over the limit', () => {
  it.each([
    ['that tells its length', {}],
    ['that does not', { told: 'chunked' as const }],
  ])('%s is answered with the page while its sender is still sending', async (_, how) => {
    const answer = await slowly(irina, '/auth/login', FORM, { size: 20 * MEGABYTE, ...how });
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('Слишком много данных');
    expect(answer.text).toMatch(/^connection: close\r$/im);
    expect(answer.text.trimEnd()).toMatch(/<\/html>|\r\n0$/);
    expect(answer.error).toBeUndefined();
    expect(answer.sent).toBeLessThan(MEGABYTE);
  });

  it.each([
    ['imports/actions/load', BINARY, 210, 422, 'Файл больше 200'],
    ['batches/actions/load', BINARY, 210, 422, 'Файл больше 200'],
    ['staff/actions/create', 'application/json', 2, 413, 'Файл или текст слишком большой'],
  ])('of the panel, %s, is refused in words at once', async (path, type, megabytes, status, words) => {
    const answer = await slowly(chief, `/admin/api/resources/${path}`, type, { size: megabytes * MEGABYTE });
    expect([answer.status, answer.error]).toEqual([status, undefined]);
    expect(answer.text).toContain(words);
    // a busy machine lets some of a big body in before it looks
    expect(answer.sent).toBeLessThan(Math.max(1, megabytes / 20) * MEGABYTE);
  });

  it.each([
    ['imports/actions/load', 200, 422, 'Файл больше 200'],
    ['batches/actions/load', 200, 422, 'Файл больше 200'],
  ])(
    'of the panel, %s, that does not tell its length is refused when it is too long',
    async (path, most, status, words) => {
      const size = (most + 20) * MEGABYTE;
      const answer = await slowly(chief, `/admin/api/resources/${path}`, BINARY, {
        size,
        told: 'chunked',
        pause: 2,
      });
      expect([answer.status, answer.error]).toEqual([status, undefined]);
      expect(answer.text).toContain(words);
      expect(answer.sent).toBeLessThan((most + 10) * MEGABYTE);
    },
  );

  it('of the sheet with code words is refused at once', async () => {
    const answer = await slowly(chief, '/admin/slips', FORM, { size: 20 * MEGABYTE, told: 'chunked' });
    expect([answer.status, answer.error]).toEqual([413, undefined]);
    expect(answer.sent).toBeLessThan(3 * MEGABYTE);
  });

  it('that never comes to its end costs a connection only for a few seconds', async () => {
    const { hostname, port, host } = new URL(world.product.url);
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.resume();
    socket.write(
      `POST /auth/login HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${FORM}\r\nContent-Length: 9999999\r\n\r\n`,
    );
    const drip = setInterval(() => socket.write('x'), 200);
    const began = Date.now();
    await closed;
    clearInterval(drip);
    expect(Date.now() - began).toBeLessThan(20_000);
  });
});

describe('A long text of one sign', () => {
  const SIGNS = [' ', 'a', 'я', '@', '.', '0', '1', ',', '"', '\n', '\u00a0', '\u2800', '-', 'a.', '1 '];
  /** As much as a form may hold, with a stranger at each end so that nothing is trimmed away. */
  const texts = SIGNS.flatMap((sign) => {
    const bytes = new URLSearchParams({ a: sign }).toString().length - 2;
    const run = sign.repeat(Math.floor((60 * KILOBYTE) / bytes));
    return [run, `x${run}x`, `1${run}!`];
  });

  /** The least of a few tries: others work on this machine, too. */
  async function milliseconds(work: () => Promise<unknown>, enough: number): Promise<number> {
    let least = Infinity;
    for (let tries = 0; tries < 12 && least > enough; tries += 1) {
      const began = performance.now();
      await work();
      least = Math.min(least, performance.now() - began);
    }
    return least;
  }

  /** As long, and hard on nobody. */
  const PLAIN = 'Слово за слово. '.repeat((60 * KILOBYTE) / 86);

  async function forms(): Promise<[client: Client, page: string, action: string | RegExp][]> {
    await giveMeter(world, account);
    return [
      [world.visitor(), '/auth/?register=yes', '/auth/registration'],
      [world.visitor(), '/auth/?login=yes', '/auth/login'],
      [world.visitor(), '/auth/?forgot_password=yes', '/auth/recovery'],
      [world.visitor(), '/', '/feedback'],
      [world.visitor(), '/staff/login', '/staff/login'],
      [irina, '/profile/name', '/profile/name'],
      [irina, '/profile/email', '/profile/email'],
      [irina, '/profile/password', '/profile/password'],
      [irina, '/accounts/link', /link/],
      [irina, `/accounts/${account}/readings`, /readings$/],
    ];
  }

  it('in any field of any form takes no longer than a plain word does, many times over', async () => {
    const slow: string[] = [];
    for (const [client, path, action] of await forms()) {
      const page = await client.get(path);
      const form = page.form(action);
      const names = Object.keys(form.values()).filter((name) => !name.startsWith('_'));
      expect(names.length).toBeGreaterThan(0);
      const target = form.action;
      const csrf = form.value('_csrf')!;
      const send = (fields: Record<string, string>) => client.post(target, { ...fields, _csrf: csrf });
      for (const name of names) {
        // Signs that HTML writes as five are five times the page.
        const enough = 100 + 20 * (await milliseconds(() => send({ [name]: PLAIN }), 0));
        for (const text of texts) {
          const work = async () => expect((await send({ [name]: text })).status).toBeLessThan(500);
          const took = await milliseconds(work, enough);
          if (took > enough) {
            slow.push(`${path} ${name} ${JSON.stringify(text.slice(0, 4))}: ${Math.round(took)} ms`);
          }
        }
      }
    }
    expect(slow).toEqual([]);
  }, 300_000);

  it('that nobody can see is nothing, also where a field may stay empty', async () => {
    const form = (await world.visitor().get('/auth/?register=yes')).form('/auth/registration');
    const unseen = '\u2800\u200b'.repeat(1500);
    const answer = await form.submit({ ...registration('unseen'), middleName: unseen, phone: unseen });
    expect(answer.status).toBe(303);
    const [row] = await world.database.query<Record<string, string | null>>(
      "SELECT middle_name, phone FROM users WHERE login = 'unseen'",
    );
    expect(Object.values(row!).map((value) => value ?? '')).toEqual(['', '']);
  });
});
