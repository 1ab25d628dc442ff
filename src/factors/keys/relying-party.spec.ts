import { describe, expect, it } from '@jest/globals';
import { keylessAt, relyingParty } from './relying-party.js';

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

describe('Keys cannot work', () => {
  const trial = relyingParty('http://127.0.0.1:3000');
  const named = relyingParty('https://kabinet.example.test');

  it.each([
    ['127.0.0.1:3000', 'http://localhost:3000'],
    ['127.0.0.2', 'http://localhost:3000'],
    ['[::1]:3000', 'http://localhost:3000'],
    ['192.168.1.5:3000', undefined],
    ['[fd00::5]:3000', undefined],
  ])('at %s, but there: %s', (host, origin) => {
    expect(keylessAt(trial, host)).toEqual({ origin });
  });

  it.each(['localhost:3000', 'kabinet.test:3000', '', 'no host', undefined])('and can at «%s»', (host) => {
    expect(keylessAt(trial, host)).toBeUndefined();
  });

  it('and can behind a proxy that hides the name of the portal', () => {
    expect(keylessAt(named, '127.0.0.1:3000')).toBeUndefined();
  });
});
