import { describe, expect, it } from '@jest/globals';
import { noticesOf } from './second-factor-notices.js';

const SINCE = new Date('2026-11-23T05:00:00Z');

describe('The first page', () => {
  it('asks for a second factor only where a day is set, and names it', () => {
    expect(noticesOf({ since: null, left: 0, keys: 0 }, '')).toEqual([]);
    const [notice] = noticesOf({ since: null, left: 0, keys: 0 }, '2027-01-15');
    expect(notice).toMatchObject({ urgency: 'today', href: '/staff/second-factor' });
    expect(notice!.more.replaceAll('\u00a0', ' ')).toContain('с 15 января 2027 года');
  });

  it('takes a key for one, and asks for a second key where there is neither another nor an app', () => {
    const said = (keys: number, since: Date | null) =>
      noticesOf({ since, left: 0, keys }, '2027-01-15').map(({ what }) => what);
    expect(said(1, null)).toEqual(['У вас один ключ доступа']);
    expect(said(2, null)).toEqual([]);
    expect(said(1, SINCE)).toEqual([]);
  });

  it.each([
    [10, undefined],
    [3, undefined],
    [2, 'Осталось резервных кодов для входа: 2'],
    [0, 'Резервных кодов для входа не осталось'],
  ])('with %d recovery codes left says: %s', (left, what) => {
    expect(noticesOf({ since: SINCE, left, keys: 0 }, '2027-01-15')[0]?.what).toBe(what);
  });
});
