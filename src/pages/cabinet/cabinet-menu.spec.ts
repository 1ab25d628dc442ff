import { describe, expect, it } from '@jest/globals';
import { cabinetMenu } from './cabinet-menu.js';

const ACCOUNT = '/accounts/0b9c1f7e-6b1e-4f0a-9d3c-2a4b5c6d7e8f';

const currentOn = (path: string, found = true) =>
  cabinetMenu(path, found)
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
    expect(cabinetMenu(`${ACCOUNT}/receipts`, true).map(({ href }) => href)).toEqual([
      '/accounts',
      `${ACCOUNT}/balance`,
      `${ACCOUNT}/readings`,
      `${ACCOUNT}/receipts`,
      '/requests',
      '/book/entries',
    ]);
  });

  it('does not lead on from a flat that is not there for this person', () => {
    expect(cabinetMenu(`${ACCOUNT}/receipts`, false).map(({ href }) => href)).toContain('/services/readings');
  });
});
