import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { giveExecutor } from './support/desk.js';
import { hire } from './support/office.js';
import { giveFlat } from './support/requests.js';
import { giveResident } from './support/resident.js';
import { enter, enterAsStaff } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await giveResident(world, 'irina');
  await giveFlat(world, 'irina', 'г. Иркутск, ул. Лесная, д. 4', '15');
  await hire(world, 'sedova', 'dispatcher', 'Марина Седова');
  await giveExecutor(world, 'Кузнецов Олег');
  await world.database.query("UPDATE executors SET email = 'oleg@example.test' WHERE name = 'Кузнецов Олег'");
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe('A burst pipe', () => {
  it('goes from the resident to the live desk, to the fitter’s phone and back, in three windows', async () => {
    const options = { baseURL: world.product.url };
    const [resident, desk, fitter] = await Promise.all([
      browser.newPhonePage(options),
      browser.newDesktopPage(options),
      browser.newPhonePage(options),
    ]);

    await enterAsStaff(desk, 'sedova', '/office/requests');
    await desk.locator('[data-empty]', { hasText: 'Открытых заявок нет' }).waitFor();

    await enter(resident, 'irina');
    await resident.getByRole('link', { name: 'Отправить заявку в аварийно-диспетчерскую службу' }).click();
    await resident.locator('label', { hasText: 'Протечка' }).first().click();
    await resident.locator('label', { hasText: 'Да, это авария' }).click();
    await resident.getByRole('button', { name: 'Отправить заявку' }).click();
    await resident.waitForURL(/requests\/[0-9a-f-]{36}$/);
    const id = resident.url().split('/').pop()!;

    // Nobody reloads the desk.
    const row = desk.locator(`.queue [data-id="${id}"]`);
    await row.waitFor();
    expect(await desk.title()).toContain('Авария');
    await row.locator('a').click();
    await desk.getByRole('button', { name: 'Взять' }).click();
    await desk.locator('summary', { hasText: 'Исполнитель' }).click();
    await desk.locator('select[name=executor]').last().selectOption({ label: 'Кузнецов Олег, сантехник' });
    await desk.fill('[name=comes]', 'в течение часа');
    await desk.getByRole('button', { name: 'Назначить' }).click();

    const letter = await world.mail.waitForLetter({ to: 'oleg@example.test', subject: 'Наряд' });
    await fitter.goto(letter.links.find((link) => link.includes('/orders?'))!);
    await fitter.getByRole('button', { name: 'Принято' }).click();
    await fitter.getByRole('button', { name: 'Я на месте' }).click();
    await row.locator('small', { hasText: 'на месте' }).waitFor();
    await resident.reload();
    await resident.locator('.statehead', { hasText: 'Мастер на месте' }).waitFor();
    await fitter.fill('[name=work]', 'Перекрыл стояк, заменил кран-буксу');
    await fitter.locator('button', { hasText: 'Сделано' }).click();
    await fitter
      .getByText('На сегодня', { exact: false })
      .or(fitter.getByText('сделано 1'))
      .first()
      .waitFor();

    await resident.reload();
    await resident.locator('.statehead', { hasText: 'Перекрыл стояк, заменил кран-буксу' }).waitFor();
    await resident.locator('.marks label', { hasText: '5' }).click();
    await resident.getByRole('button', { name: 'Оценить и закрыть' }).click();
    await resident.locator('.statehead', { hasText: 'Заявка закрыта' }).waitFor();
    const [request] = await world.database.query(
      'SELECT state, rating, first_done_at <= first_due AS in_time FROM service_requests WHERE id = $1',
      [id],
    );
    expect(request).toEqual({ state: 'closed', rating: 5, in_time: true });
    for (const page of [resident, desk, fitter]) expect(await page.problems()).toEqual([]);
  });
});
