import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from './support/client.js';
import { giveEntry } from './support/inbox.js';
import { hire, STAFF_PASSWORD } from './support/office.js';
import type { Page } from './support/page.js';
import type { PageForm } from './support/page-form.js';
import { pdfFile } from './support/pdf-files.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const AGAIN = { button: 'Отправить ещё раз' };
/** Nine bytes each on its way. */
const DASHES = `Я${'—'.repeat(9990)}я`;

let world: World;
let irina: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '100000' });
  await giveResident(world, 'irina');
  await giveResident(world, 'ivan');
  await world.database.query(
    "UPDATE users SET first_name = 'Иван', last_name = 'Орлов' WHERE login = 'ivan'",
  );
  await hire(world, 'tarasova', 'operator', 'Ольга Тарасова');
  await hire(world, 'sedova', 'operator', 'Марина Седова');
});
afterAll(async () => {
  expect(world?.product.errors() ?? []).toEqual([]);
  await world?.stop();
});
beforeEach(async () => {
  irina = await signIn(world, 'irina');
});

/** Another window of the same browser. */
const windowOf = ({ cookies }: Client): Client => new Client(world.product.url, { cookies });

const endSessions = () => world.database.query('DELETE FROM sessions');

async function enterOffice(login: string, window = world.visitor()): Promise<Client> {
  const form = (await window.get('/staff/login')).form('/staff/login');
  expect((await form.submit({ login, password: STAFF_PASSWORD })).status).toBe(303);
  return window;
}

const registered = async (): Promise<string[]> =>
  (
    await world.database.query<{ who: string }>(
      "SELECT coalesce(u.login, 'nobody') AS who FROM appeals a LEFT JOIN users u ON u.id = a.user_id WHERE text LIKE 'Я%я'",
    )
  ).map(({ who }) => who);

/** A complaint as it stands in a window, and the same after the first press. */
async function typed(client: Client): Promise<() => Promise<Page>> {
  const form = (await client.get('/book/new')).form('/book/new');
  return () => form.submit({ kind: 'complaint', topic: 'general', text: DASHES });
}

describe('A form whose session has ended', () => {
  beforeEach(() => world.database.query('TRUNCATE appeals CASCADE'));

  it('is sent by one press when its author has signed in in another window, before the first press or after it', async () => {
    for (const late of [true, false]) {
      await irina.get('/accounts');
      const press = await typed(irina);
      await endSessions();
      const stale = late ? await press() : undefined;
      if (stale) expect([stale.status, stale.text.includes('войдите в новом окне')]).toEqual([403, true]);
      await signIn(world, 'irina', windowOf(irina));
      const sent = await (stale ? stale.form('/book/new').submit({}, AGAIN) : press());
      expect([late, sent.status]).toEqual([late, 303]);
    }
    expect(await registered()).toEqual(['irina', 'irina']);
  });

  it('waits through a press too many, also in a session that is remembered and in a browser that was closed', async () => {
    irina.cookies.closeWindow();
    await signIn(world, 'irina', irina);
    const press = await typed(irina);
    await endSessions();
    const twice = await (await press()).form('/book/new').submit({}, AGAIN);
    expect(twice.status).toBe(403);
    irina.cookies.closeWindow();
    await signIn(world, 'irina', windowOf(irina));
    expect((await twice.form('/book/new').submit({}, AGAIN)).status).toBe(303);
    expect(await registered()).toEqual(['irina']);
  });

  it('goes out for somebody else only after they have read in whose name', async () => {
    const press = await typed(irina);
    await endSessions();
    const stale = await press();
    await signIn(world, 'ivan', windowOf(irina));
    const shown = await stale.form('/book/new').submit({}, AGAIN);
    expect(shown.status).toBe(403);
    expect(shown.text).toContain('Сейчас вы вошли как Иван О.');
    expect(await registered()).toEqual([]);
    expect((await shown.form('/book/new').submit({}, AGAIN)).status).toBe(303);
    expect(await registered()).toEqual(['ivan']);
  });

  it('with the token of another browser, person or office is refused, wherever it is put', async () => {
    const tokenOf = async (client: Client, path: string) =>
      (await client.get(path)).forms()[0]!.value('_csrf')!;
    const tokens = [await tokenOf(await signIn(world, 'irina'), '/accounts')];
    await endSessions();
    tokens.push(
      await tokenOf(await signIn(world, 'ivan', windowOf(irina)), '/accounts'),
      await tokenOf(await enterOffice('tarasova', windowOf(irina)), '/office'),
      await tokenOf(world.visitor(), '/contacts'),
    );
    await endSessions();
    // of this very browser, but of nobody
    tokens.push(await tokenOf(irina, '/contacts'));
    await signIn(world, 'irina', irina);
    const fields = { kind: 'complaint', topic: 'general', text: 'Я чужая я' };
    for (const token of tokens) {
      for (const proof of [
        [['_csrf', token]],
        [['_before', token]],
        [['_csrf', ''], ...tokens.map((one) => ['_before', one])],
      ]) {
        const body = new URLSearchParams([...Object.entries(fields), ...proof]).toString();
        expect((await irina.post('/book/new', {}, { body })).status).toBe(403);
      }
    }
    const own = await tokenOf(irina, '/accounts');
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    const forged = await irina.post('/book/new', { ...fields, _before: own }, { headers });
    expect([forged.status, forged.body.includes('чужая')]).toEqual([403, false]);
    expect(await registered()).toEqual([]);
  });
});

describe('A form of the office whose session has ended', () => {
  async function half(
    form: (client: Client) => Promise<PageForm>,
    ...filling: Parameters<PageForm['submit']>
  ) {
    const client = await enterOffice('tarasova');
    const opened = await form(client);
    await endSessions();
    return { client, ended: await opened.submit(...filling) };
  }

  it('is sent by one press after a sign-in in another window, and not for a colleague who has signed in instead', async () => {
    const id = await giveEntry(world);
    const path = `/office/messages/${id}/note`;
    const note = async (client: Client) => (await client.get(`/office/messages/${id}`)).form(path);
    const notes = async () =>
      (
        await world.database.query<{ actor_name: string }>(
          "SELECT actor_name FROM appeal_events WHERE kind = 'note' AND appeal_id = $1 ORDER BY id",
          [id],
        )
      ).map((row) => row.actor_name);
    const mine = await half(note, { text: DASHES.slice(0, 3990) });
    expect(mine.ended.status).toBe(401);
    await enterOffice('tarasova', windowOf(mine.client));
    expect((await mine.ended.form(path).submit({}, AGAIN)).status).toBe(303);
    expect(await notes()).toEqual(['Ольга Тарасова']);
    const other = await half(note, { text: 'Позвонить' });
    await enterOffice('sedova', windowOf(other.client));
    const shown = await other.ended.form(path).submit({}, AGAIN);
    expect([shown.status, shown.text.includes('вошли как Марина Седова')]).toEqual([403, true]);
    expect(await notes()).toHaveLength(1);
    expect((await shown.form(path).submit({}, AGAIN)).status).toBe(303);
    expect(await notes()).toEqual(['Ольга Тарасова', 'Марина Седова']);
  });

  it('keeps what was typed beside a scan, and the field for the scan', async () => {
    const path = '/office/messages/new';
    const scan = { name: 'Скан.pdf', content: pdfFile(), type: 'application/pdf' };
    const { client, ended } = await half(
      async (one) => (await one.get(path)).form(path),
      { topic: 'general', name: 'Иванов Пётр', address: 'ул. Садовая, 1', text: DASHES, files: scan },
      { button: 'Зарегистрировать' },
    );
    expect(ended.status).toBe(401);
    expect(ended.form(path).value('text')).toBe(DASHES);
    await enterOffice('tarasova', windowOf(client));
    const sent = await ended.form(path).submit({ files: scan }, AGAIN);
    expect(sent.status).toBe(303);
  });
});
