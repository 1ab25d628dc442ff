import { describe, expect, it } from '@jest/globals';
import { methodLabel, routeLabel } from './route-label.js';

const answered = { template: undefined, url: '/', method: 'GET', status: 200 };

describe('The label of a request', () => {
  it.each([
    [{ template: '/accounts/:id', url: '/accounts/7?x=1' }, '/accounts/:id'],
    [{ url: '/admin/resources/residents?filters.login=irina' }, '/admin'],
    [{ url: '/admin' }, '/admin'],
    [{ url: '/administrator', status: 404 }, 'none'],
    [{ url: '/css/office.1a2b.css', status: 304 }, 'asset'],
    [{ url: '/irina@example.ru', status: 404 }, 'none'],
    [{ url: '/auth/?login=irina', status: 301 }, 'none'],
  ])('of %j is %s', (request, label) => {
    expect(routeLabel({ ...answered, ...request })).toBe(label);
  });

  it('names no method that strangers have made up', () => {
    expect(['GET', 'POST', 'IRINA'].map((method) => methodLabel({ method }))).toEqual([
      'GET',
      'POST',
      'other',
    ]);
  });
});
