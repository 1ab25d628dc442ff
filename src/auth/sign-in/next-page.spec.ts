import { describe, expect, it } from '@jest/globals';
import { nextPage } from './next-page.js';

describe('After signing in', () => {
  it('a resident gets the page that was asked for', () => {
    expect(nextPage('/services/readings?a=1')).toBe('/services/readings?a=1');
  });

  it.each([
    '',
    '/',
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/auth/',
    '/admin',
    'javascript:alert(1)',
    '/.//evil.example',
    '/..//evil.example',
    '/%5cevil.example/../..//evil.example',
    '/?a=1',
  ])('nobody is led away by %p', (next) => {
    expect(nextPage(next)).toBe('/accounts');
  });
});
