import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enterPanel, launchBrowser, type TestBrowser } from './support/browser.js';
import { hire, STAFF_PASSWORD } from './support/office.js';
import { giveFlat } from './support/requests.js';
import { giveResident } from './support/resident.js';
import { enter } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await giveResident(world, 'irina');
  await giveFlat(world, 'irina', 'г. Иркутск, ул. Лесная, д. 4', '15');
  await hire(world, 'tarasova', 'operator', 'Ольга Тарасова');
  await hire(world, 'redkina', 'moderator', 'Вера Редькина');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe('A complaint', () => {
  it('goes from the resident to the operator, to the moderator and to the public book, and leaves it at a word', async () => {
    const options = { baseURL: world.product.url };
    const [resident, operator, moderator, reader] = await Promise.all([
      browser.newPhonePage(options),
      browser.newDesktopPage(options),
      browser.newDesktopPage(options),
      browser.newPhonePage(options),
    ]);

    await enter(resident, 'irina');
    await resident.getByRole('link', { name: 'Написать в книгу жалоб и предложений' }).first().click();
    await resident.locator('label', { hasText: 'Жалоба' }).first().click();
    await resident.getByLabel('О чём').selectOption('general');
    await resident
      .getByLabel('Что вы хотите сказать')
      .fill('Лифт стучит по ночам, слышно в кв. 15. Сосед Кудрин Олег Петрович подтвердит: 8 902 555-66-77.');
    await resident.locator('label', { hasText: 'Разрешаю опубликовать' }).click();
    await resident.getByRole('button', { name: 'Отправить' }).click();
    await resident.waitForURL(/book\/entries\/[0-9a-f-]{36}/);
    const id = /[0-9a-f-]{36}/.exec(resident.url())![0];
    const taken = await world.mail.waitForLetter({
      to: 'irina@example.test',
      subject: 'Обращение зарегистрировано',
    });
    const number = /К-\d{4}-\d{6}/.exec(taken.subject)![0];

    await operator.goto('/office/messages');
    await enterPanel(operator, { login: 'tarasova', password: STAFF_PASSWORD });
    await operator.getByText(number).first().click();
    await operator.fill('#answer-text', 'Опоры лебёдки заменим 25 ноября. Мастер Сергеев позвонит вам.');
    await operator.getByRole('button', { name: /^Отправить/ }).click();
    await operator.getByText('Ответ отправлен').waitFor();
    const answer = await world.mail.waitForLetter({
      to: 'irina@example.test',
      subject: 'Ответ на обращение',
    });
    expect(answer.text).toContain('Опоры лебёдки заменим 25 ноября');

    await resident.reload();
    await resident.getByText('Опоры лебёдки заменим 25 ноября').first().waitFor();
    await reader.goto('/book');
    expect(await reader.locator('main').innerText()).not.toContain('Лифт стучит');

    await moderator.goto('/office/messages/publication');
    await enterPanel(moderator, { login: 'redkina', password: STAFF_PASSWORD });
    await moderator.getByRole('link', { name: /Лифт стучит по ночам/ }).click();
    await moderator.getByRole('button', { name: 'Убрать всё' }).click();
    await moderator.getByRole('button', { name: 'Опубликовать' }).click();
    await moderator.getByText('Опубликовано, запись уже видна в книге').waitFor();

    await reader.reload();
    const read = await reader.locator('main').innerText();
    expect(read).toContain('Лифт стучит по ночам');
    expect(read).toContain('Опоры лебёдки заменим 25 ноября');
    expect(read).not.toMatch(/кв\. 15|Кудрин|Сергеев|555-66-77|Ирина/);

    await resident.locator('summary', { hasText: 'Задать вопрос к ответу' }).click();
    await resident.getByLabel('Ваш вопрос').fill('А тормоз проверите?');
    await resident.getByRole('button', { name: 'Отправить вопрос' }).click();
    await operator.goto(`/office/messages/${id}`);
    await operator.getByText('А тормоз проверите?').first().waitFor();

    resident.on('dialog', (dialog) => void dialog.accept());
    await resident.getByRole('button', { name: /отозвать разрешение/ }).click();
    await reader.reload();
    expect(await reader.locator('main').innerText()).not.toContain('Лифт стучит');
    for (const page of [resident, operator, moderator, reader]) expect(await page.problems()).toEqual([]);
  });
});
