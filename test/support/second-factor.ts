import { expect } from '@jest/globals';
import { enrol, type Enrolled } from './authenticator.js';
import type { Client } from './client.js';
import { hire } from './office.js';
import type { Page } from './page.js';
import type { World } from './world.js';

/** The same for wrong, used and old codes. */
export const WRONG_CODE = /^Код не подошёл\. Каждый код действует один раз/;

/** Sends a code from the page that asks for it. */
export const sendCode = (page: Page, code: string): Promise<Page> =>
  page.form('/staff/login/code').submit({ code });

/** Neither pages of the office nor of the panel, nor its JSON. */
export async function expectNothingOpens(client: Client): Promise<void> {
  for (const path of ['/office', '/office/requests', '/admin', '/admin/resources/staff']) {
    const { location = 'opens' } = await client.get(path);
    expect([path, location]).toEqual([path, expect.stringMatching(/^\/staff\/(login|second-factor)\?next=/)]);
  }
  for (const path of ['/admin/api/menu', '/admin/api/resources/staff/actions/list']) {
    expect([path, (await client.get(path)).status]).toEqual([path, 401]);
  }
  const post = await client.post('/office/sign-out', {});
  expect([303, 401]).toContain(post.status);
}

/** People of the office of a world, and what the database knows of them. */
export function officeOf(world: () => World) {
  const idOf = async (login: string): Promise<string> => {
    const [row] = await world().database.query<{ id: string }>('SELECT id FROM staff WHERE login = $1', [
      login,
    ]);
    return row!.id;
  };

  /** As if so many half minutes had passed since the last code. */
  const halfMinuteLater = async (login: string, times = 2): Promise<void> => {
    await world().database.query(
      'UPDATE staff SET second_factor_step = second_factor_step - $2 WHERE login = $1',
      [login, times],
    );
  };

  return {
    idOf,
    halfMinuteLater,

    /** Somebody of the office with an app. */
    withApp: async (
      login: string,
      role = 'operator',
    ): Promise<Enrolled & { client: Client; id: string; login: string }> => {
      const client = await hire(world(), login, role, `Сотрудник ${login}`);
      const enrolled = await enrol(client);
      await halfMinuteLater(login);
      return { ...enrolled, client, id: await idOf(login), login };
    },

    quarterOfAnHour: async (): Promise<void> => {
      await world().database.query(
        "DELETE FROM rate_limits WHERE key NOT LIKE '%in a row%' AND key NOT LIKE 'letter:%'",
      );
    },

    /** What the journal tells of somebody. */
    journal: async (login: string): Promise<string[]> => {
      const rows = await world().database.query<{ action: string }>(
        `SELECT action FROM audit_events WHERE object_kind = 'staff' AND object_id = $1 ORDER BY id`,
        [await idOf(login)],
      );
      return rows.map(({ action }) => action);
    },
  };
}
