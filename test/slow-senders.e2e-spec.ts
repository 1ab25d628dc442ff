import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { hire } from './support/office.js';
import { giveCertificate, jpeg, type Sent } from './support/photos.js';
import { register, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const FORM = 'application/x-www-form-urlencoded';
const BINARY = 'application/octet-stream';
/** Longer than twice the time of a form: Node looks at its own limits so often only. */
const LONG_S = 66;
const BOUNDARY = 'slow-line';

let world: World;
let irina: Client;
let chief: Client;
let sent: Sent;

beforeAll(async () => {
  world = await startWorld();
  await register(world, 'irina');
  irina = await signIn(world, 'irina');
  sent = await giveCertificate(world, await giveAccount(world, 'irina', '4400000001'), 'irina');
  chief = await hire(world, 'chief', 'administrator', 'Анна Петровна');
});
afterAll(async () => {
  expect(world?.product.errors() ?? []).toEqual([]);
  await world?.stop();
});

interface Heard {
  text: string;
  seconds: number;
}

interface Request {
  client?: Client;
  method?: string;
  path: string;
  type?: string;
  length: number;
  pieces: Iterable<Buffer>;
}

/** Sends a piece each second until all are gone or the connection is; tells what was heard, and when it was over. */
async function each(
  second: number,
  { client, method = 'POST', path, type = FORM, length, pieces }: Request,
): Promise<Heard> {
  const { hostname, port, host } = new URL(world.product.url);
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  let text = '';
  let over = false;
  socket.setEncoding('latin1').on('data', (piece) => (text += String(piece)));
  socket.on('error', () => undefined).on('close', () => (over = true));
  const began = performance.now();
  const form = encodeURIComponent(JSON.stringify({ key: 'k'.repeat(20), fields: {} }));
  socket.write(
    `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${client?.cookies.header(path) ?? ''}\r\nContent-Type: ${type}\r\n` +
      `Sec-Fetch-Site: same-origin\r\nOrigin: ${world.product.url}\r\nX-File-Name: a.csv\r\nX-Panel-Form: ${form}\r\n` +
      `Content-Length: ${length}\r\n\r\n`,
  );
  for (const piece of pieces) {
    if (over) break;
    socket.write(piece);
    await sleep(second * 1000);
  }
  for (let tries = 0; tries < 300 && !over && text === ''; tries += 1) await sleep(50);
  const seconds = (performance.now() - began) / 1000;
  socket.destroy();
  return { text, seconds };
}

function* parts(whole: Buffer, count: number): Generator<Buffer> {
  const size = Math.ceil(whole.length / count);
  for (let from = 0; from < whole.length; from += size) yield whole.subarray(from, from + size);
}

function* drops(count: number): Generator<Buffer> {
  for (let n = 0; n < count; n += 1) yield Buffer.from('x');
}

const statusOf = ({ text }: Heard) => Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1] ?? 0);

describe('On a slow line', () => {
  it.concurrent.each([
    ['accounts', 'imports'],
    ['charges', 'batches'],
  ])('the office sends a file of %s for more than a minute', async (_, resource) => {
    const file = Buffer.from('Лицевой счет;Адрес\n'.repeat(80_000));
    const heard = await each(1, {
      client: chief,
      path: `/admin/api/resources/${resource}/actions/load`,
      type: BINARY,
      length: file.length,
      pieces: parts(file, LONG_S),
    });
    expect(heard.seconds).toBeGreaterThan(60);
    expect([200, 422]).toContain(statusOf(heard));
  });

  it.concurrent('a resident sends a photo for more than a minute', async () => {
    const token = (await irina.get(sent.address)).form(sent.address).value('_csrf')!;
    const photo = await jpeg(2400, 1800);
    const body = Buffer.concat([
      Buffer.from(
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n--${BOUNDARY}\r\n` +
          `Content-Disposition: form-data; name="photo-${sent.readings[0]}"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`,
      ),
      photo,
      Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
    ]);
    expect(body.length).toBeGreaterThan(1_200_000);
    const heard = await each(1, {
      client: irina,
      path: sent.address,
      type: `multipart/form-data; boundary=${BOUNDARY}`,
      length: body.length,
      pieces: parts(body, LONG_S),
    });
    expect(heard.seconds).toBeGreaterThan(60);
    expect(statusOf(heard)).toBe(303);
    expect(await world.database.query('SELECT id FROM meter_photos')).toHaveLength(1);
  });
});

describe('A connection that is kept by a byte now and then', () => {
  it.concurrent.each<[string, () => Omit<Request, 'length' | 'pieces'>]>([
    ['at the sign-in', () => ({ path: '/auth/login' })],
    ['with a page that is only opened', () => ({ method: 'GET', path: '/auth/login' })],
    [
      'in a form of the panel',
      () => ({ client: chief, path: '/admin/api/resources/staff/actions/create', type: 'application/json' }),
    ],
    [
      'in a file of the office',
      () => ({ client: chief, path: '/admin/api/resources/batches/actions/load', type: BINARY }),
    ],
    [
      'in a form with photos',
      () => ({ client: irina, path: sent.address, type: `multipart/form-data; boundary=${BOUNDARY}` }),
    ],
  ])('is ended after half a minute %s', async (_, request) => {
    const heard = await each(1, { ...request(), length: 9999, pieces: drops(50) });
    expect(heard.seconds).toBeGreaterThan(25);
    expect(heard.seconds).toBeLessThan(40);
  });

  it.concurrent('costs no more by somebody who may not send files', async () => {
    const path = '/admin/api/resources/batches/actions/load';
    const heard = await each(1, {
      path,
      type: BINARY,
      length: 9_999_999,
      pieces: parts(Buffer.alloc(2_000_000), 50),
    });
    expect(statusOf(heard)).toBe(401);
    expect(heard.seconds).toBeLessThan(20);
  });
});
