/** Whom a backup is encrypted to: the program, and what tells it the public key. */
export interface Recipient {
  readonly tool: 'age' | 'gpg';
  readonly args: readonly string[];
}

const AGE_KEY = /^(age1[0-9a-z]{20,}|ssh-(ed25519|rsa) [\w+/=]{20,}( [^\n]*)?)$/;
const GPG_KEY = /^((0x)?[0-9A-Fa-f]{16,40}|[^\s@<>]+@[^\s@<>]+)$/;
const KEY_OF_AGE_IN_FILE = /^\s*(#.*\n\s*)*(age1|ssh-)/;

/**
 * Reads the setting: a key of age or of SSH, the fingerprint or the address of a key in the ring of GnuPG, or the path of a file
 * with a public key, whose beginning is looked at. Undefined where it is none of these.
 */
export function recipientOf(
  text: string,
  readFile: (path: string) => string | undefined,
): Recipient | undefined {
  if (AGE_KEY.test(text)) return { tool: 'age', args: ['--recipient', text] };
  if (GPG_KEY.test(text)) return { tool: 'gpg', args: ['--recipient', text] };
  const key = text.startsWith('/') ? readFile(text) : undefined;
  if (key === undefined) return undefined;
  // a key that opens backups has no place on the server that makes them
  if (/AGE-SECRET-KEY-|PRIVATE KEY/.test(key)) return undefined;
  return KEY_OF_AGE_IN_FILE.test(key)
    ? { tool: 'age', args: ['--recipients-file', text] }
    : { tool: 'gpg', args: ['--recipient-file', text] };
}
