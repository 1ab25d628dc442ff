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

/** A letter with files, by their names. */
export function attached(letter: WrittenLetter, files: Readonly<Record<string, Buffer>>): WrittenLetter {
  const parts = Object.entries(files).map(
    ([name, bytes]) =>
      `--b\r\nContent-Type: ${name.endsWith('.jpg') ? 'image/jpeg' : 'application/pdf'}; name="${name}"\r\n` +
      `Content-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n` +
      `${bytes.toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`,
  );
  const text = `--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${letter.text ?? ''}\r\n`;
  return {
    ...letter,
    body: Buffer.from(`${text}${parts.join('')}--b--\r\n`),
    headers: { ...letter.headers, 'Content-Type': 'multipart/mixed; boundary=b' },
  };
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
