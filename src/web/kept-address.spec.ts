import { describe, expect, it } from '@jest/globals';
import { keptAddress } from './kept-address.js';

describe('The address that a page carries to come back', () => {
  it.each([
    '/',
    '/accounts/5f0c7e0e-1111-4222-8333-444455556666/balance?before=2026-01',
    '/accounts/5f0c7e0e-1111-4222-8333-444455556666/changes?from=2026-01&to=2026-02',
    '/accounts/5f0c7e0e-1111-4222-8333-444455556666/readings/history?months=24',
    '/auth/?register=yes',
    '/auth/?login=yes&next=%2Fservices%2Freadings',
    `/readings/send?to=12_34_2026-11_2026-11-25.${'aB-_'.repeat(11)}`,
    '/staff/login?next=%2Fadmin%2Fresources%2FResidents%3Fpage%3D2%26filters.search%3D%25D0%2591',
  ])('is whole where it only chooses a page: %s', (address) => {
    expect(keptAddress(address)).toBe(address);
  });

  it.each([
    ['/?login=irina&password=secret', '/'],
    ['/profile/password?current=secret#secret', '/profile/password'],
    [
      '/auth/confirmation?confirm_registration=yes&confirm_code=secret',
      '/auth/confirmation?confirm_registration=yes',
    ],
    ['/accounts?before=secret&to=secret', '/accounts'],
    ['/readings/send?to=secret', '/readings/send'],
    ['/contacts?constructor=yes&__proto__=yes', '/contacts'],
    ['/auth/?next=/profile%3Fpassword%3Dsecret', '/auth/?next=%2Fprofile'],
    ['/auth/?next=/auth/%3Fnext%3D/profile%253Fpassword%253Dsecret', '/auth/?next=%2Fauth%2F'],
    ['/profile%3Fpassword=secret', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['', '/'],
  ])('loses all else: %s', (address, kept) => {
    expect(keptAddress(address)).toBe(kept);
  });
});
