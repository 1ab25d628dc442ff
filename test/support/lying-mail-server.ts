import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** What a mail server does instead of its work. */
export type Lie =
  /** Takes connections and says nothing. */
  | 'silence'
  /** Speaks another language than SMTP. */
  | 'gibberish'
  /** Takes the whole letter, keeps it, and is gone before it says so. */
  | 'gone'
  /** Takes the whole letter, keeps it, and says that it does not. */
  | 'denial';

/** A mail server at a port that cannot be trusted. */
export class LyingMailServer {
  /** Message-IDs of the letters that it has kept all the same. */
  readonly kept: string[] = [];
  /** How many connections were begun. */
  calls = 0;
  private readonly sockets = new Set<Socket>();
  private server?: Server;

  constructor(private readonly lie: Lie) {}

  async start(port: number): Promise<void> {
    this.server = createServer((socket) => this.speak(socket)).listen(port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server?.close();
    if (this.server) await once(this.server, 'close');
  }

  private speak(socket: Socket): void {
    this.calls += 1;
    this.sockets.add(socket);
    socket.setEncoding('utf8').on('error', () => undefined);
    socket.once('close', () => this.sockets.delete(socket));
    if (this.lie === 'silence') return void socket.resume();
    if (this.lie === 'gibberish') return void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    let heard = '';
    let isLetter = false;
    socket.write('220 lies.example.test\r\n');
    socket.on('data', (chunk) => {
      heard += String(chunk);
      for (;;) {
        const end = heard.indexOf(isLetter ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const said = heard.slice(0, end);
        heard = heard.slice(end + (isLetter ? 5 : 2));
        if (isLetter) this.take(said, socket);
        else socket.write(/^DATA/i.test(said) ? '354 Go on\r\n' : '250 OK\r\n');
        isLetter = !isLetter && /^DATA/i.test(said);
      }
    });
  }

  private take(letter: string, socket: Socket): void {
    const [, id = ''] = /^Message-ID:\s*(\S+)/im.exec(letter) ?? [];
    this.kept.push(id);
    if (this.lie === 'gone') socket.destroy();
    else socket.write('451 4.3.0 Try again later\r\n');
  }
}
