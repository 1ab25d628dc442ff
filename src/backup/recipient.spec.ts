import { describe, expect, it } from '@jest/globals';
import { recipientOf } from './recipient.js';

const AGE = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';
const SSH = `ssh-ed25519 ${'A'.repeat(68)} office@example.ru`;
const FINGERPRINT = '4A2C9D0E1F3B5A7C8D9E0F1A2B3C4D5E6F708192';
const FILES: Record<string, string> = {
  '/etc/age.pub': `# created: 2026-11-23\n${AGE}\n`,
  '/etc/gpg.pub': '-----BEGIN PGP PUBLIC KEY BLOCK-----\n',
  '/etc/age.key': `# public key: ${AGE}\nAGE-SECRET-KEY-1QQ\n`,
  '/etc/gpg.key': '-----BEGIN PGP PRIVATE KEY BLOCK-----\n',
};
const read = (path: string) => FILES[path];

describe('Whom backups are encrypted to', () => {
  it('is told by the shape of the key', () => {
    expect(recipientOf(AGE, read)).toEqual({ tool: 'age', args: ['--recipient', AGE] });
    expect(recipientOf(SSH, read)).toEqual({ tool: 'age', args: ['--recipient', SSH] });
    for (const key of [FINGERPRINT, `0x${FINGERPRINT.slice(24)}`, 'backup@example.ru']) {
      expect(recipientOf(key, read)).toEqual({ tool: 'gpg', args: ['--recipient', key] });
    }
  });

  it('may stand in a file', () => {
    expect(recipientOf('/etc/age.pub', read)).toEqual({
      tool: 'age',
      args: ['--recipients-file', '/etc/age.pub'],
    });
    expect(recipientOf('/etc/gpg.pub', read)).toEqual({
      tool: 'gpg',
      args: ['--recipient-file', '/etc/gpg.pub'],
    });
  });

  it('is never a secret key, which would open all backups of a stolen server', () => {
    expect(recipientOf('/etc/age.key', read)).toBeUndefined();
    expect(recipientOf('/etc/gpg.key', read)).toBeUndefined();
    expect(recipientOf('AGE-SECRET-KEY-1QQ', read)).toBeUndefined();
  });

  it('is nothing else', () => {
    for (const text of ['', 'age1', '--output=/etc/passwd', 'etc/age.pub', '/etc/absent', 'ssh-ed25519 x']) {
      expect(recipientOf(text, read)).toBeUndefined();
    }
  });
});
