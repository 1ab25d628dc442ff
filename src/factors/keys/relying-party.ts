/** A number as an address writes it: of version 4 four parts, of version 6 in brackets. */
const NUMBER = /^\[|^\d+(?:\.\d+){3}$/;
/** Numbers by which a machine means itself. */
const LOOPBACK = /^\[::1\]$|^127\./;
const THIS_MACHINE = 'localhost';

/** For whom keys are made, and the only address that they answer to. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/** The portal as devices know it. They make no keys for numbers, so a trial of this machine is known by its name. */
export function relyingParty(publicUrl: string): RelyingParty {
  const url = new URL(publicUrl);
  if (NUMBER.test(url.hostname)) url.hostname = THIS_MACHINE;
  return { id: url.hostname, origin: url.origin };
}

/** A portal that is opened by a number, where no device answers; `origin`: where the same portal has a name for keys. */
export interface Keyless {
  readonly origin: string | undefined;
}

/**
 * Whether keys cannot work where a page is opened, by the `Host` of its request. A portal that has a name of its own may be
 * asked by a number only by a proxy that hides the name, which says nothing of what the browser has opened.
 */
export function keylessAt(party: RelyingParty, host: string | undefined): Keyless | undefined {
  const opened = `http://${host ?? ''}`;
  if (party.id !== THIS_MACHINE || !URL.canParse(opened)) return undefined;
  const { hostname } = new URL(opened);
  if (!NUMBER.test(hostname)) return undefined;
  return { origin: LOOPBACK.test(hostname) ? party.origin : undefined };
}
