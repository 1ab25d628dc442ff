import { describe, expect, it } from '@jest/globals';
import { refusalOf } from './smtp-refusal.js';
import { pace } from '../../test/support/pace.js';

const TO = 'belova@example.test';

/** What becomes of a letter whose RCPT TO is answered so. */
function judged(response: string, to = TO) {
  const error = {
    code: 'EENVELOPE',
    command: 'RCPT TO',
    response,
    responseCode: Number(response.slice(0, 3)),
  };
  return refusalOf(error, to, 'noreply@kabinet.test');
}

/** Answers to RCPT TO as the large services and the usual servers word them; `<>` stands for the receiver's address. */
const WORDINGS: readonly [who: string, answer: string, meaning: 'receiver' | 'full' | 'portal'][] = [
  ['Yandex', '550 5.7.1 No such user!', 'receiver'],
  ['Yandex', '550 5.7.1 No such user! 1700000000-abcDEF-abcDEF', 'receiver'],
  ['Yandex', '552 5.2.2 Mailbox size limit exceeded', 'full'],
  ['Yandex', '554 5.7.1 Blocked by security reason', 'portal'],
  ['a limit of ours', '550 5.7.0 Daily user sending quota exceeded', 'portal'],
  ['a limit of ours', '550 5.4.5 Daily user sending quota exceeded. d2e1a72 - gsmtp', 'portal'],
  ['a limit of ours', '550 sending quota exceeded', 'portal'],
  ['a limit of ours', '554 5.7.1 Over quota: too many messages from this account', 'portal'],
  ['a limit of ours', '550 5.2.2 Outgoing message limit exceeded', 'portal'],
  ['our account', '550 5.7.1 Your account is disabled', 'portal'],
  ['our account', '550 account noreply suspended', 'portal'],
  ['our account', '550 mailbox for noreply@kabinet.test disabled, cannot send', 'portal'],
  ['our account', '550 user noreply not found', 'portal'],
  ['a full mailbox', '552 5.2.2 Over quota: too many messages in the mailbox', 'full'],
  ['Yandex', '553 5.7.1 Sender address rejected: not owned by auth user.', 'portal'],
  [
    'Mail.ru',
    '550 Message was not accepted -- invalid mailbox. Local mailbox <> is unavailable: user not found',
    'receiver',
  ],
  [
    'Mail.ru',
    '550 Message was not accepted -- invalid mailbox. Local mailbox <> is unavailable: user is terminated',
    'receiver',
  ],
  ['Mail.ru', '550 Access from ip address 203.0.113.7 blocked. Visit http://help.mail.ru/notspam', 'portal'],
  [
    'Gmail',
    "550-5.1.1 The email account that you tried to reach does not exist. Please try\n550-5.1.1 double-checking the recipient's email address for typos or\n550 5.1.1 unnecessary spaces. For more information, go to https://support.google.com/mail/?p=NoSuchUser d2e1a72 - gsmtp",
    'receiver',
  ],
  ['Gmail', '550 5.2.1 The email account that you tried to reach is disabled. - gsmtp', 'receiver'],
  ['Gmail', "552 5.2.2 The recipient's inbox is out of storage space. - gsmtp", 'full'],
  [
    'Gmail',
    "550-5.7.1 [203.0.113.7] The IP you're using to send mail is not authorized to send email directly to our servers. Please use the SMTP relay at your service provider instead.",
    'portal',
  ],
  [
    'Gmail',
    '550-5.7.25 [203.0.113.7] The IP address sending this message does not have a PTR record',
    'portal',
  ],
  [
    'Exchange Online',
    '550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [DB5EUR01FT010.eop-EUR01.prod.protection.outlook.com]',
    'receiver',
  ],
  [
    'Exchange Online',
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
    'receiver',
  ],
  ['Exchange Online', '550 5.7.64 TenantAttribution; Relay Access Denied', 'portal'],
  ['Exchange Online', '550 5.7.606 Access denied, banned sending IP [203.0.113.7]', 'portal'],
  [
    'Exchange Online',
    '550 5.7.1 Service unavailable, Client host [203.0.113.7] blocked using Spamhaus',
    'portal',
  ],
  ['Exchange', '550 5.7.1 Unable to relay for <>', 'portal'],
  ['Exchange', '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain', 'portal'],
  ['Outlook', '550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)', 'receiver'],
  [
    'Outlook',
    '550 SC-001 Unfortunately, messages from 203.0.113.7 were not sent, part of their network is on our block list',
    'portal',
  ],
  ['Postfix', '550 5.1.1 <>: Recipient address rejected: User unknown in local recipient table', 'receiver'],
  ['Postfix', '550 5.1.1 <>: Recipient address rejected: User unknown in relay recipient table', 'receiver'],
  ['Postfix', '554 5.7.1 <>: Recipient address rejected: user belova does not exist', 'receiver'],
  ['Postfix', '554 5.7.1 <>: Recipient address rejected: user unknown in relay recipient table', 'receiver'],
  ['Postfix', '550 5.1.0 <>: Recipient address rejected: User unknown in virtual mailbox table', 'receiver'],
  [
    'Postfix',
    '550 5.1.0 <noreply@example.ru>: Sender address rejected: User unknown in virtual mailbox table',
    'portal',
  ],
  ['Postfix', '550 5.1.8 <noreply@example.ru>: Sender address rejected: Domain not found', 'portal'],
  ['Postfix', '554 5.7.1 <>: Relay access denied', 'portal'],
  ['Postfix', '554 5.7.1 <unknown[203.0.113.7]>: Client host rejected: Access denied', 'portal'],
  ['Postfix', '550 5.7.23 <>: Recipient address rejected: Message rejected due to: SPF fail', 'portal'],
  ['Postfix', '550 5.1.1 Sender unknown in relay policy', 'portal'],
  ['Postfix', '554 5.1.1 sender rejected', 'portal'],
  ['Postfix', '550 5.2.1 Mailbox blocked by policy', 'portal'],
  ['Exim', '550 Unrouteable address', 'receiver'],
  ['Exim', '550 Mailbox belova not found', 'receiver'],
  ['Exim', '550 unknown local-part "belova" in domain "example.test"', 'receiver'],
  ['Exim', '550 No Such User Here', 'receiver'],
  ['Exim', '550 relay not permitted', 'portal'],
  [
    'Exim',
    '550-Verification failed for <noreply@example.ru>\n550-No Such User Here\n550 Sender verify failed',
    'portal',
  ],
  [
    'Exim',
    '550-host.example.ru (host.example.ru) [203.0.113.7] is currently not permitted to relay',
    'portal',
  ],
  ['qmail', '550 sorry, no mailbox here by that name (#5.1.1)', 'receiver'],
  ['qmail', '553 sorry, that domain is not in my list of allowed rcpthosts (#5.7.1)', 'portal'],
  ['Sendmail', '550 5.1.1 <>... User unknown', 'receiver'],
  ['Sendmail', '550 5.7.1 <>... Relaying denied', 'portal'],
  ['CommuniGate', '550 Mailbox full', 'full'],
];
const MEANINGS = {
  receiver: { fault: 'receiver', final: true },
  full: { fault: 'receiver', final: false },
  portal: { fault: 'server', final: false },
};

describe('What a server means', () => {
  it.each(WORDINGS)('%s: %s', (_who, answer, meaning) => {
    for (const address of [TO, 'client.host@relay.mail.ru', 'login@spam.ru']) {
      const response = answer.replace('<>', `<${address}>`);
      const refusal = judged(response, address);
      expect([address, refusal]).toEqual([address, expect.objectContaining(MEANINGS[meaning])]);
    }
  });

  it.each([
    ['550 No such user: client.host@mail.ru', 'client.host@mail.ru'],
    ['550 Mailbox unavailable: login@mail.ru', 'login@mail.ru'],
    ['550 Mailbox unavailable: <policy@relay.ru>', 'policy@relay.ru'],
    ['550 client.host: no such user', 'client.host@mail.ru'],
    ['550 5.1.1 sender@sender.ru does not exist', 'sender@sender.ru'],
    ['550 5.7.1 No such user!', 'user@mail.ru'],
  ])('is not what the words of the address say: %s', (response, address) => {
    expect(judged(response, address)).toMatchObject(MEANINGS.receiver);
  });

  it('is read in no time, however long the answer is', () => {
    const started = Date.now();
    for (const part of ['a', 'a-', 'user ', 'mailbox x ', '@', '.', 'unknown ']) {
      judged(`550 ${part.repeat(200_000)}`);
    }
    expect(Date.now() - started).toBeLessThan(500 * pace());
  });
});
