import { describe, expect, it } from '@jest/globals';
import { networkOf, shortenIp } from './network.js';

describe('Limits by address', () => {
  it.each([
    [
      '2001:db8:1:2',
      [
        '2001:db8:1:2:3:4:5:6',
        '2001:DB8:1:2:3:4:5:6',
        '2001:0db8:0001:0002:0003:0004:0005:0006',
        '2001:db8:1:2::6',
        '2001:db8:1:2::',
        '2001:db8:1:2:3:4:1.2.3.4',
      ],
    ],
    ['2001:db8:0:0', ['2001:db8::1', '2001:db8:0:0::1', '2001:db8:0:0:0:0:0:1', '2001:0DB8::0:0:1']],
    ['fe80:0:0:0', ['fe80::1', 'fe80::1%eth0', 'FE80:0::1%1']],
    ['0:0:0:0', ['::1', '0:0:0:0:0:0:0:1', '::']],
    [
      '203.0.113.7',
      [
        '203.0.113.7',
        '::ffff:203.0.113.7',
        '::FFFF:203.0.113.7',
        '::ffff:cb00:7107',
        '0:0:0:0:0:ffff:cb00:7107',
        '64:ff9b::203.0.113.7',
        '64:ff9b::cb00:7107',
      ],
    ],
  ])('count %s as one network however it is spelled', (network, spellings) => {
    for (const ip of spellings) expect([ip, networkOf(ip)]).toEqual([ip, network]);
  });

  it('tell networks apart', () => {
    const ips = ['2001:db8:1:2::1', '2001:db8:1:3::1', '203.0.113.7', '203.0.113.8', '::1', '::2:0:0:0:1'];
    expect(new Set(ips.map(networkOf)).size).toBe(ips.length);
  });

  it('take what is no address as it stands, but never without end', () => {
    expect(networkOf('unknown')).toBe('unknown');
    expect(networkOf('x'.repeat(10_000))).toHaveLength(64);
  });
});

describe('The journal', () => {
  it.each([
    ['203.0.113.7', '203.0.113.0'],
    ['::ffff:203.0.113.7', '203.0.113.0'],
    ['2001:DB8:1:2:3:4:5:6', '2001:db8:1::'],
    ['2001:db8::1', '2001:db8:0::'],
    ['unknown', ''],
  ])('shortens %s to %s', (ip, short) => expect(shortenIp(ip)).toBe(short));
});
