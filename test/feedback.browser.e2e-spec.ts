import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser } from './support/browser.js';
import { giveFlat } from './support/requests.js';
import { giveResident } from './support/resident.js';
import { enter, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await giveResident(world, 'irina');
  await giveFlat(world, 'irina', 'г. Иркутск, ул. Лесная, д. 4', '15');
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const SCREENS = ['phone', 'desktop'] as const;
const open = (screen: (typeof SCREENS)[number], options = {}) =>
  screen === 'phone'
    ? browser.newPhonePage({ baseURL: world.product.url, ...options })
    : browser.newDesktopPage({ baseURL: world.product.url, ...options });

describe('«Обратная связь»', () => {
  it.each(SCREENS)('takes a question of a stranger and of a resident, on a %s', async (screen) => {
    const page = await open(screen);
    await page.goto('/contacts');
    await looksRight(page, `feedback-form-${screen}`);
    await page.getByLabel('Ваше имя').fill('Пётр');
    await page.getByLabel('E-mail или телефон').fill('8 902 555-66-77');
    await page.getByLabel('Сообщение').fill('Когда включат отопление?\nСпасибо.');
    await page.getByRole('button', { name: 'Отправить' }).click();
    await page.getByRole('heading', { name: 'Сообщение отправлено' }).waitFor();
    await looksRight(page, `feedback-sent-${screen}`);
    await enter(page, 'irina');
    await page.goto('/contacts');
    await looksRight(page, `feedback-resident-${screen}`);
    await page.getByLabel('Сообщение').fill('Можно ли поставить шлагбаум?');
    await page.getByRole('button', { name: 'Отправить' }).click();
    await page.getByText('В личный кабинет и письмом').waitFor();
    await looksRight(page, `feedback-sent-resident-${screen}`);
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('leaves a letter that can be read on the narrowest telephone', async () => {
    const letters = await Promise.all(
      ['irina@example.test', 'office@kabinet.maxkom.ru'].map((to) =>
        world.mail.waitForLetter({ to, subject: 'бращение' }),
      ),
    );
    const page = await open('phone', { javaScript: false });
    await page.setViewportSize({ width: 320, height: 640 });
    for (const { html, subject, text } of letters) {
      await page.setContent(html);
      await fits(page, `letter-${subject.includes('Новое') ? 'received' : 'registered'}-320`);
      expect(text).not.toMatch(/\n{3}|\{\{/);
    }
    await page.close();
  });
});
