import type { Headers } from 'mailparser';
import { parseHtml } from './html.js';

/** A letter as the SMTP server received it. */
export interface Letter {
  /** The recipients of the envelope, not of the header. */
  to: string[];
  /** The sender of the envelope. */
  from: string;
  subject: string;
  text: string;
  html: string;
  /** Every address that can be clicked in the HTML or stands in the text, each once, as written there. */
  links: string[];
  messageId: string;
  files: { name: string; content: Buffer }[];
  headers: Headers;
  /** The bytes as they came, one character for each. */
  raw: string;
  /** Whether it came over an encrypted connection. */
  secure: boolean;
  receivedAt: Date;
}

/** The web addresses of both versions of a letter. */
export function linksIn(html: string, text: string): string[] {
  const clickable = parseHtml(html)
    .querySelectorAll('a[href]')
    .map((link) => link.getAttribute('href') ?? '');
  const written = text.match(/https?:\/\/[^\s<>"»]+/g) ?? [];
  return [...new Set([...clickable, ...written.map((link) => link.replace(/[.,;:)\]]+$/, ''))])].filter(
    (link) => /^https?:/.test(link),
  );
}
