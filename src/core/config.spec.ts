import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { loadConfig } from './config.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://kabinet@127.0.0.1/kabinet',
  SMTP_URL: 'smtp://127.0.0.1:25',
  MAIL_FROM: 'noreply@example.ru',
  PUBLIC_URL: 'https://kabinet.example.ru',
  APP_SECRET: 'q7Rk2mZx9LwT4vBn8sYc1dHf6jGp3aEu5iOo0KtX',
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
    ['SMTP_URL', 'smtp://user:a#b@mail.example.ru'],
    ['DATABASE_URL', 'postgres://kabinet:a#b@127.0.0.1/kabinet'],
    ['DATABASE_URL', 'postgres://kabinet:1#b@127.0.0.1/kabinet'],
    ['DATABASE_URL', 'postgres://kabinet:a/b@127.0.0.1/kabinet'],
    ['DATABASE_URL', 'postgres://kabinet:100%@127.0.0.1/kabinet'],
    ['DATABASE_PASSWORD', 'a typing error'],
    ['READING_REMINDER_DAY', '3'],
    ['EXCHANGE_HOURS', '840'],
    ['MAIL_TO', 'a@b.ru'],
    ['LOG_LEVE', 'info'],
    ['PUBLIC_URI', 'https://kabinet.example.ru'],
    ['APP_SECRET', 'a'.repeat(40)],
    ['APP_SECRET', 'ab12'.repeat(12)],
    ['APP_SECRET', 'abcdefghij'.repeat(4)],
    ['TRUST_PROXY', '0.0.0.0/0'],
    ['TRUST_PROXY', '::/0'],
    ['TRUST_PROXY', '0.0.0.0/1, 128.0.0.0/1'],
    ['TRUST_PROXY', '::ffff:0:0/96'],
    ['TRUST_PROXY', '10.0.0.0/8/8'],
    ['HSTS_SUBDOMAINS', 'yes'],
    ['COMPANY_SITE', 'нет'],
    ['COMPANY_HOST', 'https://x/y'],
    ['COMPANY_HOST', 'нет'],
    ['TIME_ZONE', 'Asia/Nowhere'],
    ['ACCENT_COLOR', 'teal'],
    ['PASSWORD_MIN_LENGTH', '3'],
    ['ARGON2_MEMORY_KIB', '1024'],
    ['MAIL_FROM', 'a@b.ru, c@d.ru'],
    ['NODE_ENV', 'prod'],
    ['VK_CLIENT_ID', 'my-application'],
    ['VK_ID_URL', 'http://id.vk.ru'],
    ['VK_CLIENT', 'a typing error'],
    ['YANDEX_CLIENT_ID', 'my-application'],
    ['YANDEX_CLIENT_ID', '0123456789abcdef0123456789abcdef'],
    ['YANDEX_ID_URL', 'http://oauth.yandex.ru'],
    ['OIDC_ISSUER', 'http://id.example.ru'],
    ['OIDC_ISSUER', 'https://id.example.ru'],
    ['OIDC_ISSUER', 'https://accounts.google.com'],
    ['OIDC_ISSUER', 'https://login.microsoftonline.com/common/v2.0'],
    ['OIDC_ISSUER', 'https://id.example.ru/?realm=city'],
    ['OIDC_SCOPES', 'profile email'],
    ['OIDC_NAME', '<b>Вход</b>'],
    ['OIDC_ISSUERR', 'a typing error'],
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

  it('name a password with odd signs and networks of a company as they are', () => {
    const DATABASE_URL = 'postgres://kabinet:p%23a%25%2Fb@127.0.0.1/kabinet';
    const proxies = ['10.0.0.0/8', 'fc00::/7', '127.0.0.1', '::1', 'loopback, 192.168.0.0/16', '2', 'off'];
    for (const TRUST_PROXY of proxies) {
      expect(loadConfig({ ...PRODUCTION, DATABASE_URL, TRUST_PROXY })).toBeDefined();
    }
    for (const COMPANY_SITE of ['example.ru', 'https://example.ru/about', 'мир-жкх.рф']) {
      expect(loadConfig({ ...PRODUCTION, COMPANY_SITE }).company.site).toBe(COMPANY_SITE);
    }
    expect(loadConfig({ ...PRODUCTION, COMPANY_HOST: 'кабинет.рф' }).company.host).toBe('кабинет.рф');
  });

  it('tell what is wrong with a password in an address', () => {
    const DATABASE_URL = 'postgres://kabinet:a#b@127.0.0.1/kabinet';
    expect(() => loadConfig({ ...PRODUCTION, DATABASE_URL })).toThrow(/%23/);
  });

  it('of the bank may be absent, and are made up only for the made-up company', () => {
    expect(loadConfig({ ...PRODUCTION, ...BANK }).company.bank?.bic).toBe('042520607');
    expect(loadConfig(PRODUCTION).company.bank).toBeUndefined();
    expect(loadConfig({}).company.bank?.account).toBe('40702810800000000001');
    expect(loadConfig({ COMPANY_INN: '1654019570' }).company.bank).toBeUndefined();
  });

  it('know a day from what is none', () => {
    const from = (STAFF_SECOND_FACTOR_FROM: string) =>
      loadConfig({ STAFF_SECOND_FACTOR_FROM }).staffSecondFactorFrom;
    expect([from(''), from(' 2027-01-15 '), from('2028-02-29')]).toEqual(['', '2027-01-15', '2028-02-29']);
    for (const day of ['2027-02-29', '15.01.2027', '2027-1-15', '2027-01-15T00:00', 'tomorrow', '2027']) {
      expect(() => from(day)).toThrow('STAFF_SECOND_FACTOR_FROM must be a day like 2027-01-15');
    }
  });
});
