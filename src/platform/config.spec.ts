import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { loadConfig } from './config.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://kabinet@127.0.0.1/kabinet',
  SMTP_URL: 'smtp://127.0.0.1:25',
  MAIL_FROM: 'noreply@example.ru',
  PUBLIC_URL: 'https://kabinet.example.ru',
  APP_SECRET: 'k'.repeat(48),
  COMPANY_NAME: 'УК «Пример»',
  COMPANY_LEGAL_NAME: 'ООО «УК Пример»',
  COMPANY_INN: '3800000005',
  COMPANY_PHONE: '8 (3952) 00-00-00',
  COMPANY_ADDRESS: 'г. Иркутск, ул. Примерная, 10',
  COMPANY_EMAIL: 'office@example.ru',
};

const BANK = {
  COMPANY_BANK_NAME: 'Байкальский банк ПАО Сбербанк',
  COMPANY_BIC: '042520607',
  COMPANY_BANK_ACCOUNT: '40702810800000000001',
  COMPANY_CORRESPONDENT_ACCOUNT: '30101810900000000607',
};

describe('Settings', () => {
  it('are all in .env.example, and nothing else is', () => {
    const asked = new Set<string>();
    const env = new Proxy(
      {},
      {
        get: (_, name: string) => {
          asked.add(name);
          return (PRODUCTION as Record<string, string>)[name];
        },
      },
    );
    loadConfig(env);
    const example = readFileSync('.env.example', 'utf8');
    const listed = [...example.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual([...asked].sort());
  });

  it('need nothing for a trial', () => {
    expect(loadConfig({})).toMatchObject({
      embedded: true,
      production: false,
      publicUrl: 'http://127.0.0.1:3000',
    });
  });

  it('are complete in production', () => {
    expect(loadConfig(PRODUCTION)).toMatchObject({ embedded: false, secure: true });
    for (const name of [
      'DATABASE_URL',
      'SMTP_URL',
      'MAIL_FROM',
      'PUBLIC_URL',
      'APP_SECRET',
      'COMPANY_NAME',
      'COMPANY_EMAIL',
      'COMPANY_PHONE',
    ]) {
      expect(() => loadConfig({ ...PRODUCTION, [name]: undefined })).toThrow(
        new RegExp(`^Setting ${name} .*\\.$`),
      );
    }
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', 'abc'],
    ['PUBLIC_URL', 'kabinet.example.ru'],
    ['PUBLIC_URL', 'https://kabinet.example.ru/path'],
    ['PUBLIC_URL', 'http://kabinet.example.ru'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['SMTP_URL', 'mail.example.ru'],
    ['APP_SECRET', 'short'],
    ['APP_SECRET', 'change-me-change-me-change-me-change-me'],
    ['APP_SECRET_FILE', '/does/not/exist'],
    ['TRUST_PROXY', 'everybody'],
    ['TRUST_PROXY', '10.0.0.0/99'],
    ['SMTP_URL', 'smtp://user:100%@mail.example.ru'],
    ['TIME_ZONE', 'Asia/Nowhere'],
    ['ACCENT_COLOR', 'teal'],
    ['PASSWORD_MIN_LENGTH', '3'],
    ['ARGON2_MEMORY_KIB', '1024'],
    ['MAIL_FROM', 'a@b.ru, c@d.ru'],
    ['NODE_ENV', 'prod'],
    ['VK_CLIENT_ID', 'my-application'],
    ['VK_ID_URL', 'http://id.vk.ru'],
    ['VK_CLIENT', 'a typing error'],
    ['COMPANY_NAMEE', 'a typing error'],
    ['COMPANY_INN', '3800000006'],
    ['COMPANY_KPP', '12345'],
    ['COMPANY_LEGAL_NAME', 'О'.repeat(161)],
    ['RECEIPT_QR_NAMES', 'yes'],
  ])('refuse %s=%s in one line that names it', (name, value) => {
    expect(() => loadConfig({ ...PRODUCTION, [name]: value })).toThrow(
      new RegExp(`^Setting ${name} [^\\n]+\\.$`),
    );
  });

  it.each([
    ['COMPANY_BANK_NAME', 'Б'.repeat(46)],
    ['COMPANY_BANK_NAME', ''],
    ['COMPANY_BIC', '142520607'],
    ['COMPANY_BIC', ''],
    ['COMPANY_BANK_ACCOUNT', '40702810800000000002'],
    ['COMPANY_BANK_ACCOUNT', ''],
    ['COMPANY_CORRESPONDENT_ACCOUNT', '30101810900000000608'],
    ['COMPANY_CORRESPONDENT_ACCOUNT', '40702810800000000001'],
    ['COMPANY_CORRESPONDENT_ACCOUNT', ''],
  ])('of the bank are all there and right: %s=%s is refused', (name, value) => {
    expect(() => loadConfig({ ...PRODUCTION, ...BANK, [name]: value })).toThrow(
      new RegExp(`^Setting ${name} [^\\n]+\\.$`),
    );
  });

  it('of the bank may be absent, and are made up only for the made-up company', () => {
    expect(loadConfig({ ...PRODUCTION, ...BANK }).company.bank?.bic).toBe('042520607');
    expect(loadConfig(PRODUCTION).company.bank).toBeUndefined();
    expect(loadConfig({}).company.bank?.account).toBe('40702810800000000001');
    expect(loadConfig({ COMPANY_INN: '1654019570' }).company.bank).toBeUndefined();
  });
});
