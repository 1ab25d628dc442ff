import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { freePort } from './free-port.js';
import { type Letter, linksIn } from './letter.js';

/** What a letter is looked for by; every given part must fit. */
interface LetterQuery {
  to: string;
  subject?: string | RegExp;
  /** Milliseconds to wait at most. */
  within?: number;
}

/** How the server answers until told otherwise. */
interface MailBehaviour {
  /** An SMTP code such as 451 (try later) or 550 (never): the letter is not kept. */
  refuse?: number;
  /** Milliseconds between the letter and the answer. */
  delay?: number;
}

type Callback = (error?: Error | null) => void;

/** A real SMTP server on loopback that keeps every letter it accepted. */
export class MailServer {
  readonly letters: Letter[] = [];
  /** How many letters were handed over, refused ones included. */
  attempts = 0;

  private readonly read = new Set<Letter>();
  private behaviour: MailBehaviour = {};
  private server?: SMTPServer;

  constructor(readonly port: number) {}

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** Listens on the server's port, also again after stop(). */
  async start(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      hideSTARTTLS: true,
      disableReverseLookup: true,
      closeTimeout: 50,
      onData: (stream, session, done) => void this.receive(stream, session, done),
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    server.on('error', () => undefined); // a connection that breaks is no failure of the server
    this.server = server;
  }

  /** Goes away with the port closed; letters are kept. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(resolve));
  }

  /** Refuses letters or answers slowly from now on; without arguments it is well again. */
  behave(behaviour: MailBehaviour = {}): void {
    this.behaviour = behaviour;
  }

  /** The oldest fitting letter that no earlier call has returned. */
  async waitForLetter(query: LetterQuery): Promise<Letter> {
    const deadline = Date.now() + (query.within ?? 10_000);
    for (;;) {
      const letter = this.letters.find((it) => !this.read.has(it) && fits(it, query));
      if (letter) {
        this.read.add(letter);
        return letter;
      }
      if (Date.now() > deadline) throw new Error(`No unread letter ${describe(query)}; ${this.summary()}`);
      await sleep(20);
    }
  }

  /** Fails when a fitting unread letter is there or comes within the time. */
  async noLetter(query: LetterQuery): Promise<void> {
    const deadline = Date.now() + (query.within ?? 1000);
    while (Date.now() < deadline) {
      if (this.letters.some((it) => !this.read.has(it) && fits(it, query))) {
        throw new Error(`Unexpected letter ${describe(query)}; ${this.summary()}`);
      }
      await sleep(20);
    }
  }

  /** Forgets all letters. */
  clear(): void {
    this.letters.length = 0;
    this.read.clear();
    this.attempts = 0;
  }

  private async receive(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: Callback,
  ): Promise<void> {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      this.attempts += 1;
      const { refuse, delay } = this.behaviour;
      if (delay) await sleep(delay);
      if (refuse) return done(Object.assign(new Error('Refused by the test'), { responseCode: refuse }));
      this.letters.push(await toLetter(Buffer.concat(chunks), session));
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  private summary(): string {
    const known = this.letters.map(
      (it) => `${it.to.join(', ')} «${it.subject}»${this.read.has(it) ? ' (read)' : ''}`,
    );
    return known.length ? `there are:\n${known.join('\n')}` : 'there are none at all';
  }
}

/** Starts a mail server on a free loopback port. */
export async function startMailServer(): Promise<MailServer> {
  const server = new MailServer(await freePort());
  await server.start();
  return server;
}

async function toLetter(raw: Buffer, { envelope }: SMTPServerSession): Promise<Letter> {
  const parsed = await simpleParser(raw);
  const html = parsed.html || '';
  const text = parsed.text ?? '';
  return {
    to: envelope.rcptTo.map((it) => it.address),
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    subject: parsed.subject ?? '',
    text,
    html,
    links: linksIn(html, text),
    messageId: parsed.messageId ?? '',
    headers: parsed.headers,
    raw: raw.toString('latin1'),
    receivedAt: new Date(),
  };
}

function fits(letter: Letter, { to, subject }: LetterQuery): boolean {
  if (!letter.to.some((address) => address.toLowerCase() === to.toLowerCase())) return false;
  if (subject === undefined) return true;
  return typeof subject === 'string' ? letter.subject.includes(subject) : subject.test(letter.subject);
}

function describe({ to, subject }: LetterQuery): string {
  return `to ${to}${subject === undefined ? '' : ` with the subject ${String(subject)}`}`;
}
