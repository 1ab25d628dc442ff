import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { cli } from './support/command.js';
import { createDatabase } from './support/database.js';

const lines = (text: string) => text.trim().split('\n');

describe('The pages of the product', () => {
  it('and who may open them are those of test/routes.txt, those of the panel of test/panel-routes.txt', async () => {
    const database = await createDatabase();
    const { stdout } = await cli(['routes'], { DATABASE_URL: database.url, SMTP_URL: 'smtp://127.0.0.1:9' });
    const ofPanel = (line: string) => line.includes(' /admin/');
    const all = lines(stdout);
    expect(all.filter((line) => !ofPanel(line))).toEqual(lines(readFileSync('test/routes.txt', 'utf8')));
    expect(all.filter(ofPanel)).toEqual(lines(readFileSync('test/panel-routes.txt', 'utf8')));
    await database.drop();
  });
});
