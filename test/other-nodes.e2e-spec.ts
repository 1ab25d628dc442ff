import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import writeBook from 'write-excel-file/node';
import { giveAccount, giveDocuments } from './support/billing.js';
import { checkAndLoad, hire, list } from './support/office.js';
import { readPdf } from './support/pdf.js';
import { giveCertificate, jpeg } from './support/photos.js';
import { projectPath } from './support/project.js';
import { register, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

/** Those that the portal is to run on, but for the one that runs the tests. */
const OTHERS = ['20', '22', '24'].filter((major) => !process.versions.node.startsWith(`${major}.`));

const ON_NODE = projectPath('scripts/on-node.mjs');

/** The path of a Node that npm's registry brings; undefined where it cannot be had. */
function nodeOf(major: string): string | undefined {
  const { status, stdout } = spawnSync(process.execPath, [ON_NODE, major], {
    ...{ encoding: 'utf8', timeout: 180_000 },
  });
  return status === 0 ? stdout.trim().split('\n').at(-1) : undefined;
}

const INSTALL = 'npm ci --dry-run --offline --loglevel=warn --include=dev --ignore-scripts --no-audit';

/** What npm says of an installation from nothing besides its packages: of one that wants another Node it warns. */
function warnings(command: string, ...args: string[]): string[] {
  const { stdout, stderr } = spawnSync(command, args, { cwd: empty, encoding: 'utf8' });
  expect(stdout).toMatch(/added \d+ packages/);
  return stderr.split('\n').filter((line) => / (?:warn|error) /.test(line));
}

let empty: string;
beforeAll(async () => {
  empty = await mkdtemp(join(tmpdir(), 'kabinet-install-'));
  for (const file of ['package.json', 'package-lock.json']) {
    await copyFile(projectPath(file), join(empty, file));
  }
});
afterAll(() => rm(empty, { recursive: true, force: true }));

it('On the Node of the tests npm installs without a warning', () => {
  expect(warnings('sh', '-c', INSTALL)).toEqual([]);
});

describe.each(OTHERS.map((major) => ({ major, node: nodeOf(major) })))(
  'On Node $major',
  ({ major, node }) => {
    // Without the registry of npm this is said to be skipped.
    const withNode = node === undefined ? it.skip : it;
    let world: World;
    beforeAll(async () => {
      if (node !== undefined) world = await startWorld({ TEST_NODE: node });
    });
    afterAll(() => world?.stop());

    withNode('npm installs without a warning', () => {
      expect(warnings(process.execPath, ON_NODE, major, 'sh', '-c', INSTALL)).toEqual([]);
    });

    withNode('a resident registers, sends a photo and takes a receipt', async () => {
      await register(world, 'irina');
      const irina = await signIn(world, 'irina');
      const account = await giveAccount(world, 'irina', '0100002345');
      await giveDocuments(world, account, 1);

      const { address, readings } = await giveCertificate(world, account, 'irina');
      const photo = { name: 'dial.jpg', type: 'image/jpeg', content: await jpeg() };
      const sent = await (await irina.get(address)).form(address).submit({ [`photo-${readings[0]}`]: photo });
      expect((await sent.follow()).text).toContain('Фото приложено');

      const { bytes } = await irina.get(`/accounts/${account}/receipts/2026-10/pdf`);
      expect(readPdf(bytes).pages[0]!.text).toContain('Квитанция за октябрь 2026');
    });

    withNode('the office loads a workbook and finds it in the panel', async () => {
      const chief = await hire(world, 'chief', 'administrator', 'Ким О.');
      const rows = [
        ['Лицевой счет', 'Адрес', 'Квартира'],
        ['5509001', 'г. Иркутск, ул. Книжная, д. 7', '12'],
      ];
      const book = await writeBook(rows.map((row) => row.map((value) => ({ value })))).toBuffer();
      const { loaded } = await checkAndLoad(chief, 'imports/actions/load', 'accounts.xlsx', book, {
        byHand: 'keep',
      });
      expect(loaded?.message).toMatchObject({ tone: 'good' });
      const found = await list(chief, 'accounts', '?filters.number=5509001');
      expect(found.map(({ number }) => number)).toEqual(['5509001']);
    });

    withNode('nothing is told as an error, or as out of date', () => {
      expect(world.product.errors()).toEqual([]);
      expect(world.product.output()).not.toMatch(/DeprecationWarning|ExperimentalWarning/);
    });
  },
);
