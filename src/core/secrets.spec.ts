import { describe, expect, it } from '@jest/globals';
import { Secrets } from './secrets.js';

const secrets = new Secrets('a secret of thirty-two characters');

describe('What a browser keeps sealed', () => {
  it('comes back as it was, and looks different each time', () => {
    const sealed = [secrets.seal('test', 'пароль'), secrets.seal('test', 'пароль')];
    expect(sealed.map((value) => secrets.unseal('test', value))).toEqual(['пароль', 'пароль']);
    expect(sealed[0]).not.toBe(sealed[1]);
    expect(Buffer.from(sealed[0]!, 'base64url').toString()).not.toContain('пароль');
  });

  it('is nothing once it was touched, cut, sealed for something else or with another secret', () => {
    const sealed = secrets.seal('test', 'пароль');
    const bytes = Buffer.from(sealed, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const touched = Buffer.from(bytes);
      touched[at]! ^= 1;
      expect(secrets.unseal('test', touched.toString('base64url'))).toBeUndefined();
      expect(secrets.unseal('test', bytes.subarray(0, at).toString('base64url'))).toBeUndefined();
    }
    expect(secrets.unseal('other', sealed)).toBeUndefined();
    expect(new Secrets('another secret of many characters').unseal('test', sealed)).toBeUndefined();
    expect(secrets.unseal('test', 'not sealed at all')).toBeUndefined();
  });
});
