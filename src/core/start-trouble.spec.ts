import { describe, expect, it } from '@jest/globals';
import { startTrouble } from './start-trouble.js';

const PLACES = {
  databaseUrl: 'postgres://kabinet:secret-word@db.example.ru/portal',
  host: '10.1.2.3',
  port: 80,
};

describe('A start that fails', () => {
  it.each([
    [{ code: 'EACCES', syscall: 'listen' }, 'PORT', '80'],
    [{ code: 'EADDRINUSE', syscall: 'listen' }, 'PORT', '80'],
    [{ code: 'EADDRINUSE', syscall: 'bind' }, 'PORT', '80'],
    [{ code: 'EADDRNOTAVAIL', syscall: 'listen' }, 'HOST', '10.1.2.3'],
    [{ code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: '10.1.2.3' }, 'HOST', '10.1.2.3'],
    [
      { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'db.example.ru' },
      'DATABASE_URL',
      'db.example.ru',
    ],
    [{ code: 'ECONNREFUSED', syscall: 'connect' }, 'DATABASE_URL', 'db.example.ru:5432'],
    [{ errors: [{ code: 'ECONNREFUSED' }, { code: 'ECONNREFUSED' }] }, 'DATABASE_URL', 'db.example.ru:5432'],
    [{ message: 'timeout expired' }, 'DATABASE_URL', 'does not answer'],
    [
      { code: '28P01', message: 'password authentication failed for user "kabinet"' },
      'DATABASE_URL',
      'kabinet',
    ],
    [{ code: '28000', message: 'no pg_hba.conf entry for host' }, 'DATABASE_URL', 'pg_hba.conf'],
    [
      { message: 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string' },
      'DATABASE_URL',
      'password',
    ],
    [{ code: '3D000', message: 'database "portal" does not exist' }, 'DATABASE_URL', 'portal'],
    [{ code: '42501', message: 'permission denied for schema public' }, 'DATABASE_URL', 'own'],
    [{ message: 'The server does not support SSL connections' }, 'DATABASE_URL', 'sslmode'],
    [{ code: 'SELF_SIGNED_CERT_IN_CHAIN', message: 'self-signed' }, 'DATABASE_URL', 'NODE_EXTRA_CA_CERTS'],
    [
      { code: '08P01', message: 'unsupported startup parameter: statement_timeout' },
      'DATABASE_URL',
      'session mode',
    ],
    [{ code: '53300', message: 'sorry, too many clients already' }, 'DATABASE_URL', 'too many clients'],
  ])('with %p says in one line which setting is to blame, and no password: %s', (error, name, word) => {
    const line = startTrouble(Object.assign(new Error(), error), PLACES);
    expect(line).toMatch(new RegExp(`^Setting ${name}: [^\\n]+\\.$`));
    expect(line).toContain(word);
    expect(line).not.toContain('secret-word');
  });

  it('with something else is left to the log', () => {
    expect(startTrouble(new TypeError('x is not a function'), PLACES)).toBeUndefined();
    expect(startTrouble('nothing', PLACES)).toBeUndefined();
  });

  it('before there is an address of a database is told by itself', () => {
    expect(startTrouble(new Error('The trial is running'), { ...PLACES, databaseUrl: '' })).toBeUndefined();
  });
});
