import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { STAFF_PASSWORD } from './office.js';
import type { Client } from './client.js';
import type { Page } from './page.js';

const STEP_MS = 30_000;
/** A code is asked for with so much of its half minute left that the product sees it in the same one. */
const MARGIN_MS = 8_000;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An app for codes on a telephone, by RFC 6238 and without a library. */
export class Authenticator {
  private readonly key: Buffer;

  constructor(secret: string) {
    const bits = [...secret.replaceAll(' ', '')]
      .map((sign) => BASE32.indexOf(sign).toString(2).padStart(5, '0'))
      .join('');
    this.key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  }

  /** The code that it shows; of a clock that is so many half minutes ahead. */
  async code(ahead = 0): Promise<string> {
    const left = STEP_MS - (Date.now() % STEP_MS);
    if (left < MARGIN_MS) await sleep(left + 50);
    const message = Buffer.alloc(8);
    message.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + ahead));
    const mac = createHmac('sha1', this.key).update(message).digest();
    const at = mac[19]! & 15;
    return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
  }
}

/** What somebody has who has connected an app. */
export interface Enrolled {
  app: Authenticator;
  /** Recovery codes as they were shown. */
  paper: string[];
  page: Page;
}

/** Connects an app, to the page with the recovery codes; the password is given where it is asked for. */
export async function enrol(staff: Client, password = STAFF_PASSWORD): Promise<Enrolled> {
  const page = await staff.get('/staff/second-factor');
  if (page.location !== undefined) return scan(await page.follow());
  return scan(await (await page.form('/staff/second-factor/begin').submit({ current: password })).follow());
}

/** Goes on from the page with the QR code. */
export async function scan(page: Page): Promise<Enrolled> {
  const app = new Authenticator(secretOn(page));
  const done = await page.form(/second-factor\/new/).submit({ code: await app.code() });
  if (done.status !== 200) throw new Error(`No second factor: ${done.status} ${done.errors.join('; ')}`);
  return { app, paper: codesOn(done), page: done };
}

/** The secret of a page for whose QR code there is no camera. */
export function secretOn(page: Page): string {
  const [, secret] = /Ключ: ([A-Z2-7 ]+[A-Z2-7])/.exec(page.text) ?? [];
  if (secret === undefined) throw new Error(`No secret on ${page.path}: ${page.text.slice(0, 200)}`);
  return secret;
}

/** Recovery codes on the page that shows them. */
export function codesOn(page: Page): string[] {
  return page.text.match(/\d{4} \d{4} \d{4}/g) ?? [];
}

/** The password of somebody who has an app: gives the page that asks for a code. */
export async function half(
  visitor: Client,
  login: string,
  { password = STAFF_PASSWORD, next = '' } = {},
): Promise<Page> {
  const path = next === '' ? '/staff/login' : `/staff/login?next=${encodeURIComponent(next)}`;
  const answer = await (await visitor.get(path)).form('/staff/login').submit({ login, password });
  if (!answer.location?.startsWith('/staff/login/code')) {
    throw new Error(`${login} is asked for no code: ${answer.location} ${answer.errors.join('; ')}`);
  }
  return answer.follow();
}
