import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { cli } from './support/command.js';
import { createDatabase } from './support/database.js';

describe('The pages of the product', () => {
  it('and who may open them are those of test/routes.txt', async () => {
    const database = await createDatabase();
    const { stdout } = await cli(['routes'], { DATABASE_URL: database.url, SMTP_URL: 'smtp://127.0.0.1:9' });
    expect(stdout.trim().split('\n')).toEqual(readFileSync('test/routes.txt', 'utf8').trim().split('\n'));
    await database.drop();
  });
});
