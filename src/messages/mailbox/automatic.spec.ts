import { describe, expect, it } from '@jest/globals';
import { type Automatic, automaticOf } from './automatic.js';

const OURS = ['noreply@kabinet.test', 'office@kabinet.test'];

function judged(headers: Record<string, string>, from = 'belova@mail.test'): Automatic | undefined {
  return automaticOf((name) => (name in headers ? [headers[name]!] : []), from, OURS);
}

describe('A letter that a program has written', () => {
  it.each<[Automatic, string, Record<string, string>]>([
    ['bounce', 'a report', { 'content-type': 'multipart/report; report-type=delivery-status; boundary=x' }],
    ['bounce', 'a report in other letters', { 'content-type': 'Multipart/Report; boundary=x' }],
    ['bounce', 'a bare status', { 'content-type': 'message/delivery-status' }],
    ['bounce', 'without a sender', { 'return-path': '<>' }],
    ['bounce', 'Exim', { 'x-failed-recipients': 'belova@mail.test' }],
    ['auto-reply', 'RFC 3834', { 'auto-submitted': 'auto-replied' }],
    ['auto-reply', 'RFC 3834 with more', { 'auto-submitted': 'Auto-Generated; owner="x"' }],
    [
      'auto-reply',
      'RFC 3834, and without a sender',
      { 'auto-submitted': 'auto-replied', 'return-path': '<>' },
    ],
    ['auto-reply', 'cPanel', { 'x-autoreply': 'yes' }],
    ['auto-reply', 'an autoresponder', { 'x-autorespond': '' }],
    ['auto-reply', 'Exchange', { 'x-auto-response-suppress': 'All' }],
    ['auto-reply', 'an old vacation program', { precedence: 'auto_reply' }],
    ['auto-reply', 'a receipt', { 'content-type': 'multipart/report; report-type=disposition-notification' }],
    ['auto-reply', 'Outlook in Russian', { subject: 'Автоматический ответ: Ответ на обращение' }],
    ['auto-reply', 'Yandex', { subject: 'Автоответ' }],
    ['auto-reply', 'with a prefix', { subject: 'Re: Автоответ: меня нет' }],
    ['auto-reply', 'Вне офиса', { subject: 'Вне  офиса: вернусь 7 декабря' }],
    ['auto-reply', 'Outlook', { subject: 'Automatic reply: УК «Макском»' }],
    ['auto-reply', 'Out of office', { subject: 'Out of the office - Re: Ответ' }],
    ['bulk', 'a newsletter', { precedence: 'bulk' }],
    ['bulk', 'a list', { precedence: 'List' }],
    ['bulk', 'junk', { precedence: 'junk' }],
    ['bulk', 'a list with a name', { 'list-id': '<news.shop.test>' }],
    ['bulk', 'advertising', { 'list-unsubscribe': '<https://shop.test/off>' }],
  ])('is known: %s, %s', (kind, _what, headers) => {
    expect(judged(headers)).toBe(kind);
  });

  it('is known by its sender', () => {
    expect(judged({}, 'MAILER-DAEMON@mx.mail.test')).toBe('bounce');
    expect(judged({}, 'postmaster@mail.test')).toBe('bounce');
    expect(judged({}, 'Noreply@Kabinet.test')).toBe('own');
    expect(judged({ 'auto-submitted': 'auto-generated' }, 'office@kabinet.test')).toBe('own');
  });
});

describe('A letter that a person has written', () => {
  it.each<[string, Record<string, string>]>([
    ['plain', {}],
    ['says so', { 'auto-submitted': 'no' }],
    ['says so with more', { 'auto-submitted': 'No; comment' }],
    ['asks for nothing', { 'x-auto-response-suppress': 'None' }],
    ['has an ordinary sender', { 'return-path': '<belova@mail.test>' }],
    ['is important', { precedence: 'first-class' }],
    ['writes about an answer', { subject: 'Автоответчик домофона не работает' }],
    ['writes about automatic things', { subject: 'Автоматические ворота' }],
    ['writes about an office', { subject: 'Вы вне офиса после 18:00?' }],
    ['answers', { subject: 'Re: Ответ на ваше обращение' }],
    ['has parts', { 'content-type': 'multipart/mixed; boundary=report' }],
  ])('is taken for one: %s', (_what, headers) => {
    expect(judged(headers)).toBeUndefined();
  });

  it('is taken for one also where the address is only like ours', () => {
    expect(judged({}, 'noreply@kabinet.test.example')).toBeUndefined();
    expect(judged({}, 'daemon@mail.test')).toBeUndefined();
    expect(judged({}, '')).toBeUndefined();
  });
});
