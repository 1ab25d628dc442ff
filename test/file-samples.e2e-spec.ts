import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACCOUNTS_SAMPLE } from '../src/accounts/import/accounts.sample.js';
import { BILLING_SAMPLES } from '../src/billing/formats/billing.samples.js';
import { sampleRows } from '../src/imports/file-sample.js';
import { METER_SAMPLES } from '../src/readings/import/meters.samples.js';
import type { Client } from './support/client.js';
import { dayOfCompany } from './support/meters.js';
import { act, enterOffice, finished, hire, loadDemo, upload } from './support/office.js';
import { openWorkbook } from './support/workbook.js';
import { startWorld, type World } from './support/world.js';

const PAGE = '/office/help/files';

let world: World;
let chief: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  const demo = await loadDemo(world);
  chief = await enterOffice(world, demo.login, demo.password);
});
afterAll(() => world?.stop());

const pathOf = (form: string) => form.replace('/admin/resources/', '');

describe('The sample of a file', () => {
  it.each(['csv', 'xlsx'])('of accounts is taken as it is (%s)', async (ending) => {
    const file = await chief.get(`${PAGE}/accounts.${ending}`);
    if (ending === 'xlsx') {
      const { rows } = await openWorkbook(file.bytes);
      expect(rows).toEqual(sampleRows(ACCOUNTS_SAMPLE, dayOfCompany()));
    }
    const name = `accounts.${ending}`;
    const answer = await upload(chief, pathOf(ACCOUNTS_SAMPLE.form), name, file.bytes, { byHand: 'keep' });
    expect(answer.errors).toBeUndefined();
    const { lines } = await finished(chief, answer.redirect!);
    expect(lines).toContain('Строк: 3. Новых: 3, изменится: 0, без изменений: 0, с ошибками: 0.');
  });

  const kinds = [...BILLING_SAMPLES, ...METER_SAMPLES].flatMap((sample) =>
    (['csv', 'xlsx'] as const).map((ending) => [sample.title, ending, sample] as const),
  );
  it.each(kinds)('«%s» is taken as it is (%s)', async (_title, ending, { id, form }) => {
    const file = await chief.get(`${PAGE}/${id}.${ending}`);
    const answer = await upload(chief, pathOf(form), `${id}.${ending}`, file.bytes);
    expect(answer.errors).toBeUndefined();
    const report = await finished(chief, answer.redirect!);
    // the company of the demonstration has receipts that are newer than the balances of the sample, and others for its month, the last one
    const asked: Record<string, string[]> = {
      balances: ['Новее уже есть: 3'],
      charges: ['Заменяются с другой суммой: 2'],
    };
    expect(report.message!.tone).toBe(asked[id] ? 'wait' : 'good');
    const captions = report.tables!.map(({ caption }) => caption);
    // two services beside a whole receipt of the month before: how much that came to is a matter of the season
    const sums = captions.filter((caption) => id === 'charges' && /^Необычные суммы: [12]$/.test(caption));
    expect(captions.filter((caption) => !sums.includes(caption))).toEqual(asked[id] ?? []);
    expect(report.lines!.join(' ')).toMatch(
      /В файле 3 строки .* (Будет загружено|Верных): 3 строки |с ошибками 0\./,
    );
    // Readings are of meters that are there already.
    if (id !== 'meters' || ending !== 'xlsx') return;
    const load = report.links![0]!.to.replace('/admin/resources/', '');
    await finished(chief, (await act(chief, load)).redirect!);
  });

  it('leads to the form that takes it only those who may open it; others are told who loads such files', async () => {
    const money = BILLING_SAMPLES.map(({ form }) => form);
    const other = [ACCOUNTS_SAMPLE, ...METER_SAMPLES].map(({ form }) => form);
    for (const [role, may, mayNot, loader] of [
      ['operator', other, money, 'бухгалтер'],
      ['accountant', money, other, 'оператор'],
    ] as const) {
      const who = await hire(world, `samples-${role}`, role, 'Ли Анна');
      const page = await who.get(PAGE);
      for (const form of new Set(may)) {
        expect(page.html.querySelector(`a[href="${form}"]`)).not.toBeNull();
        expect((await who.get(form)).status).toBe(200);
      }
      for (const form of new Set(mayNot)) expect(page.html.querySelector(`a[href="${form}"]`)).toBeNull();
      expect(page.text).toContain(`Такие файлы загружает ${loader}.`);
    }
    expect((await chief.get(PAGE)).text).not.toContain('Такие файлы загружает');
  });

  it('is for those who load files, and there are no others', async () => {
    const dispatcher = await hire(world, 'marina', 'dispatcher', 'Марина Седова');
    expect((await dispatcher.get(PAGE)).status).toBe(403);
    expect((await dispatcher.get(`${PAGE}/accounts.csv`)).status).toBe(403);
    expect((await dispatcher.get('/office/help')).text).not.toContain('Образцы файлов');
    expect((await chief.get('/office/help')).text).toContain('Образцы файлов');
    for (const name of ['accounts', 'accounts.doc', 'people.csv', '..%2Fx.csv']) {
      expect((await chief.get(`${PAGE}/${name}`)).status).toBe(404);
    }
  });
});
