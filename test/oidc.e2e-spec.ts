import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import type { IdToken } from '../src/trial/providers/oidc-server.js';
import type { Page } from './support/page.js';
import { awayTo, BentOidc, settingsOf, TestProvider, type Trouble } from './support/provider-servers.js';
import { giveResident, PASSWORD } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const DESCRIPTION = '/.well-known/openid-configuration';
const REFUSED =
  'Вход через «Портал города» не подтверждён. Попробуйте ещё раз или войдите с логином и паролем.';
const AWAY = '«Портал города» сейчас не отвечает. Войдите с логином и паролем или попробуйте позже.';

const server = new BentOidc();
const provider = new TestProvider(server);
let world: World;
let number = 0;

beforeAll(async () => {
  await server.start();
  world = await startWorld({
    ...{ THROTTLE_FACTOR: '1000', OIDC_NAME: 'Портал города' },
    ...settingsOf({ oidc: server }),
  });
  await giveResident(world, 'irina');
});
beforeEach(() => {
  provider.behave();
  server.bend = undefined;
  server.describe = (description) => description;
  server.shownKey = undefined;
});
afterAll(async () => {
  await world?.stop();
  await server?.stop();
});

async function press(visitor = world.visitor()): Promise<Page> {
  return (await visitor.get('/auth/')).form('/auth/oidc').submit();
}

async function come(): Promise<Page> {
  const visitor = world.visitor();
  number += 1;
  return visitor.get(await provider.allow(awayTo(await press(visitor)), { id: `person ${number}` }));
}

async function expectPasswordForm(page: Page, words: string): Promise<void> {
  expect([page.status, page.errors]).toEqual([422, [words]]);
  const form = page.form('/auth/login');
  expect((await form.submit({ login: 'irina', password: PASSWORD })).location).toBe('/accounts');
}

// First, since a description that was good is kept for ten minutes.
describe('A sign-in that does not describe itself rightly', () => {
  it.each<[Trouble, string]>([
    ['slow', AWAY],
    ['drip', AWAY],
    ['huge', AWAY],
    ['redirect', AWAY],
    ['broken', AWAY],
    ['not json', AWAY],
  ])('(%s) is told of, with the password form, and its failure is not kept', async (how, words) => {
    provider.behave(DESCRIPTION, how);
    await expectPasswordForm(await press(), words);
  });

  it.each<[string, object]>([
    ['another issuer', { issuer: 'https://other.example.ru' }],
    ['no address for tokens', { token_endpoint: undefined, authorization_endpoint: undefined }],
    ['a script for a page', { authorization_endpoint: 'javascript:alert(1)' }],
  ])('(%s) sends nobody anywhere', async (_what, change) => {
    server.describe = (description) => ({ ...description, ...change });
    const page = await press();
    expect(page.status).toBe(422);
    expect(awayTo(page)).toBe('');
  });

  it('is asked anew when it is well again', async () => {
    expect((await come()).location).toBe('/auth/oidc/registration');
    expect(world.product.errors()).toEqual([]);
  });
});

describe('A token of identity', () => {
  const claims =
    (change: Record<string, unknown>) =>
    ({ header, claims: all }: IdToken): IdToken => ({ header, claims: { ...all, ...change } });
  const now = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

  it.each<[string, () => (token: IdToken) => IdToken]>([
    ['for another audience', () => claims({ aud: 'another client' })],
    [
      'for several, of which we are one, issued to another',
      () => claims({ aud: ['kabinet', 'x'], azp: 'x' }),
    ],
    ['of another issuer', () => claims({ iss: 'https://other.example.ru' })],
    ['that is long over', () => claims({ iat: now(-1200), exp: now(-900) })],
    ['that begins later', () => claims({ nbf: now(900) })],
    ['with another nonce', () => claims({ nonce: 'x'.repeat(32) })],
    ['without a nonce', () => claims({ nonce: undefined })],
    ['with two nonces', () => claims({ nonce: ['a', 'b'] })],
    ['of nobody', () => claims({ sub: undefined })],
    ['of somebody else than the profile', () => claims({ sub: 'somebody else' })],
    ['without an end', () => claims({ exp: undefined })],
    [
      'without a signature',
      () =>
        ({ claims: all }) => ({ header: { alg: 'none' }, claims: all }),
    ],
    [
      'with the signature of a shared secret',
      () =>
        ({ claims: all }) => ({ header: { alg: 'HS256' }, claims: all }),
    ],
    [
      'by a key that nobody knows',
      () =>
        ({ claims: all }) => ({ header: { alg: 'ES256', kid: 'x' }, claims: all }),
    ],
  ])('%s lets nobody in', async (_what, bend) => {
    server.bend = bend();
    await expectPasswordForm(await come(), REFUSED);
  });

  it('signed by another key lets nobody in', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    server.shownKey = { ...publicKey.export({ format: 'jwk' }) };
    await expectPasswordForm(await come(), REFUSED);
  });

  it('that was good for an earlier sign-in lets nobody in a second time', async () => {
    let first: IdToken | undefined;
    server.bend = (token) => (first ??= token);
    expect((await come()).location).toBe('/auth/oidc/registration');
    await expectPasswordForm(await come(), REFUSED);
  });

  it.each([
    ['a minute behind', -60],
    ['a minute ahead', 60],
  ])('of a clock that is %s is good', async (_what, drift) => {
    const life = drift < 0 ? 30 : 300;
    server.bend = claims({ iat: now(drift), nbf: now(drift), exp: now(drift + life) });
    expect((await come()).location).toBe('/auth/oidc/registration');
  });

  it('shown by another issuer than the one that was asked lets nobody in', async () => {
    const visitor = world.visitor();
    const back = new URL(await provider.allow(awayTo(await press(visitor)), { id: 'mixed' }));
    back.searchParams.set('iss', 'https://other.example.ru');
    await expectPasswordForm(await visitor.get(back.href), REFUSED);
  });
});

describe('Why it has refused', () => {
  const declined = (state: string, why: string): string =>
    `/auth/oidc/callback?${new URLSearchParams({ error: 'access_denied', error_description: why, state }).toString()}`;

  it('is shown as text, short, and only to the browser that was sent there, once', async () => {
    const why = `Вас нет в списке <script>alert(1)</script> ${'очень '.repeat(60)}`;
    const visitor = world.visitor();
    const state = new URL(awayTo(await press(visitor))).searchParams.get('state')!;
    const stranger = await world.visitor().get(declined(state, why));
    expect(stranger.errors).toEqual([REFUSED]);

    const told = await visitor.get(declined(state, why));
    expect(told.errors[0]).toContain(
      `${REFUSED} «Портал города» отвечает: Вас нет в списке <script>alert(1)`,
    );
    expect(told.errors[0]!.length).toBeLessThan(260);
    expect(told.body).not.toContain('<script>alert(1)');
    expect((await visitor.get(declined(state, why))).errors).toEqual([REFUSED]);
  });

  it('is not shown when it is strange', async () => {
    const visitor = world.visitor();
    const state = new URL(awayTo(await press(visitor))).searchParams.get('state')!;
    expect((await visitor.get(declined(state, 'до\u202Eтен'))).errors).toEqual([REFUSED]);
  });
});
