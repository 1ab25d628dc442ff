import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

/** What a page asks a device for. */
export interface Asked {
  challenge: string;
  user?: { id: string };
  excludeCredentials?: object[];
}

/** What a device may do otherwise than it should. */
export interface Odd {
  origin?: string;
  rpId?: string;
  /** False: it has not looked who holds it. */
  verified?: boolean;
  counter?: number;
}

/** A telephone with a key, as the portal sees it: answers in bytes, without a browser. */
export class PasskeyDevice {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private readonly id = randomBytes(32);
  private user = '';
  private counter = 0;

  constructor(private readonly origin: string) {}

  /** A new key for whom the page names. */
  create(asked: Asked, odd: Odd = {}): string {
    this.user = asked.user!.id;
    const { x, y } = this.keys.publicKey.export({ format: 'jwk' });
    const [across, along] = [x, y].map((part) => Buffer.from(part!, 'base64url'));
    const cose = Buffer.concat([
      ...[Buffer.from('a5010203262001215820', 'hex'), across!],
      ...[Buffer.from('225820', 'hex'), along!],
    ]);
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, cose]);
    const data = Buffer.concat([this.head(odd, 0x40), credential]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(data.length);
    const attestationObject = Buffer.concat([
      ...[Buffer.from([0xa3]), word('fmt'), word('none'), word('attStmt'), Buffer.from([0xa0])],
      ...[word('authData'), Buffer.from([0x59]), length, data],
    ]).toString('base64url');
    const clientDataJSON = this.told('webauthn.create', asked, odd).toString('base64url');
    return this.answer({ clientDataJSON, attestationObject });
  }

  /** The key opens what the page asks for. */
  get(asked: Asked, odd: Odd = {}): string {
    this.counter = odd.counter ?? this.counter + 1;
    const told = this.told('webauthn.get', asked, odd);
    const data = this.head(odd, 0);
    const signed = Buffer.concat([data, createHash('sha256').update(told).digest()]);
    return this.answer({
      clientDataJSON: told.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: createSign('sha256').update(signed).sign(this.keys.privateKey).toString('base64url'),
      userHandle: this.user,
    });
  }

  private answer(response: object): string {
    const id = this.id.toString('base64url');
    return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response });
  }

  private told(type: string, { challenge }: Asked, { origin = this.origin }: Odd): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  private head({ rpId = 'localhost', verified = true }: Odd, more: number): Buffer {
    const rest = Buffer.alloc(5);
    rest[0] = 0x01 | (verified ? 0x04 : 0) | more;
    rest.writeUInt32BE(this.counter, 1);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), rest]);
  }
}

function word(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
}
