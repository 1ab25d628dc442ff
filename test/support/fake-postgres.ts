import { createServer, type Server, type Socket } from 'node:net';

/** What a pretended PostgreSQL answers to a statement; its connections share one server process, as behind a pooler. */
export interface FakeAnswers {
  version: string;
  encoding: string;
  /** Of a new connection. */
  pid: (connection: number) => string;
  /** Refuses a connection that asks for this parameter, as poolers do. */
  refuses?: string;
}

/** Speaks as much of the protocol as the check at the start asks for; gives the address of its database. */
export async function startFakePostgres(
  answers: FakeAnswers,
): Promise<{ url: string; stop(): Promise<void> }> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    const connection = (connections += 1);
    let greeted = false;
    let rest: Buffer = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      rest = Buffer.concat([rest, data]);
      for (;;) {
        const head = greeted ? 1 : 0;
        if (rest.length < head + 4 || rest.length < head + rest.readInt32BE(head)) return;
        const size = head + rest.readInt32BE(head);
        const message = rest.subarray(0, size);
        rest = rest.subarray(size);
        if (!greeted) {
          greeted = true;
          const asked = message.toString('latin1');
          if (answers.refuses && asked.includes(answers.refuses)) {
            const text = `SFATAL\0C08P01\0Munsupported startup parameter: ${answers.refuses}\0\0`;
            socket.end(packet('E', Buffer.from(text)));
            return;
          }
          socket.write(Buffer.concat([packet('R', Buffer.alloc(4)), packet('Z', Buffer.from('I'))]));
        } else if (message[0] === 0x51) {
          socket.write(reply(answerTo(message.toString('utf8', 5, size - 1), answers, connection)));
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `postgres://kabinet@127.0.0.1:${port}/portal`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerTo(sql: string, { version, encoding, pid }: FakeAnswers, connection: number): string {
  if (sql.includes('version')) return version;
  return sql.includes('encoding') ? encoding : pid(connection);
}

/** One row of one text. */
function reply(text: string): Buffer {
  const description = Buffer.concat([
    int16(1),
    Buffer.from('x\0'),
    int32(0),
    int16(0),
    int32(25),
    int16(-1),
    int32(-1),
    int16(0),
  ]);
  const row = Buffer.concat([int16(1), int32(Buffer.byteLength(text)), Buffer.from(text)]);
  return Buffer.concat([
    packet('T', description),
    packet('D', row),
    packet('C', Buffer.from('SELECT 1\0')),
    packet('Z', Buffer.from('I')),
  ]);
}

function packet(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
