import { describe, expect, it } from '@jest/globals';
import { type Role, rightsOf } from '../../accounts/household/rights.js';
import { cabinetMenu, type SeenAccount } from './cabinet-menu.js';

const ACCOUNT = '/accounts/0b9c1f7e-6b1e-4f0a-9d3c-2a4b5c6d7e8f';

const currentOn = (path: string, found = true) =>
  cabinetMenu(path, found, [])
    .filter(({ here }) => here !== '')
    .map(({ title, here }) => `${title}: ${here}`);

describe('The menu of a resident', () => {
  it.each([
    ['/accounts', 'Кабинет: page'],
    ['/accounts/link/word', 'Кабинет: true'],
    [ACCOUNT, 'Кабинет: true'],
    [`${ACCOUNT}/about`, 'Кабинет: true'],
    [`${ACCOUNT}/balance`, 'Баланс: page'],
    [`${ACCOUNT}/balance/2026-10`, 'Баланс: true'],
    [`${ACCOUNT}/changes`, 'Баланс: true'],
    ['/services/balance', 'Баланс: page'],
    [`${ACCOUNT}/readings/certificates/5d3c`, 'Показания: true'],
    ['/readings', 'Показания: true'],
    [`${ACCOUNT}/pay`, 'Квитанции: true'],
    ['/requests/new', 'Заявки: true'],
    ['/book', 'Книга жалоб: true'],
    ['/book/entries', 'Книга жалоб: page'],
  ])('tells at %s that this is «%s»', (path, current) => {
    expect(currentOn(path)).toEqual([current]);
  });

  it.each(['/profile', '/help', '/requests-of-others', '/bookkeeping'])('tells nothing at %s', (path) => {
    expect(currentOn(path)).toEqual([]);
  });

  it('leads from the receipts of one flat to the readings of the same flat', () => {
    expect(cabinetMenu(`${ACCOUNT}/receipts`, true, []).map(({ href }) => href)).toEqual([
      '/accounts',
      `${ACCOUNT}/balance`,
      `${ACCOUNT}/readings`,
      `${ACCOUNT}/receipts`,
      '/requests',
      '/book/entries',
    ]);
  });

  it('does not lead on from a flat that is not there for this person', () => {
    expect(cabinetMenu(`${ACCOUNT}/receipts`, false, []).map(({ href }) => href)).toContain(
      '/services/readings',
    );
  });

  describe('of somebody who is not the owner', () => {
    const OTHER = '11111111-6b1e-4f0a-9d3c-2a4b5c6d7e8f';
    const seen = (role: Role, seesMoney = false, id = ACCOUNT.slice('/accounts/'.length)) => ({
      id,
      may: rightsOf(role, seesMoney),
    });
    const titles = (path: string, accounts: readonly SeenAccount[]): string =>
      cabinetMenu(path, true, accounts)
        .map(({ title }) => title)
        .join(', ');

    it.each([
      ['a tenant', [seen('tenant')], 'Кабинет, Показания, Заявки, Книга жалоб'],
      [
        'a tenant with money',
        [seen('tenant', true)],
        'Кабинет, Баланс, Показания, Квитанции, Заявки, Книга жалоб',
      ],
      ['a payer', [seen('payer')], 'Кабинет, Баланс, Квитанции, Заявки, Книга жалоб'],
    ])('has for %s what is open to them', (_, accounts, told) => {
      expect(titles(ACCOUNT, accounts)).toBe(told);
      expect(titles('/requests', accounts)).toBe(told);
    });

    it('has on the page of a flat what this flat opens, elsewhere what any of them does', () => {
      const both = [seen('tenant'), seen('owner', false, OTHER)];
      expect(titles(`${ACCOUNT}/readings`, both)).not.toContain('Баланс');
      expect(titles(`/accounts/${OTHER}`, both)).toContain('Баланс');
      expect(titles('/requests', both)).toContain('Баланс');
    });
  });
});
