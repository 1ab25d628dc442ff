import { createServer, type Server, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { type SecureContext, TLSSocket } from 'node:tls';
import { Dovecot } from './dovecot.js';
import { freePort } from './free-port.js';

/** What comes after the sign-in when it is not Dovecot: gets each command, and writes what it likes. */
export type Script = (socket: TLSSocket, tag: string, command: string) => void;

/** What the server does wrong. */
interface ImapFaults {
  /** Says nothing at all, not even the greeting. */
  silent?: boolean;
  /** How it answers the sign-in: `NO [AUTHENTICATIONFAILED] Wrong password`. */
  login?: string;
  /** Ends the connection right after the sign-in. */
  closes?: boolean;
  script?: Script;
}

const USER = 'office@kabinet.test';
const PASSWORD = 'ящик:/%';

/** An IMAP server on loopback over TLS: Dovecot behind a sign-in, or a script that breaks the rules. */
export class ImapServer {
  /** How often somebody has signed in. */
  logins = 0;

  private faults: ImapFaults = {};
  private server?: Server;
  private readonly connections = new Set<Socket>();
  private readonly secureContext: SecureContext;

  private constructor(
    readonly port: number,
    readonly dovecot: Dovecot,
  ) {
    // one that it has signed itself, as that of the mail server of tests
    const { secureContext } = new SMTPServer({ logger: false }) as unknown as {
      secureContext: Map<string, SecureContext>;
    };
    this.secureContext = secureContext.get('*')!;
  }

  static async start(): Promise<ImapServer> {
    const server = new ImapServer(await freePort(), await Dovecot.prepare());
    await server.open();
    return server;
  }

  get settings(): Record<string, string> {
    return {
      MAILBOX_URL: `imaps://${encodeURIComponent(USER)}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${this.port}`,
      MAILBOX_SECONDS: '1',
    };
  }

  /** Listens, also again after close(). */
  async open(): Promise<void> {
    const server = createServer((socket) => this.greet(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    this.server = server;
  }

  /** Goes away, with all who are connected. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    for (const socket of this.connections) socket.destroy();
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async stop(): Promise<void> {
    await this.close();
    await this.dovecot.remove();
  }

  /** Breaks the rules from now on, also for who is connected; without arguments it is well again. */
  behave(faults: ImapFaults = {}): void {
    this.faults = faults;
    for (const socket of this.connections) socket.destroy();
  }

  private greet(plain: Socket): void {
    this.connections.add(plain);
    plain.on('error', () => undefined).once('close', () => this.connections.delete(plain));
    const socket = new TLSSocket(plain, { isServer: true, secureContext: this.secureContext });
    socket.on('error', () => undefined);
    if (this.faults.silent) {
      socket.resume();
      return;
    }
    socket.write('* OK [CAPABILITY IMAP4rev1] Ready\r\n');
    eachCommand(socket, (tag, command) => this.beforeLogin(socket, tag, command));
  }

  /** Gives whether it goes on to take commands. */
  private beforeLogin(socket: TLSSocket, tag: string, command: string): boolean {
    const [verb = ''] = command.toUpperCase().split(' ');
    if (verb === 'CAPABILITY') socket.write(`* CAPABILITY IMAP4rev1\r\n${tag} OK Done\r\n`);
    else if (verb === 'LOGOUT') socket.end(`* BYE Bye\r\n${tag} OK Done\r\n`);
    else if (verb !== 'LOGIN') socket.write(`${tag} BAD Sign in first\r\n`);
    else return this.login(socket, tag, command);
    return true;
  }

  private login(socket: TLSSocket, tag: string, command: string): boolean {
    const { login, closes, script } = this.faults;
    const isRight = command === `LOGIN "${USER}" "${PASSWORD}"` || command === `LOGIN ${USER} "${PASSWORD}"`;
    if (login !== undefined || !isRight) {
      socket.write(`${tag} ${login ?? 'NO [AUTHENTICATIONFAILED] Wrong password'}\r\n`);
      return true;
    }
    this.logins += 1;
    if (closes) socket.destroy();
    else if (script) {
      socket.write(`${tag} OK [CAPABILITY IMAP4rev1] Logged in\r\n`);
      eachCommand(socket, (nextTag, next) => {
        script(socket, nextTag, next);
        return true;
      });
    } else {
      this.dovecot.serve(socket, (capabilities) =>
        socket.write(`${tag} OK [CAPABILITY ${capabilities}] Logged in\r\n`),
      );
    }
    return false;
  }
}

/** Hands over each line that comes, until one asks for no more; what follows it stays in the connection. */
function eachCommand(socket: TLSSocket, take: (tag: string, command: string) => boolean): void {
  let rest = Buffer.alloc(0);
  const read = (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf('\r\n'); end !== -1; end = rest.indexOf('\r\n')) {
      const [tag = '', ...words] = rest.subarray(0, end).toString('utf8').split(' ');
      rest = rest.subarray(end + 2);
      if (take(tag, words.join(' '))) continue;
      socket.off('data', read);
      if (rest.length > 0) socket.unshift(rest);
      return;
    }
  };
  socket.on('data', read);
}
