import { describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { dkimFinding, dmarcFinding, spfFinding } from './mail-records.js';

const key = (modulusLength: number) =>
  generateKeyPairSync('rsa', { modulusLength })
    .publicKey.export({ format: 'der', type: 'spki' })
    .toString('base64');

describe('The records of the domain that letters come from', () => {
  it.each([
    [['v=spf1 ip4:203.0.113.10 -all', 'google-site-verification=1'], 'good'],
    [['V=SPF1 include:_spf.example.ru ~all'], 'good'],
    [['v=spf1 redirect=_spf.example.ru'], 'good'],
    [['v=spf1 mx'], 'attention'],
    [['v=spf1 mx ?all'], 'attention'],
    [['v=spf1 +all'], 'bad'],
    [['v=spf1 all'], 'bad'],
    [['v=spf1 mx -all', 'v=spf1 a -all'], 'bad'],
    [['v=spf10 mx -all'], 'bad'],
    [[], 'bad'],
  ])('SPF %j is %s', (texts, state) => {
    expect(spfFinding(texts, 'example.ru').state).toBe(state);
  });

  it.each([
    [['v=DMARC1; p=reject'], 'good'],
    [['v=DMARC1;p=quarantine; rua=mailto:a@example.ru'], 'good'],
    [['v=DMARC1; p=none'], 'attention'],
    [[], 'attention'],
    [['v=DMARC1; p=maybe'], 'bad'],
    [['v=DMARC1'], 'bad'],
    [['v=DMARC1; p=reject', 'v=DMARC1; p=none'], 'bad'],
  ])('DMARC %j is %s', (texts, state) => {
    expect(dmarcFinding(texts, 'example.ru').state).toBe(state);
  });

  it.each([
    ['2048 bits', `v=DKIM1; k=rsa; p=${key(2048)}`, 'good'],
    ['1024 bits', `k=rsa; p=${key(1024)}`, 'attention'],
    ['512 bits', `v=DKIM1; p=${key(512)}`, 'bad'],
    ['a curve', 'v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=', 'good'],
    ['nothing', 'v=DKIM1; p=', 'bad'],
    ['rubbish', 'v=DKIM1; p=AAAA', 'bad'],
    ['no key', 'hello', 'bad'],
  ])('DKIM with %s is judged', (_, text, state) => {
    expect(dkimFinding([text], 'mail').state).toBe(state);
  });
});
