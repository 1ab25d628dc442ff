/** A number as an address writes it: of version 4 four parts, of version 6 in brackets. */
const NUMBER = /^\[|^\d+(?:\.\d+){3}$/;

/** For whom keys are made, and the only address that they answer to. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/** The portal as devices know it. They make no keys for numbers, so a trial of this machine is known by its name. */
export function relyingParty(publicUrl: string): RelyingParty {
  const url = new URL(publicUrl);
  if (NUMBER.test(url.hostname)) url.hostname = 'localhost';
  return { id: url.hostname, origin: url.origin };
}
