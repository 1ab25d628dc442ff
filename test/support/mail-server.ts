import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { freePort } from './free-port.js';
import { type Letter, linksIn } from './letter.js';
import { PATIENCE_MS } from './eventually.js';

/** What a letter is looked for by; every given part must fit. */
interface LetterQuery {
  to: string;
  subject?: string | RegExp;
  /** Milliseconds to wait at most. */
  within?: number;
}

/** A step of the dialogue at which the server may refuse. */
export type MailStep = 'greeting' | 'login' | 'sender' | 'receiver' | 'letter';

/** How the server answers until told otherwise. */
interface MailBehaviour {
  /** An SMTP code such as 451 (try later) for the letter itself: it is not kept. */
  refuse?: number;
  /** Bytes of the largest letter that it takes, as postfix with message_size_limit. */
  largest?: number;
  /** What it answers at a step, such as `550 5.1.1 No such user`. */
  answers?: Partial<Record<MailStep, string>>;
  /** Receivers that the answers are for; all unless told. */
  only?: string;
  /** Takes nothing over a connection that is not encrypted, as postfix with smtpd_tls_security_level=encrypt. */
  tlsOnly?: boolean;
  /** Milliseconds between the letter and the answer. */
  delay?: number;
}

/** What the server has besides plain SMTP. */
export interface MailOptions {
  /** Offers STARTTLS, with a certificate that it has signed itself. */
  starttls?: boolean;
  /** Speaks TLS from the start, with such a certificate. */
  secure?: boolean;
  /** Wants this login and password. */
  login?: { user: string; password: string };
}

type Callback = (error?: Error | null) => void;

/** A real SMTP server on loopback that keeps every letter it accepted. */
export class MailServer {
  readonly letters: Letter[] = [];
  /** How many letters were handed over, refused ones included. */
  attempts = 0;
  refusedLogins = 0;

  private readonly read = new Set<Letter>();
  private behaviour: MailBehaviour = {};
  private server?: SMTPServer;

  constructor(
    readonly port: number,
    private readonly options: MailOptions = {},
  ) {}

  get url(): string {
    const { secure, login } = this.options;
    const who = login ? `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@` : '';
    return `${secure ? 'smtps' : 'smtp'}://${who}127.0.0.1:${this.port}`;
  }

  /** Listens on the server's port, also again after stop(). */
  async start(): Promise<void> {
    const { starttls = false, secure = false, login } = this.options;
    const server = new SMTPServer({
      authOptional: !login,
      allowInsecureAuth: !starttls,
      hideSTARTTLS: !starttls,
      secure,
      logger: false, // nor a warning about the certificate
      disableReverseLookup: true,
      closeTimeout: 50,
      onConnect: (_session, done) => done(this.refusal('greeting')),
      onAuth: ({ username, password }, _session, done) => {
        const wrong = username !== login?.user || password !== login?.password;
        const error = this.refusal('login') ?? (wrong ? refused('535 5.7.8 Authentication failed') : null);
        if (error) this.refusedLogins += 1;
        if (error) done(error);
        else done(null, { user: username });
      },
      onMailFrom: (_address, session, done) => done(this.refusal('sender', session)),
      onRcptTo: ({ address }, _session, done) => done(this.refusal('receiver', undefined, address)),
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
    const deadline = Date.now() + (query.within ?? PATIENCE_MS);
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
      const { refuse, delay, largest = Infinity } = this.behaviour;
      if (delay) await sleep(delay);
      if (refuse) return done(refused(`${refuse} Refused by the test`));
      const size = chunks.reduce((sum, { length }) => sum + length, 0);
      if (size > largest) return done(refused('552 5.3.4 Message size exceeds fixed limit'));
      const refusal = this.refusal('letter', undefined, session.envelope.rcptTo[0]?.address);
      if (refusal) return done(refusal);
      this.letters.push(await toLetter(Buffer.concat(chunks), session));
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  private refusal(step: MailStep, session?: SMTPServerSession, to?: string): Error | null {
    const { answers, only, tlsOnly } = this.behaviour;
    if (tlsOnly && session && !session.secure) {
      return refused('530 5.7.0 Must issue a STARTTLS command first');
    }
    const answer = only === undefined || only === to ? answers?.[step] : undefined;
    return answer === undefined ? null : refused(answer);
  }

  private summary(): string {
    const known = this.letters.map(
      (it) => `${it.to.join(', ')} «${it.subject}»${this.read.has(it) ? ' (read)' : ''}`,
    );
    return known.length ? `there are:\n${known.join('\n')}` : 'there are none at all';
  }
}

function refused(answer: string): Error {
  const [code = '', ...text] = answer.split(' ');
  return Object.assign(new Error(text.join(' ')), { responseCode: Number(code) });
}

/** Starts a mail server on a free loopback port. */
export async function startMailServer(options: MailOptions = {}): Promise<MailServer> {
  const server = new MailServer(await freePort(), options);
  await server.start();
  return server;
}

async function toLetter(raw: Buffer, { envelope, secure }: SMTPServerSession): Promise<Letter> {
  const parsed = await simpleParser(raw);
  const html = parsed.html || '';
  const text = parsed.text ?? '';
  return {
    files: parsed.attachments.map(({ filename = '', content }) => ({ name: filename, content })),
    to: envelope.rcptTo.map((it) => it.address),
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    subject: parsed.subject ?? '',
    text,
    html,
    links: linksIn(html, text),
    messageId: parsed.messageId ?? '',
    headers: parsed.headers,
    raw: raw.toString('latin1'),
    secure,
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
