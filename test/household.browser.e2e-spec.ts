import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser } from './support/browser.js';
import { type Company, openCompany } from './support/every-page.js';
import { giveMember } from './support/household.js';
import { giveResident } from './support/resident.js';
import { hire } from './support/office.js';
import { type BrowserPage, enter, enterAsStaff, fits, looksRight } from './support/visit.js';

let company: Company;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
const WIDTHS = [1280, 360, 320];

beforeAll(async () => {
  company = await openCompany();
  browser = await launchBrowser();
  await giveMember(company.world, 'tenant', company.account, { role: 'tenant' });
  await giveMember(company.world, 'payer', company.account, { role: 'payer' });
});
afterAll(async () => {
  await browser?.close();
  await company?.world.stop();
});

async function person(login: string): Promise<BrowserPage> {
  const page = await browser.newPhonePage({ baseURL: company.world.product.url });
  await enter(page, login);
  return page;
}

const own = (path: string): string => `/accounts/${company.account}${path}`;

describe('Pages of a household', () => {
  it('of an owner look right at every width', async () => {
    const page = await person(company.login);
    const pages: [string, string][] = [
      ['people', own('/people')],
      ['invite', own('/people/invite')],
      ['end', company.pages['/accounts/:id/people/:link/end']!],
      ['invitation', company.pages['/invitations']!],
      ['unlink', own('/unlink')],
      ['about', own('/about')],
    ];
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      for (const [name, path] of pages) {
        await page.goto(path);
        await looksRight(page, `household-${name}-${width}`);
      }
    }
  });

  it('of others and of strangers look right at every width', async () => {
    for (const [login, path] of [
      ['tenant', ''],
      ['tenant', '/people'],
      ['payer', ''],
      ['payer', '/readings'],
    ] as const) {
      const page = await person(login);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(own(path));
        await looksRight(page, `household-${login}${path.replace('/', '-')}-${width}`);
      }
    }
    const { world, account } = company;
    const owner = await person(company.login);
    await world.database.query('UPDATE accounts SET closed = true WHERE id = $1', [account]);
    for (const width of WIDTHS) {
      await owner.setViewportSize({ width, height: 800 });
      await owner.goto(own('/people'));
      await looksRight(owner, `household-closed-${width}`);
    }
    await world.database.query('UPDATE accounts SET closed = false WHERE id = $1', [account]);
    await giveResident(world, 'uninvited');
    const newcomer = await browser.newPhonePage({ baseURL: world.product.url });
    await newcomer.goto(`/invitations?to=11111111-2222-4333-8444-555555555556.${'k'.repeat(43)}`);
    await enter(newcomer, 'uninvited');
    for (const width of WIDTHS) {
      await newcomer.setViewportSize({ width, height: 800 });
      await newcomer.goto(`/invitations?to=11111111-2222-4333-8444-555555555556.${'k'.repeat(43)}`);
      await newcomer.context().addCookies([
        {
          name: 'invited',
          value: `11111111-2222-4333-8444-555555555556.${'k'.repeat(43)}`,
          url: world.product.url,
        },
      ]);
      await newcomer.goto('/accounts');
      await newcomer.getByText('не подошло').waitFor();
      await looksRight(newcomer, `household-lost-${width}`);
    }
    const stranger = await browser.newPhonePage({ baseURL: company.world.product.url });
    for (const [name, path] of [
      ['in', company.pages['/invitations']!],
      ['refused', '/invitations'],
    ] as const) {
      await stranger.goto(path);
      await looksRight(stranger, `household-${name}-360`);
    }
  });

  it('of the office look right on its screens', async () => {
    await hire(company.world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
    const page = await browser.newDesktopPage({ baseURL: company.world.product.url });
    const role = company.pages['/office/accounts/:id/people/:link/role']!;
    await enterAsStaff(page, 'olga', role);
    for (const width of [1280, 1024]) {
      await page.setViewportSize({ width, height: 800 });
      for (const [name, path] of [
        ['role', role],
        ['owner-change', `/office${own('/owner-change')}`],
        ['word', `/office${own('/word')}`],
      ] as const) {
        await page.goto(path);
        await looksRight(page, `household-office-${name}-${width}`);
      }
    }
  });

  it('without JavaScript: somebody is invited, with what was typed kept when a day is missing', async () => {
    const page = await browser.newPhonePage({ baseURL: company.world.product.url, javaScript: false });
    await enter(page, company.login);
    await page.goto(own('/people/invite'));
    await page.fill('#email', 'lodger@example.test');
    await page.check('input[value="tenant"]');
    await page.click('button.main');
    expect(await page.locator('#until-error').innerText()).toContain('последний');
    expect(await page.inputValue('#email')).toBe('lodger@example.test');
    await fits(page, 'household-invite-refused-360');
    await page.fill('#until', '2029-12-31');
    await page.click('button.main');
    expect(await page.locator('main').innerText()).toContain('Приглашение отправлено на lodger@example.test');
  });
});
