import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { giveWaiting, openWindow } from './support/meters.js';
import { hire } from './support/office.js';
import { dial } from './support/photos.js';
import { giveResident } from './support/resident.js';
import { giveHouse } from './support/sheet.js';
import { type BrowserPage, enterAsStaff, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

const BELT = '/office/readings/unusual';
const DOORS = Array.from({ length: 10 }, (_, index) => String(index + 1));
const YEAR = Array.from({ length: 12 }, (_, index) => [String(100 + index * 5 + (index % 3))]);

let world: World;
let browser: TestBrowser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kabinet-unusual-'));
  world = await startWorld({ FILES_DIR: folder, THROTTLE_FACTOR: '1000' });
  await openWindow(world);
  browser = await launchBrowser();
  await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  await giveResident(world, 'irina');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A house of ten flats, each with an unusual reading; gives their ids. */
async function giveQueue(address: string): Promise<string[]> {
  await world.database.query("UPDATE meter_readings SET superseded_at = now() WHERE status = 'sent'");
  const { flats } = await giveHouse(world, address, DOORS, ['cold_water'], YEAR);
  const readings: string[] = [];
  for (const { account, meters } of flats) {
    await world.database.query(
      "INSERT INTO account_links (user_id, account_id) SELECT id, $1 FROM users WHERE login = 'irina'",
      [account],
    );
    readings.push(await giveWaiting(world, meters[0]!, 'irina', ['1574.25']));
  }
  return readings;
}

async function givePhoto(reading: string): Promise<void> {
  const bytes = await dial();
  await mkdir(join(folder, 'photos'), { recursive: true });
  const file = `${reading.padStart(32, '0')}.jpg`;
  await writeFile(join(folder, 'photos', file), bytes);
  await world.database.query(
    `INSERT INTO meter_photos (reading_id, user_id, file, width, height, bytes, created_at)
     SELECT $1, id, $2, 1600, 1200, $3, now() FROM users WHERE login = 'irina'`,
    [reading, file, bytes.length],
  );
}

async function open(device: 'Phone' | 'Desktop' = 'Desktop'): Promise<BrowserPage> {
  const page = await browser[`new${device}Page`]({ baseURL: world.product.url });
  await enterAsStaff(page, 'olga');
  return page;
}

async function statuses(readings: string[]): Promise<Record<string, number>> {
  const rows = await world.database.query<{ status: string; count: number }>(
    'SELECT status, count(*)::integer AS count FROM meter_readings WHERE id = ANY ($1) GROUP BY status',
    [readings],
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

describe('An operator', () => {
  it('decides ten unusual readings with ten keys and no mouse', async () => {
    const readings = await giveQueue('г. Иркутск, ул. Необычная, д. 1');
    const page = await open();
    await page.goto(BELT);
    let keys = 0;
    for (let left = readings.length; left > 0; left -= 1) {
      await page.getByText(`Ждут решения: ${left}`).waitFor();
      await page.keyboard.press('KeyG');
      keys += 1;
      await page.waitForURL((url) => url.searchParams.get('after') === readings[readings.length - left]);
    }
    await page.getByText('Всё разобрано').waitFor();
    expect(keys).toBe(10);
    expect(await statuses(readings)).toEqual({ accepted: 10 });
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('rejects with two keys, skips with one and takes a slip back with one', async () => {
    const readings = await giveQueue('г. Иркутск, ул. Необычная, д. 2');
    await givePhoto(readings[0]!);
    const page = await open();
    await page.goto(BELT);
    await page.locator('.dials img').first().waitFor();
    await looksRight(page, 'unusual-1280');
    await page.keyboard.press('KeyJ');
    await looksRight(page, 'unusual-reject-1280');
    await page.keyboard.press('Digit2');
    await page.getByText('Показания отклонены, житель получит письмо').waitFor();
    expect(await statuses(readings)).toEqual({ rejected: 1, sent: 9 });
    await page.keyboard.press('KeyL');
    await page.waitForURL(`**${BELT}?after=${readings[1]}`);
    await page.keyboard.press('KeyG');
    await page.getByText('Принято: Необычная, 2').waitFor();
    await looksRight(page, 'unusual-accepted-1280');
    await page.keyboard.press('KeyD');
    await page.getByText('показания снова ждут').waitFor();
    expect(await statuses(readings)).toEqual({ rejected: 1, sent: 9 });
    await page.close();
  });

  it('accepts all of a list with two keys', async () => {
    const readings = await giveQueue('г. Иркутск, ул. Необычная, д. 3');
    const page = await open();
    await page.goto(`${BELT}/list`);
    await page.keyboard.press('KeyA');
    await page.getByText('Отмечено: 10').waitFor();
    await looksRight(page, 'unusual-list-1280');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Принято 10 показаний').waitFor();
    expect(await statuses(readings)).toEqual({ accepted: 10 });
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('does it on a phone and on a narrow screen', async () => {
    const readings = await giveQueue('г. Иркутск, ул. Необычная, д. 4');
    await givePhoto(readings[0]!);
    const page = await open('Phone');
    for (const [path, name] of [
      [BELT, 'unusual'],
      [`${BELT}/list`, 'unusual-list'],
    ] as const) {
      await page.goto(path);
      await looksRight(page, `${name}-360`);
      await page.setViewportSize({ width: 320, height: 640 });
      await fits(page, `${name}-320`);
      await page.setViewportSize({ width: 1024, height: 768 });
      await fits(page, `${name}-1024`);
      await page.setViewportSize({ width: 360, height: 740 });
    }
    await page.close();
  });
});
