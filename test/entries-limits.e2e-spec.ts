import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAppeal, writeAppeal } from './support/appeals.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.database.query('DELETE FROM working_calendars');
  // it has read them at its start
  await world.product.restart();
});
afterAll(() => world?.stop());

describe('The book in a year without a calendar', () => {
  it('promises no day, before and after the sending', async () => {
    await giveResident(world, 'early');
    const early = await signIn(world, 'early');
    expect((await early.get('/book/new')).text).toContain('Ответим за 10 рабочих дней, срок назовём позже');
    const id = await writeAppeal(early);
    expect((await early.get(`/book/entries/${id}`)).text).toContain('Срок ответа назовём позже');
    const letter = await world.mail.waitForLetter({ to: 'early@example.test', subject: 'К-20' });
    expect(letter.text).toContain('Срок ответа назовём позже');
  });
});

describe('Whoever writes very much', () => {
  it('is told to wait after ten an hour, and keeps what was typed', async () => {
    await giveResident(world, 'busy');
    const busy = await signIn(world, 'busy');
    for (let n = 1; n <= 10; n += 1) await writeAppeal(busy, { text: `Жалоба ${n}` });
    const page = await (await busy.get('/book/new')).form('/book/new').submit({
      ...{ kind: 'complaint', topic: 'general', text: 'Одиннадцатая' },
    });
    expect(page.status).toBe(429);
    expect(page.headers['retry-after']).toMatch(/^\d+$/);
    expect(page.errors[0]).toContain('Уже много обращений за час');
    expect(page.form('/book/new').value('text')).toBe('Одиннадцатая');
    expect(page.errors[0]).not.toContain('599-018');
  });
});

describe('A portal that is killed while people write', () => {
  it('keeps whole entries or none, without a gap', async () => {
    await giveAppeal(world);
    const clients = await Promise.all(
      ['kill1', 'kill2', 'kill3'].map(async (login) => {
        await giveResident(world, login);
        return signIn(world, login);
      }),
    );
    const pages = await Promise.all(
      clients.flatMap((client) => Array.from({ length: 8 }, () => client.get('/book/new'))),
    );
    const sending = pages.map((page, n) =>
      page
        .form('/book/new')
        .submit({ kind: 'complaint', topic: 'general', text: `Запись ${n}` })
        .catch(() => undefined),
    );
    await Promise.any(sending);
    await world.product.kill();
    await Promise.all(sending);
    await world.product.start();
    const rows = await world.database.query<{ sequence: number; events: number; letters: number }>(
      `SELECT sequence, (SELECT count(*)::integer FROM appeal_events e WHERE e.appeal_id = a.id) AS events,
         (SELECT count(*)::integer FROM appeal_threads t WHERE t.appeal_id = a.id) AS letters
       FROM appeals a ORDER BY sequence`,
    );
    expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, index) => index + 1));
    expect(rows.every(({ events }) => events === 1)).toBe(true);
    expect(rows.filter(({ letters }) => letters !== 1)).toHaveLength(1); // the one that was given by SQL
  });
});
