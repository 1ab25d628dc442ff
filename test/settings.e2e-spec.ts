import { describe, expect, it } from '@jest/globals';
import { cli, runMain } from './support/command.js';
import { createDatabase } from './support/database.js';

const SMTP_URL = 'smtp://127.0.0.1:9';

describe('An administrator who starts the product', () => {
  it.each([
    [{ NODE_ENV: 'production' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgres://127.0.0.1/x' }, 'SMTP_URL'],
    [{ DATABASE_URL: 'postgres://127.0.0.1/x', SMTP_URL, APP_SECRET: 'short' }, 'APP_SECRET'],
    [
      { DATABASE_URL: 'postgres://127.0.0.1/x', SMTP_URL, APP_SECRET: '12345678901234567890123456789012' },
      'APP_SECRET',
    ],
    [{ DATABASE_URL: 'postgres://127.0.0.1/x', SMTP_URL, PORT: 'http' }, 'PORT'],
  ])('with wrong settings %p is told in one line which: %s', async (settings, name) => {
    const { code, output } = await runMain(settings);
    expect(code).toBe(1);
    expect(output.trim()).toMatch(new RegExp(`^Setting ${name} [^\\n]+\\.$`));
  });

  it('finds no demo data, no default login and no mailbox with a database of their own', async () => {
    const database = await createDatabase();
    const settings = { DATABASE_URL: database.url, SMTP_URL };
    const created = await cli(
      ['staff:create', '--login', 'chief', '--email', 'chief@example.test', '--role', 'administrator'],
      settings,
    );
    expect(created.stdout).toContain('Одноразовый пароль');
    const rows = await database.query<{ staff: string; accounts: string }>(
      'SELECT (SELECT count(*) FROM staff) AS staff, (SELECT count(*) FROM accounts) AS accounts',
    );
    expect(rows[0]).toEqual({ staff: '1', accounts: '0' });
    const refused = await cli(['demo'], settings);
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('empty database')]);
    const again = await cli(
      ['staff:create', '--login', 'Chief', '--email', 'x@example.test', '--role', 'operator'],
      settings,
    );
    expect([again.code, again.output]).toEqual([1, expect.stringContaining('занят')]);
    expect((await cli(['staff:create', '--login', 'x', '--role', 'king'], settings)).code).toBe(2);
    await database.drop();
  });
});
