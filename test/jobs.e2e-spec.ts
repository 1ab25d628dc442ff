import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { access, mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cli, type CommandResult, productEnvironment } from './support/command.js';
import { Office } from './support/exchange.js';
import { projectPath } from './support/project.js';

let office: Office;
let folder: string;
beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'kabinet-jobs-test-')), 'files');
  await mkdir(folder);
  office = await Office.open(1);
  // the portal that starts jobs has made the folder its own (storage-owner.ts)
  const [own] = await office.database.query<{ id: string }>('SELECT id FROM installation');
  await writeFile(join(folder, 'installation'), `${own!.id}\n`);
});
afterAll(async () => {
  await office?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A job as the panel queues it. */
async function queue(kind: string, params: unknown): Promise<string> {
  const [row] = await office.database.query<{ id: string }>(
    `INSERT INTO jobs (kind, title, params) VALUES ($1, 'Проверка', $2) RETURNING id`,
    [kind, JSON.stringify(params)],
  );
  return row!.id;
}

/** What the panel starts for it. */
function run(id: string): Promise<CommandResult> {
  return cli(['job', id], { ...office.settings(), FILES_DIR: folder });
}

async function job(id: string): Promise<Record<string, unknown>> {
  const [row] = await office.database.query('SELECT state, result, error FROM jobs WHERE id = $1', [id]);
  return row!;
}

async function upload(text: string): Promise<string> {
  const name = `${randomUUID().replaceAll('-', '')}.csv`;
  await writeFile(join(folder, name), text);
  return name;
}

describe('A job', () => {
  const actor = { kind: 'system', name: 'test' };

  it('loads a file in a process of its own, and once only', async () => {
    const file = await upload('account;paid_on;amount\n0100000001;2026-11-02;1.00\n');
    const id = await queue('load', { file, fileName: 'p.csv', dryRun: false, actor });
    const codes = await Promise.all([run(id), run(id)]);
    expect(codes.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(await job(id)).toMatchObject({
      state: 'done',
      result: { report: { good: 1, batchId: expect.any(String) } },
    });
    expect(await office.count('payments')).toBe(1);
  });

  it('leaves a file with the wrong rows for the person', async () => {
    const file = await upload('account;paid_on;amount\n0100000001;2026-11-02;много\n');
    const id = await queue('load', { file, fileName: 'p.csv', dryRun: true, actor });
    expect((await run(id)).code).toBe(0);
    const { wrongRows } = (await job(id)).result as { wrongRows: string };
    expect(await readFile(join(folder, wrongRows), 'utf8')).toContain('0100000001;2026-11-02;много;2;');
  });

  it('that is told to stop says that it was interrupted, and has loaded nothing', async () => {
    const lines = Array.from({ length: 100_000 }, (_, n) => `0100000001;2026-11-02;1.00;${n}`);
    const file = await upload(['account;paid_on;amount;external_id', ...lines, ''].join('\n'));
    const id = await queue('load', { file, fileName: 'big.csv', dryRun: false, actor });
    const before = await office.count('payments');
    const child = spawn(process.execPath, [projectPath('dist', 'cli.js'), 'job', id], {
      env: productEnvironment({ ...office.settings(), FILES_DIR: folder }),
      stdio: 'ignore',
    });
    const exit = once(child, 'exit');
    while ((await job(id)).state === 'queued') await sleep(20);
    child.kill('SIGTERM');
    await exit;
    expect(await job(id)).toMatchObject({ state: 'failed', error: 'Прервано' });
    expect(await office.count('payments')).toBe(before);
  });

  it('that nobody knows, or whose file is gone, says so', async () => {
    const strange = await queue('strange', {});
    const gone = await queue('load', { file: '../../etc/passwd', fileName: 'p.csv', dryRun: true, actor });
    await Promise.all([run(strange), run(gone)]);
    expect(await job(strange)).toMatchObject({ state: 'failed', error: expect.stringContaining('не знает') });
    expect(await job(gone)).toMatchObject({
      result: { report: { refusal: expect.stringContaining('удалён') } },
    });
    await access(folder);
  });
});
