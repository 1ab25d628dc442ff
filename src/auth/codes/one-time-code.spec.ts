import { randomBytes } from 'node:crypto';
import { describe, it, expect } from '@jest/globals';
import { codeState, makeCode, makeLinkSecret, TYPED_ATTEMPTS_LIMIT } from './one-time-code.js';

const now = new Date('2026-11-23T06:00:00Z');
const after = (ms: number) => new Date(now.getTime() + ms);
const fresh = { expiresAt: after(1), usedAt: null, supersededAt: null, typedAttempts: 0 };

describe('makeCode', () => {
  it('состоит из восьми латинских букв и цифр и не повторяется', () => {
    const codes = Array.from({ length: 10_000 }, () => makeCode(randomBytes));
    expect(codes.every((code) => /^[A-Za-z0-9]{8}$/.test(code))).toBe(true);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('берёт все символы одинаково часто', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 20_000; i++) {
      for (const char of makeCode(randomBytes)) counts.set(char, (counts.get(char) ?? 0) + 1);
    }

    const expected = 160_000 / 62;
    const chiSquare = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    expect(counts.size).toBe(62);
    expect(chiSquare).toBeLessThan(150); // 61 degrees of freedom: exceeded in fewer than one of 10^8 runs; a plain modulo gives about 1050
  });

  it('отбрасывает байты, которые дали бы перекос', () => {
    const answers = [
      Buffer.alloc(8, 255),
      Buffer.from([248, 0, 247, 61, 62, 26, 52, 250]),
      Buffer.alloc(8, 1),
    ];
    expect(makeCode(() => answers.shift()!)).toBe('A99Aa0BB');
  });
});

describe('makeLinkSecret', () => {
  it('даёт 128 бит в 22 символах, пригодных для адреса', () => {
    const secret = makeLinkSecret(randomBytes);
    expect(secret).toMatch(/^[\w-]{22}$/);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(16);
  });
});

describe('codeState', () => {
  it('действует до последней миллисекунды срока', () => {
    expect(codeState(fresh, now)).toBe('valid');
    expect(codeState(fresh, after(1))).toBe('expired');
  });

  it('закрывает ввод после пяти попыток', () => {
    expect(codeState({ ...fresh, typedAttempts: TYPED_ATTEMPTS_LIMIT - 1 }, now)).toBe('valid');
    expect(codeState({ ...fresh, typedAttempts: TYPED_ATTEMPTS_LIMIT }, now)).toBe('exhausted');
  });

  it('называет самую сильную причину, когда их несколько', () => {
    const all = { expiresAt: now, usedAt: now, supersededAt: now, typedAttempts: 9 };
    expect(codeState(all, now)).toBe('used');
    expect(codeState({ ...all, usedAt: null }, now)).toBe('superseded');
    expect(codeState({ ...all, usedAt: null, supersededAt: null }, now)).toBe('expired');
  });
});
