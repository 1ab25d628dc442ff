import { randomUUID } from 'node:crypto';
import type { ImapServer } from './imap-server.js';

/** A letter as somebody may send it. */
export interface WrittenLetter {
  from?: string;
  subject?: string;
  text?: string;
  /** A Message-ID of its own unless told; empty: none. */
  messageId?: string;
  inReplyTo?: string;
  /** More headers, or others. */
  headers?: Record<string, string>;
  /** The bytes of the body, where they are no plain text in UTF-8. */
  body?: Buffer;
}

let count = 0;

/** The bytes of a letter. */
export function written(letter: WrittenLetter): Buffer {
  const { messageId = `<${randomUUID()}@mail.test>`, inReplyTo } = letter;
  const headers: Record<string, string> = {
    From: letter.from ?? 'Вера <vera@mail.test>',
    To: 'office@kabinet.test',
    Subject: letter.subject ?? 'Вопрос',
    Date: new Date().toUTCString(),
    ...(messageId !== '' && { 'Message-ID': messageId }),
    ...(inReplyTo !== undefined && { 'In-Reply-To': inReplyTo, References: inReplyTo }),
    ...(letter.body
      ? {}
      : { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': '8bit' }),
    ...letter.headers,
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([
    Buffer.from(`${head.join('')}\r\n`),
    letter.body ?? Buffer.from(letter.text ?? 'Когда включат отопление?'),
  ]);
}

/** Puts a letter into the mailbox. */
export async function arrives(imap: ImapServer, letter: WrittenLetter | Buffer): Promise<void> {
  count += 1;
  const name = `${String(1_700_000_000 + count)}.M${count}P1.test`;
  await imap.dovecot.deliver(Buffer.isBuffer(letter) ? letter : written(letter), name);
}
