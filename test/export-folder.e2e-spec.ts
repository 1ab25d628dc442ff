import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './support/eventually.js';
import { Office } from './support/exchange.js';
import { giveMeter, giveReading } from './support/meters.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let folder: string;
let files: string;
let meter: string;

const EXPORT = () => ({
  ...{ EXPORT_DIR: join(folder, 'показания'), EXPORT_AT: '00:00', EXPORT_COMMA: 'on' },
  ...{ FILES_DIR: files, TIME_ZONE: 'UTC' },
});
const out = async () =>
  (await readdir(join(folder, 'показания')).catch(() => [])).filter((name) => !name.startsWith('.'));
const sent = () =>
  world.database.query<{ id: string; rows: number }>('SELECT id, rows FROM reading_exports ORDER BY id');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kabinet-export-test-'));
  files = await mkdtemp(join(tmpdir(), 'kabinet-export-files-'));
  world = await startWorld({ FILES_DIR: files }, { ownProcess: true });
  const office = await Office.open(1, world.database);
  await office.close();
  const [account] = await world.database.query<{ id: string }>('SELECT id FROM accounts');
  meter = await giveMeter(world, account!.id, { initial: ['100'] });
});
afterAll(async () => {
  await world?.stop();
  for (const path of [folder, files]) await rm(path, { recursive: true, force: true });
});

describe('Accepted readings', () => {
  it('are put into the folder once a day, whole', async () => {
    await giveReading(world, meter, '2026-10', ['123.450']);
    await world.product.restart(EXPORT());
    const [name] = await eventually(async () => {
      const names = await out();
      return names.length > 0 && names;
    });
    expect(name).toMatch(/^Показания .*, выгрузка 1\.csv$/);
    expect(await readFile(join(folder, 'показания', name!), 'utf8')).toContain('123,45');
    expect(await sent()).toEqual([{ id: '1', rows: 1 }]);
  });

  it('that come later wait for the next day, whoever starts the portal anew', async () => {
    await world.database.query('UPDATE meter_readings SET export_id = NULL');
    const before = await sent();
    await world.product.restart();
    await eventually(async () => (await world.visitor().get('/health/ready')).status === 200);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect([await sent(), await out()]).toEqual([before, [expect.stringContaining('выгрузка 1')]]);
  });

  it('that were written while the folder was away are put there when it is back, and not written anew', async () => {
    await world.database.query("UPDATE jobs SET single = NULL WHERE single LIKE 'readings to the folder%'");
    await rm(join(folder, 'показания'), { recursive: true });
    await writeFile(join(folder, 'показания'), 'a file in place of the folder');
    await world.product.restart();
    await eventually(async () => (await sent()).length === 2);
    await eventually(() => world.product.output().includes('export folder'));
    await world.product.stop();
    await rm(join(folder, 'показания'));
    await mkdir(join(folder, 'показания'));
    await world.product.start();
    const names = await eventually(async () => {
      const found = await out();
      return found.length > 0 && found;
    });
    expect(names).toEqual([expect.stringContaining('выгрузка 2')]);
    expect(await sent()).toHaveLength(2);
  });
});
