import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { giveRequest } from './support/desk.js';
import { hire } from './support/office.js';
import type { Page } from './support/page.js';
import { startWorld, type World } from './support/world.js';

const DESK = '/office/requests';

let world: World;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  const late = await giveRequest(world, { ago: 300, fix: -20 });
  await giveRequest(world, { ago: 300, fix: -10 });
  await giveRequest(world, { ago: 300, fix: 30 });
  for (const state of ['open', 'in_progress', 'deferred']) {
    await set(await giveRequest(world), `state = '${state}', deferred_until = now() + interval '1 day'`);
  }
  const over = 'due_at = NULL, soon_at = NULL';
  await set(await giveRequest(world), `state = 'completed', finished_at = now(), ${over}`);
  await set(await giveRequest(world), `state = 'closed', finished_at = now(), closed_at = now(), ${over}`);
  await set(
    await giveRequest(world),
    `state = 'declined', decline_reason = 'не наш дом', closed_at = now(), ${over}`,
  );
  // a duplicate stands under the other one, and is late with it
  await set(await giveRequest(world, { ago: 300, fix: -20 }), `parent_id = '${late}'`);
});
afterAll(() => world?.stop());

const set = (id: string, what: string) =>
  world.database.query(`UPDATE service_requests SET ${what} WHERE id = $1`, [id]);

/** What the menu says beside «Заявки»: all, and how many of them burn. */
function inMenu(page: Page): { all: number; late: number } | undefined {
  const count = page.html.querySelector(`nav a[href="${DESK}"] .count`);
  const [all = 0, late = 0] = (count?.text.match(/\d+/g) ?? []).map(Number);
  return page.html.querySelector(`nav a[href="${DESK}"]`) ? { all, late } : undefined;
}

/** The tabs of the desk. */
async function onDesk(who: Client): Promise<Record<string, number>> {
  const page = await who.get(DESK);
  const tabs = page.html.querySelectorAll('.chips a').map(({ text }) => /^\s*(\D+?)\s+(\d+)/.exec(text)!);
  return Object.fromEntries(tabs.map(([, name, count]) => [name!, Number(count)]));
}

/** The lines of «Сегодня» about requests, each with its number. */
function onToday(page: Page): number[] {
  const lines = page.html
    .querySelectorAll(`main a[href^="${DESK}"]`)
    .map((link) => link.closest('li, tr, article')!);
  return lines.map(({ text }) => Number(/\d+/.exec(text)![0]));
}

describe('Requests that wait', () => {
  it.each(['dispatcher', 'administrator'] as const)(
    'are the same number in the menu, on «Сегодня» and at the desk for a role: %s',
    async (role) => {
      const who = await hire(world, role, role, 'Марина Седова');
      const first = await who.get('/office');
      const desk = await onDesk(who);
      expect(desk).toMatchObject({ Все: 6, Просрочены: 2, 'Скоро срок': 1, Отложены: 1 });
      expect(inMenu(first)).toEqual({ all: 6, late: 2 });
      expect(inMenu(await who.get(DESK))).toEqual({ all: 6, late: 2 });
      // late, soon late, the rest
      expect(onToday(first)).toEqual([2, 1, 3]);
    },
  );

  it.each(['operator', 'accountant', 'moderator'] as const)(
    'are counted nowhere for whoever has no desk: %s',
    async (role) => {
      const who = await hire(world, role, role, 'Некто Иной');
      const first = await who.get('/office');
      expect(inMenu(first)).toBeUndefined();
      expect(onToday(first)).toEqual([]);
    },
  );
});
