import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

type Quality = 'good' | 'none' | 'answers lost';

/** The line between a phone and the product, which a test cuts and mends. */
export class Line {
  private quality: Quality = 'good';
  private readonly open = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly port: number,
  ) {
    server.on('connection', (phone) => this.carry(phone));
  }

  static async to(url: string): Promise<Line> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Line(server, Number(new URL(url).port));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on: good, no signal, or what is asked arrives and no answer comes back. */
  set(quality: Quality): void {
    this.quality = quality;
    for (const socket of this.open) socket.destroy();
  }

  close(): void {
    this.set('none');
    this.server.close();
  }

  private carry(phone: Socket): void {
    phone.on('error', () => phone.destroy());
    if (this.quality === 'none') {
      phone.destroy();
      return;
    }
    const product = connect(this.port, '127.0.0.1');
    const end = () => {
      phone.destroy();
      product.destroy();
    };
    for (const socket of [phone, product]) {
      this.open.add(socket);
      socket.on('error', end).on('close', () => {
        this.open.delete(socket);
        end();
      });
    }
    phone.pipe(product);
    if (this.quality === 'answers lost') product.once('data', end);
    else product.pipe(phone);
  }
}
