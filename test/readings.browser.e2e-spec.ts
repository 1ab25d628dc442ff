import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount, giveDocuments } from './support/billing.js';
import { Secrets } from '../src/core/secrets.js';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { giveMeter, openWindow, readingsOf } from './support/meters.js';
import { giveResident } from './support/resident.js';
import { enter, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

const APP_SECRET = 'a secret of this suite, which signs a link';

let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000', APP_SECRET });
  browser = await launchBrowser();
  await giveResident(world, 'irina');
  await openWindow(world);
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** Cold and hot water and two tariffs of electricity, with half a year of readings and a receipt. */
async function home(number: string): Promise<{ account: string; hot: string }> {
  const account = await giveAccount(world, 'irina', number);
  await giveDocuments(world, account, 1);
  await giveMeter(world, account, {
    number: `${number}-1`,
    place: 'кухня',
    readings: ['100', '106', '111', '118', '123.450'].map((value) => [value]),
    verificationDue: '2031-05-12',
  });
  const hot = await giveMeter(world, account, {
    resource: 'hot_water',
    number: `${number}-2`,
    place: 'кухня',
    readings: ['72', '76', '80', '84', '88.120'].map((value) => [value]),
  });
  await giveMeter(world, account, {
    resource: 'electricity',
    number: `${number}-3`,
    place: 'щиток',
    tariffs: 2,
    capacity: 6,
    decimals: 0,
    readings: [
      ['9900', '4600'],
      ['10200', '4700'],
      ['10412', '4873'],
    ],
  });
  return { account, hot };
}

describe.each([
  ['a phone', 'phone', true],
  ['a phone without JavaScript', 'phone', false],
  ['a desk computer', 'desktop', true],
] as const)('Readings sent from %s', (name, screen, javaScript) => {
  it('are understood while they are typed, asked about, taken, and can be looked at', async () => {
    const { account, hot } = await home(`01${name.length}${Number(javaScript)}`);
    const options = { baseURL: world.product.url, javaScript };
    const page = await (screen === 'phone' ? browser.newPhonePage(options) : browser.newDesktopPage(options));
    const picture = (what: string) =>
      (javaScript ? looksRight : fits)(page, `readings-${what}-${name.replaceAll(' ', '-')}`);
    await enter(page, 'irina');
    await page.goto(`/accounts/${account}`);
    await page.getByRole('link', { name: 'Передать показания' }).first().click();
    const field = (label: RegExp) => page.getByLabel(label);
    await field(/Сейчас на счетчике, Холодная вода/).fill('130');
    await field(/Холодная вода, кухня: красные/).fill('0');
    await field(/Сейчас на счетчике, Горячая вода/).fill('923');
    await field(/День/).fill('10561');
    await field(/Ночь/).fill('4921');
    if (javaScript) {
      await page.getByText(/6,55\s*м³ ≈ [\d\s]+,\d\d\s*₽, обычно 5\u2060?–\u2060?7\s*м³/).waitFor();
      await page.getByText(/834,88\s*м³ .*необычно много/).waitFor();
    }
    await picture('typed');
    await page.getByRole('button', { name: 'Передать показания' }).click();
    await page.getByText('Показания пока не отправлены').waitFor();
    await picture('asked');
    await field(/Сейчас на счетчике, Горячая вода/).fill('92');
    await page.getByRole('button', { name: 'Передать показания' }).click();
    await page.getByRole('heading', { name: 'Показания приняты' }).waitFor();
    await picture('taken');
    await page.getByRole('link', { name: 'Распечатать справку' }).click();
    await page.getByRole('heading', { name: /Справка №/ }).waitFor();
    await picture('certificate');
    expect((await readingsOf(world, hot)).at(-1)).toMatchObject({ reading: '92.000', status: 'accepted' });
    await page.goto(`/accounts/${account}/readings`);
    await picture('sent');
    await page.getByRole('link', { name: 'История показаний' }).click();
    await picture('history');
    await page.goto(`/accounts/${account}/readings/history?months=36`);
    await picture('history-36');
    expect(await page.problems()).toEqual([]);
    await page.close();
  });
});

describe('The page of readings at 320 px in large print', () => {
  it('is readable, nothing sticks out, and every digit of a dial is seen', async () => {
    const { account } = await home('0777');
    await giveMeter(world, account, {
      resource: 'electricity',
      number: '0777-4',
      capacity: 6,
      decimals: 2,
      readings: [['1204.50']],
    });
    const page = await browser.newPhonePage({ baseURL: world.product.url });
    await page.setViewportSize({ width: 320, height: 640 });
    await enter(page, 'irina');
    await page.goto(`/accounts/${account}/readings`);
    await looksRight(page, 'readings-small');
    await page.getByRole('button', { name: 'Крупный шрифт' }).click();
    await page.locator('.dial').evaluateAll((dials) => {
      for (const dial of dials as HTMLElement[]) {
        const { capacity, decimals } = dial.dataset;
        for (const [name, digits] of Object.entries({ whole: capacity, fraction: decimals })) {
          const input = dial.querySelector<HTMLInputElement>(`.${name}`);
          if (input) input.value = '8'.repeat(Number(digits));
        }
      }
    });
    const cut = (inputs: Element[]) =>
      inputs.filter((input) => input.scrollWidth > input.clientWidth).map(({ id }) => id);
    expect(await page.locator('.dial input').evaluateAll(cut)).toEqual([]);
    await looksRight(page, 'readings-large');
    await page.goto(`/accounts/${account}/readings/history`);
    await looksRight(page, 'readings-history-large');
    await page.close();
  });
});

describe('The link of a reminder', () => {
  it.each(['phone', 'desktop'])('opens a page that can be looked at on a %s', async (screen) => {
    const { account } = await home(`088${screen.length}`);
    const [user] = await world.database.query<{ no: string; month: string; last: string }>(
      `SELECT public_no AS no, to_char(now() AT TIME ZONE 'Asia/Irkutsk', 'YYYY-MM') AS month,
         to_char(now() + interval '2 days', 'YYYY-MM-DD') AS last FROM users WHERE login = 'irina'`,
    );
    const right = [user!.no, account, user!.month, user!.last].join('_');
    const link = `/readings/send?to=${new Secrets(APP_SECRET).sign('readings link', right)}`;
    const options = { baseURL: world.product.url };
    const page = await (screen === 'phone' ? browser.newPhonePage(options) : browser.newDesktopPage(options));
    await page.goto(link);
    await page.getByLabel(/Сейчас на счетчике, Холодная вода/).fill('1300');
    await page.getByLabel(/Сейчас на счетчике, Горячая вода/).fill('12');
    await page.getByRole('button', { name: 'Передать показания' }).click();
    await page.getByText('Меньше прежних показаний').first().waitFor();
    await looksRight(page, `readings-link-refused-${screen}`);
    await page.getByLabel(/Сейчас на счетчике, Горячая вода/).fill('93');
    await page.getByRole('button', { name: 'Передать показания' }).click();
    await page.getByText('намного больше').waitFor();
    await looksRight(page, `readings-link-asked-${screen}`);
    await page.getByLabel(/Всё верно/).check();
    await page.getByRole('button', { name: 'Передать показания' }).click();
    await page.getByRole('heading', { name: /справка №/ }).waitFor();
    await looksRight(page, `readings-link-done-${screen}`);
    await page.close();
  });
});
