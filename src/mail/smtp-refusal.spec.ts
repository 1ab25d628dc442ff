import { describe, expect, it } from '@jest/globals';
import { isTooLarge, refusalOf, sentenceOf } from './smtp-refusal.js';

const TO = 'belova@example.test';

/** What nodemailer throws at a step of the dialogue. */
function failure(code: string, command: string, response?: string): object {
  return { code, command, ...(response && { response, responseCode: Number(response.slice(0, 3)) }) };
}
const atReceiver = (response: string) => refusalOf(failure('EENVELOPE', 'RCPT TO', response), TO);
const atLetter = (response: string) => refusalOf(failure('EMESSAGE', 'DATA', response), TO);

describe('An answer about the receiver', () => {
  it.each([
    '550 5.1.1 <belova@example.test>: Recipient address rejected: User unknown in local recipient table',
    '550-5.1.1 The email account that you tried to reach does not exist.\n550 5.1.1 Please try again',
    '550 5.1.2 Domain not found',
    '550 5.1.0 Address rejected',
    '501 5.1.3 Bad recipient address syntax',
    '550 5.2.1 The email account that you tried to reach is inactive.',
    '550 5.1.6 Mailbox has moved',
    '556 5.1.10 Recipient address has null MX',
    '550 5.7.17 Mailbox owner has changed',
    '550 No such user here',
    '550 Unrouteable address',
    '550 Requested action not taken: mailbox unavailable',
    '551 User not local; please try <other@example.test>',
    '553 sorry, no such user (#5.1.1)',
    '501 <belova>: malformed address',
    '556 Domain does not accept mail',
  ])('to RCPT TO is final: %s', (response) => {
    expect(atReceiver(response)).toMatchObject({ fault: 'receiver', final: true });
  });

  it('is final after the letter too, if its status says so', () => {
    expect(atLetter('550 5.1.1 User unknown')).toMatchObject({ fault: 'receiver', final: true });
    expect(atLetter('554 5.2.1 Mailbox disabled')).toMatchObject({ fault: 'receiver', final: true });
  });

  it.each([
    '552 5.2.2 Mailbox full',
    '552 Quota',
    '452 4.2.2 Mailbox full',
    '450 4.2.1 Busy',
    '450 4.1.1 Unverified',
  ])('is no reason to give up while it may change: %s', (response) =>
    expect(atReceiver(response)).toMatchObject({ fault: 'receiver', final: false }),
  );

  it('is an address that cannot even be said', () => {
    const error = failure('EENVELOPE', 'API');
    expect(refusalOf(error, TO)).toMatchObject({ fault: 'receiver', final: true });
  });
});

describe('An answer about the portal keeps the letter', () => {
  it.each([
    ['530 5.7.0 Must issue a STARTTLS command first', 'требует защищённого соединения'],
    ['530 5.7.0 Authentication required', 'требует логин и пароль'],
    ['530 5.1.1 Authentication required', 'требует логин и пароль'],
    ['535 5.7.8 Bad credentials', 'не принимает логин или пароль'],
    ['534 5.7.9 Application-specific password required', 'не принимает логин или пароль'],
    ['538 5.7.11 Encryption required', 'требует защищённого соединения'],
    ['554 5.7.1 <belova@example.test>: Relay access denied', 'не соглашается пересылать'],
    ['550 5.7.1 Unable to relay', 'не соглашается пересылать'],
    ['550 relay not permitted', 'не соглашается пересылать'],
    ['553 sorry, that domain is not in my list of allowed rcpthosts (#5.7.1)', 'не соглашается пересылать'],
    ['551 5.7.1 not our customer', 'отказывается принимать'],
    ['550 5.7.1 Service unavailable; client host blocked using zen.spamhaus.org', 'отказывается принимать'],
    [
      '550-Verification failed for <noreply@example.ru>\n550-No such user\n550 Sender verify failed',
      'отказывается',
    ],
    ['550 5.1.0 Sender rejected', 'отказывается принимать'],
    ['550 5.1.8 Sender domain not found', 'отказывается принимать'],
    ['550 Administrative prohibition', 'отказывается принимать'],
    ['550 Access denied', 'отказывается принимать'],
    ['554 5.5.1 Error: no valid recipients', 'отказывается принимать'],
    ['552 5.2.3 Message too large', 'отказывается принимать'],
  ])('to RCPT TO: %s', (response, text) => {
    expect(atReceiver(response)).toMatchObject({ fault: 'server', final: false, wait: false });
    expect(atReceiver(response).text).toContain(text);
  });

  it.each([
    '550 5.7.1 Message looks like spam',
    '554 Message rejected: no such user',
    '552 5.3.4 Message too big',
    '550 Refused by the test',
    '571 Delivery not authorized',
  ])('to the letter itself: %s', (response) => {
    expect(atLetter(response)).toMatchObject({ fault: 'server', final: false });
  });

  it.each([
    ['EENVELOPE', 'MAIL FROM', '553 5.7.1 Sender address rejected: not owned by user', 'адрес отправителя'],
    ['EENVELOPE', 'MAIL FROM', '550 5.1.1 No such user', 'адрес отправителя'],
    ['EENVELOPE', 'MAIL FROM', '530 5.7.0 Must issue a STARTTLS command first', 'защищённого'],
    ['EAUTH', 'AUTH PLAIN', '535 5.7.8 Authentication failed', 'логин или пароль'],
    ['EAUTH', 'AUTH LOGIN', '550 5.1.1 User unknown', 'логин или пароль'],
    ['EPROTOCOL', 'CONN', '554 5.7.1 Your address is blocked', 'отказывает порталу в соединении'],
    ['ETLS', 'STARTTLS', '502 5.5.1 Not implemented', 'защищённое соединение'],
    ['ECONNECTION', 'CONN', undefined, 'нет связи'],
    ['EDNS', 'CONN', undefined, 'не найден адрес'],
    ['ETIMEDOUT', 'CONN', undefined, 'не ответил вовремя'],
  ])('at another step: %s %s %s', (code, command, response, text) => {
    const refusal = refusalOf(failure(code, command, response), TO);
    expect(refusal).toMatchObject({ fault: 'server', final: false });
    expect(refusal.text).toContain(text);
  });

  it('tells a wrong certificate from a server that is away', () => {
    const broken = { code: 'ESOCKET', command: 'CONN', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' };
    expect(refusalOf(broken, TO).text).toContain('защищённое соединение');
    expect(refusalOf({ code: 'ESOCKET', command: 'CONN', originalCode: 'ECONNREFUSED' }, TO).text).toContain(
      'нет связи',
    );
  });

  it.each([
    ['CONN', '421 Too many connections'],
    ['AUTH PLAIN', '454 4.7.0 Temporary authentication failure'],
    ['MAIL FROM', '451 4.3.0 Try again'],
    ['RCPT TO', '450 4.7.1 Greylisted'],
    ['RCPT TO', '451 Greylisted'],
    ['DATA', '451 4.7.1 Rate limited'],
  ])('when the server asks to wait: %s %s', (command, response) => {
    expect(refusalOf(failure('EENVELOPE', command, response), TO)).toMatchObject({
      fault: 'server',
      final: false,
      wait: true,
    });
  });

  it('and spares the server where it would refuse any other letter too', () => {
    const atDoor = (command: string) => refusalOf(failure('E', command, '554 5.7.1 No'), TO).atDoor;
    expect(['CONN', 'EHLO', 'STARTTLS', 'AUTH PLAIN'].map(atDoor)).toEqual([true, true, true, true]);
    expect(['MAIL FROM', 'RCPT TO', 'DATA'].map(atDoor)).toEqual([false, false, false]);
    expect(refusalOf(new TypeError('x is undefined'), TO).atDoor).toBe(false);
  });

  it('also when it is no server at all that has failed', () => {
    expect(refusalOf(new TypeError('x is undefined'), TO)).toMatchObject({ fault: 'server', final: false });
    expect(refusalOf(undefined, TO)).toMatchObject({ fault: 'server', final: false });
  });
});

describe('What the server said', () => {
  it('is one short line that names no resident', () => {
    const { answer } = atReceiver(
      `550-5.1.1 <${TO}>: no mailbox belova\r\n550 5.1.1 see postmaster@example.test ${'x'.repeat(300)}`,
    );
    expect(answer).toMatch(/^550-5\.1\.1 <…>: no mailbox … 5\.1\.1 see … x+…$/);
    expect(answer!.length).toBe(200);
  });

  it('ends the sentence for staff', () => {
    expect(sentenceOf(atReceiver('550 5.1.1 User unknown'))).toBe(
      'Почтовый сервер отказался принять письмо для этого адреса. Ответ сервера: «550 5.1.1 User unknown»',
    );
    expect(sentenceOf(refusalOf(failure('ESOCKET', 'CONN'), TO))).toBe('Нет связи с почтовым сервером');
  });
});

describe('A letter that is too large', () => {
  it.each([
    ['DATA', '552 5.3.4 Message size exceeds fixed limit'],
    ['DATA', '554 5.3.4 Message too big for system'],
    ['DATA', '552 5.3.4 Message size exceeds fixed maximum message size'],
    ['DATA', '552 5.2.3 Message exceeds the maximum size of the mailbox'],
    ['DATA', '552 Message size exceeds maximum permitted'],
    ['DATA', '552-5.3.4 Your message exceeded our message size limits.\n552 5.3.4 Try again'],
  ])('is known: %s %s', (command, response) => {
    expect(isTooLarge(failure('EMESSAGE', command, response))).toBe(true);
  });

  it('is known also where the mailer has not even offered it', () => {
    expect(isTooLarge(failure('EMESSAGE', 'MAIL FROM'))).toBe(true);
  });

  it.each([
    ['DATA', '552 5.2.2 Mailbox full'],
    ['RCPT TO', '552 Mailbox full'],
    ['DATA', '554 5.7.1 Spam'],
    ['DATA', '451 4.3.0 Try later'],
  ])('is not seen in other refusals: %s %s', (command, response) => {
    expect(isTooLarge(failure('EMESSAGE', command, response))).toBe(false);
  });

  it('is not seen in what is no refusal', () => {
    for (const error of [undefined, null, new Error('552'), {}]) expect(isTooLarge(error)).toBe(false);
  });
});
