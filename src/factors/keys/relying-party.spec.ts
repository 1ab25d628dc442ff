import { describe, expect, it } from '@jest/globals';
import { relyingParty } from './relying-party.js';

describe('Keys are made for', () => {
  it.each([
    ['https://kabinet.example.test', 'kabinet.example.test', 'https://kabinet.example.test'],
    ['https://kabinet.example.test:8443', 'kabinet.example.test', 'https://kabinet.example.test:8443'],
    ['http://127.0.0.1:3000', 'localhost', 'http://localhost:3000'],
    ['http://[::1]:3000', 'localhost', 'http://localhost:3000'],
  ])('%s', (publicUrl, id, origin) => {
    expect(relyingParty(publicUrl)).toEqual({ id, origin });
  });
});
