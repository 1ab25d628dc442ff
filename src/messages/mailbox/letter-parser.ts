import { type AddressObject, type Attachment, type ParsedMail, simpleParser } from 'mailparser';
import { createHash } from 'node:crypto';
import { isMessageId } from '../../mail/message-id.js';
import { clean, composed } from '../../text/russian.js';
import { automaticOf, type HeaderValues } from './automatic.js';
import type { IncomingLetter } from './incoming-letter.js';
import { splitQuoted } from './quoted.js';

/** What the bytes of a letter say; when it came, the mailbox knows better. */
export interface ParsedLetter extends Omit<IncomingLetter, 'at' | 'stub'> {
  /** Tells it from all others, however often it is read; two different letters may claim one Message-ID. */
  readonly mark: string;
}

/** HTML that is longer is no letter of a person, and takes seconds to turn into text. */
const LONGEST_HTML = 1024 * 1024;
const LONGEST_TEXT = 1024 * 1024;
const MOST_REFERENCES = 50;
const MOST_FILES = 20;
/** Pictures that stand inside of the text and are smaller are those of a signature. */
const SMALLEST_INLINE = 30_000;
/** Parts of reports that say in the words of programs what their text has said. */
const OF_REPORT = /^(?:message\/|text\/rfc822)/;
const ADDRESS = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,188}$/;
/** Where a bounce names the letter that did not arrive: in the copy of its header. */
const OUR_ID = /<[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}@[^<>\s]{1,200}>/g;
const REPORT_LOOK = 256 * 1024;

/** Reads a letter, or its header where there is no more. `ours` are the addresses from which letters of the office come. */
export async function parseLetter(raw: Buffer, ours: readonly string[]): Promise<ParsedLetter> {
  const mail = await simpleParser(raw, {
    ...{ skipImageLinks: true, skipTextToHtml: true, skipTextLinks: true },
    maxHtmlLengthToParse: LONGEST_HTML,
  });
  const header = headerOf(mail);
  const from = senderOf(mail.from);
  const subject = clean(sane(mail.subject ?? '')).slice(0, 500);
  const automatic = automaticOf(
    (name) => (name === 'subject' ? [subject] : header(name)),
    from.address,
    ours,
  );
  return {
    mark: markOf(header, raw),
    messageId: asMessageId(mail.messageId),
    inReplyTo: asMessageId(mail.inReplyTo),
    references: [...referencesOf(mail), ...(automatic === 'bounce' ? namedIn(raw) : [])],
    from,
    subject,
    ...splitQuoted(sane(mail.text ?? '').slice(0, LONGEST_TEXT)),
    ...(automatic && { automatic }),
    forged: isForged(header),
    attachments: mail.attachments.filter(isFile).slice(0, MOST_FILES).map(toFile),
  };
}

function headerOf({ headerLines }: ParsedMail): HeaderValues {
  return (name) =>
    headerLines
      .filter(({ key }) => key === name)
      .map(({ line }) =>
        line
          .slice(line.indexOf(':') + 1)
          .replace(/\r?\n/g, ' ')
          .trim(),
      );
}

/** The parts of the header that its writer has made, and the body: what servers on the way add makes no other letter of it. */
function markOf(header: HeaderValues, raw: Buffer): string {
  const hash = createHash('sha256');
  for (const name of ['message-id', 'from', 'date', 'subject']) hash.update(`${header(name).join()}\n`);
  const end = raw.indexOf('\r\n\r\n');
  return hash.update(end === -1 ? raw : raw.subarray(end)).digest('hex');
}

function senderOf(from: AddressObject | undefined): IncomingLetter['from'] {
  const sender = from?.value[0];
  const { name = '', address = '' } = sender?.group?.[0] ?? sender ?? {};
  return {
    name: clean(sane(name)).slice(0, 200),
    address: ADDRESS.test(address) ? sane(address).toLowerCase() : '',
  };
}

function referencesOf({ references = [] }: ParsedMail): string[] {
  const all = (typeof references === 'string' ? [references] : references).map(asMessageId).filter(Boolean);
  return all.length <= MOST_REFERENCES ? all : [all[0]!, ...all.slice(1 - MOST_REFERENCES)];
}

function namedIn(raw: Buffer): string[] {
  return [...new Set(raw.subarray(0, REPORT_LOOK).toString('latin1').match(OUR_ID))].slice(
    0,
    MOST_REFERENCES,
  );
}

function asMessageId(text: string | undefined): string {
  const id = text?.trim() ?? '';
  return isMessageId(id) && sane(id) === id ? id : '';
}

/** Only the bad news is believed: anybody can write the good ones into a letter. Forwarding alone breaks SPF, not DKIM. */
function isForged(header: HeaderValues): boolean {
  const results = header('authentication-results')[0]?.slice(0, 5000).toLowerCase() ?? '';
  const says = (result: string) => results.includes(result);
  return says('dmarc=fail') || (says('spf=fail') && !says('dmarc=pass') && !says('dkim=pass'));
}

function isFile({ contentType, related, size }: Attachment): boolean {
  return !OF_REPORT.test(contentType) && !(related && size < SMALLEST_INLINE);
}

function toFile({ filename, contentType, content }: Attachment): IncomingLetter['attachments'][number] {
  return {
    name: clean(sane(filename ?? '')).slice(-120),
    contentType: contentType.slice(0, 100),
    bytes: new Uint8Array(content),
  };
}

/** Without what the database cannot keep, what turns the text around or hides it behind marks. */
function sane(text: string): string {
  return composed(text)
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\p{Cs}\u202A-\u202E\u2066-\u2069]/gu, '');
}
