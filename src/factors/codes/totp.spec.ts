import { describe, expect, it } from '@jest/globals';
import { SECRET_BYTES, secretOf, setupAddress, stepOf, typedSecret } from './totp.js';

const SECRET = secretOf(Buffer.from('12345678901234567890'));
const at = (seconds: number) => new Date(seconds * 1000);

describe('A code of an app', () => {
  // RFC 6238, appendix B: eight digits there, of which ours are the last six.
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('is that of RFC 6238 at %d', (seconds, eight) => {
    expect(stepOf(eight.slice(2), SECRET, at(seconds))).toBe(Math.floor(seconds / 30));
  });

  it('is taken from a clock that is one step off, and from none that is two', () => {
    const step = Math.floor(1234567890 / 30);
    for (const [off, found] of [
      [-2, undefined],
      [-1, step],
      [0, step],
      [1, step],
      [2, undefined],
    ] as const) {
      expect([off, stepOf('005924', SECRET, at(1234567890 + off * 30))]).toEqual([off, found]);
    }
  });

  it.each(['005925', '', '5924', '0005924', '00592४', 'abcdef', '-05924', '005924 '])(
    'is not «%s»',
    (typed) => {
      expect(stepOf(typed, SECRET, at(1234567890))).toBeUndefined();
    },
  );

  it('of another secret is none', () => {
    expect(stepOf('005924', secretOf(Buffer.alloc(SECRET_BYTES, 7)), at(1234567890))).toBeUndefined();
  });
});

describe('The secret', () => {
  it('is typed in groups of four', () => {
    expect(SECRET).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(typedSecret(SECRET)).toBe('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ');
  });

  it('comes into the app with the portal and the login', () => {
    const address = new URL(setupAddress(SECRET, 'kabinet.example.ru', 'Седова-1'));
    expect(address.href.split('?')[0]).toBe(
      `otpauth://totp/kabinet.example.ru:${encodeURIComponent('Седова-1')}`,
    );
    expect(Object.fromEntries(address.searchParams)).toEqual({
      ...{ issuer: 'kabinet.example.ru', secret: SECRET, algorithm: 'SHA1', digits: '6', period: '30' },
    });
  });
});
