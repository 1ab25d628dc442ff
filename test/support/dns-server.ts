import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const TXT = 16;
const NO_NAME = 3;

/** A DNS server on loopback that knows the texts of some names, and of no other that there is such a name. */
export interface DnsServer {
  /** For `dns.setServers`. */
  readonly address: string;
  /** The names that were asked for. */
  readonly asked: string[];
  stop(): Promise<void>;
}

/** Starts it; undefined in place of records: it hears and never answers. */
export async function startDnsServer(records?: Readonly<Record<string, string[]>>): Promise<DnsServer> {
  const socket: Socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (question, { address, port }) => {
    const name = nameIn(question);
    asked.push(name);
    if (records) socket.send(answerTo(question, records[name]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    stop: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** The name of the only question: labels with their length before them. */
function nameIn(message: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; message[at]! > 0; at += message[at]! + 1) {
    labels.push(message.toString('latin1', at + 1, at + 1 + message[at]!));
  }
  return labels.join('.').toLowerCase();
}

function answerTo(question: Buffer, texts: readonly string[] | undefined): Buffer {
  const end = question.indexOf(0, 12) + 5;
  const head = Buffer.from(question.subarray(0, 12));
  head.writeUInt16BE(0x8180 | (texts === undefined ? NO_NAME : 0), 2);
  head.writeUInt16BE(texts?.length ?? 0, 6);
  // Neither authority nor what EDNS has added.
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, question.subarray(12, end), ...(texts ?? []).map(record)]);
}

/** Points to the name of the question; strings of a text have 255 bytes at most. */
function record(text: string): Buffer {
  const parts = [...text.matchAll(/[^]{1,255}/g)].map(([part]) => Buffer.from(part, 'latin1'));
  const data = Buffer.concat(parts.flatMap((part) => [Buffer.from([part.length]), part]));
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(TXT, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
