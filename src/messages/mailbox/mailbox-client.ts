import type { ImapFlow, ImapFlowOptions } from 'imapflow';
import type { MailboxSettings } from '../../core/mailbox-settings.js';

/** Larger letters stay where they are, and only their header is read. */
export const LARGEST_LETTER = 25 * 1024 * 1024;
const LARGEST_HEADER = 256 * 1024;
const DAY_MS = 86_400_000;
/** A slow line is no trouble. */
const BYTES_IN_A_MS = 200;
const LOCAL = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** The server does not answer. */
class MailboxSilent extends Error {
  override readonly name = 'MailboxSilent';
}

/** The mail server has failed, in the way that the cause tells; all other errors of a visit are ours. */
export class MailServerFault extends Error {
  constructor(override readonly cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** What a folder says of a letter before it is read. */
export interface LetterHead {
  readonly size: number;
  readonly at: Date | undefined;
  readonly header: Buffer;
}

/** One visit to the mailbox. Nothing is changed there, and nothing is believed: each step has an end in time and in size. */
export class MailboxClient {
  private constructor(
    private readonly imap: ImapFlow,
    private readonly stepMs: number,
    /** The name of the numbers in the folder: where it changes, they mean other letters. */
    readonly validity: string,
    /** The number of the next letter that comes. */
    readonly next: number,
  ) {}

  /** Connects, signs in and opens the folder for reading. */
  static async open({ url, folder, stepSeconds }: MailboxSettings): Promise<MailboxClient> {
    // only products with a mailbox carry it
    const { ImapFlow } = await import('imapflow');
    const stepMs = stepSeconds * 1000;
    const imap = new ImapFlow(optionsOf(new URL(url), stepMs));
    imap.on('error', () => undefined); // the step that is under way fails of it
    try {
      await within(imap, stepMs, imap.connect());
      const opened = await within(imap, stepMs, imap.mailboxOpen(folder, { readOnly: true }));
      return new MailboxClient(imap, stepMs, String(opened.uidValidity), opened.uidNext);
    } catch (error) {
      imap.close();
      throw error;
    }
  }

  /** Numbers of the letters after one, the oldest first. */
  async after(uid: number): Promise<number[]> {
    // the last letter always fits into «n:*»
    return (await this.search({ uid: `${uid + 1}:*` })).filter((found) => found > uid);
  }

  /** The number of the first letter that has come since a moment. */
  async firstSince(moment: Date): Promise<number | undefined> {
    // by days only, and not by those of our time zone
    const first = (await this.search({ since: new Date(moment.getTime() - DAY_MS) }))[0];
    if (first === undefined) return undefined;
    const query = { uid: true, internalDate: true };
    const found = await this.step(this.imap.fetchAll(`${first}:*`, query, { uid: true }));
    const uids = found.filter(({ internalDate: at }) => at && new Date(at) >= moment).map(({ uid }) => uid);
    return uids.length > 0 ? Math.min(...uids) : undefined;
  }

  /** What there is to know of a letter beforehand; undefined where it is gone. */
  async head(uid: number): Promise<LetterHead | undefined> {
    const bodyParts = [{ key: 'HEADER', start: 0, maxLength: LARGEST_HEADER }];
    const query = { uid: true, size: true, internalDate: true, bodyParts };
    const found = await this.step(this.imap.fetchOne(String(uid), query, { uid: true }));
    if (!found || found.uid !== uid) return undefined;
    const at = found.internalDate === undefined ? undefined : new Date(found.internalDate);
    return { size: found.size ?? 0, at, header: found.headers ?? Buffer.alloc(0) };
  }

  /** The whole letter, as far as it is no larger than it may be; undefined where it is gone. */
  async source(uid: number, { size }: LetterHead): Promise<Buffer | undefined> {
    const query = { uid: true, source: { start: 0, maxLength: LARGEST_LETTER } };
    const found = await this.step(
      this.imap.fetchOne(String(uid), query, { uid: true }),
      size / BYTES_IN_A_MS,
    );
    return found && found.uid === uid ? found.source : undefined;
  }

  /** Takes leave; one that does not listen is left all the same. */
  async close(): Promise<void> {
    await within(this.imap, 2000, this.imap.logout()).catch(() => undefined);
    this.imap.close();
  }

  private async search(query: { uid: string } | { since: Date }): Promise<number[]> {
    const found = await this.step(this.imap.search(query, { uid: true }));
    if (!found) throw new MailServerFault('The server does not search');
    return found.filter((uid) => Number.isSafeInteger(uid) && uid > 0).sort((one, other) => one - other);
  }

  private step<T>(work: Promise<T>, moreMs = 0): Promise<T> {
    return within(this.imap, this.stepMs + moreMs, work);
  }
}

/** TLS from the start, or STARTTLS before anything is said; only on this machine there may be none, and any certificate will do. */
function optionsOf(url: URL, stepMs: number): ImapFlowOptions {
  const secure = url.protocol === 'imaps:';
  const isLocal = LOCAL.test(url.hostname);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 993 : 143),
    secure,
    ...(!secure && !isLocal && { doSTARTTLS: true }),
    ...(isLocal && { tls: { rejectUnauthorized: false } }),
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    ...{ logger: false as const, disableAutoIdle: true, disableCompression: true },
    ...{ connectionTimeout: stepMs, greetingTimeout: stepMs, socketTimeout: stepMs },
    ...{ maxLineLength: 4 * 1024 * 1024, maxLiteralSize: LARGEST_LETTER + 1024 },
    ...{ maxResponseSize: LARGEST_LETTER + 8 * 1024 * 1024, maxResponseTokens: 100_000 },
  };
}

/** A step that takes too long breaks the connection: whatever comes after it would be an answer to this one. */
async function within<T>(imap: ImapFlow, ms: number, step: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new MailboxSilent('The server does not answer'));
      imap.close();
    }, ms);
  });
  try {
    return await Promise.race([step, tooLong]);
  } catch (error) {
    throw new MailServerFault(error);
  } finally {
    clearTimeout(timer);
    step.catch(() => undefined);
  }
}
