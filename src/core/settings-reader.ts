import { proxyProblem } from './network.js';
import { unknownSetting } from './unknown-settings.js';

/** A setting that cannot be used; its message is the one line that an administrator sees. */
export class WrongSetting extends Error {}

/** Takes settings out of the environment, each with its check, and refuses in one clear line. */
export class SettingsReader {
  private readonly known = new Set<string>();

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  /** Names of all settings that were asked for, to compare with `.env.example`. */
  get names(): string[] {
    return [...this.known].sort();
  }

  /** The text of a setting; without a fallback it is required. */
  text(name: string, fallback?: string): string {
    this.known.add(name);
    const value = this.env[name]?.trim() ?? '';
    if (value !== '') {
      return value;
    }
    return fallback ?? this.fail(name, 'is required');
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const text = this.text(name, String(fallback));
    const value = Number(text);
    if (!/^\d{1,9}$/.test(text) || value < min || value > max) {
      this.fail(name, `must be a whole number from ${min} to ${max}, not "${text}"`);
    }
    return value;
  }

  oneOf<T extends string>(name: string, values: readonly T[], fallback: T): T {
    const text = this.text(name, fallback);
    return values.find((value) => value === text) ?? this.fail(name, `must be one of: ${values.join(', ')}`);
  }

  matching(name: string, pattern: RegExp, fallback: string, what: string): string {
    const text = this.text(name, fallback);
    return pattern.test(text) ? text : this.fail(name, `must be ${what}`);
  }

  /** A text that passes a check of its own. */
  valid(name: string, check: (text: string) => boolean, fallback: string | undefined, what: string): string {
    const text = this.text(name, fallback);
    return check(text) ? text : this.fail(name, `must be ${what}`);
  }

  /** A day of the calendar such as 2027-01-15, or none. */
  day(name: string): string {
    const text = this.text(name, '');
    const midnight = new Date(`${text}T00:00:00Z`);
    // Date takes 30 February for 2 March.
    if (text === '' || (!isNaN(+midnight) && midnight.toISOString().startsWith(`${text}T`))) return text;
    return this.fail(name, `must be a day like 2027-01-15, not "${text}"`);
  }

  email(name: string, fallback?: string): string {
    const text = this.text(name, fallback);
    return isEmail(text) ? text : this.fail(name, 'must be one e-mail address');
  }

  url(name: string, protocols: string[], fallback?: string): string {
    const text = this.text(name, fallback);
    if (text === '') {
      return '';
    }
    if (!protocols.some((protocol) => text.startsWith(`${protocol}//`))) {
      this.fail(name, `must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`);
    }
    if (!URL.canParse(text) || new URL(text).hash !== '' || !isDecodable(text)) {
      this.fail(
        name,
        'is no address: in a name or a password, write # as %23, % as %25, / as %2F, ? as %3F, : as %3A and @ as %40',
      );
    }
    return text;
  }

  /** An origin like https://kabinet.example.ru, without a path. */
  origin(name: string, fallback: string): string {
    const text = this.url(name, ['http:', 'https:'], fallback === '' ? undefined : fallback);
    const url = new URL(text);
    if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
      this.fail(name, 'must be an origin like https://kabinet.example.ru, without a path');
    }
    return url.origin;
  }

  timeZone(name: string, fallback: string): string {
    const text = this.text(name, fallback);
    try {
      new Intl.DateTimeFormat('ru', { timeZone: text });
      return text;
    } catch {
      return this.fail(name, 'must be a time zone like Asia/Irkutsk');
    }
  }

  /** How many proxies stand in front, or their addresses; off when empty. */
  trustProxy(name: string): string | number | false {
    const text = this.text(name, 'off');
    if (text === 'off') {
      return false;
    }
    if (/^[1-9]$/.test(text)) {
      return Number(text);
    }
    const words = text.split(',').map((word) => word.trim());
    const problem = words.map(proxyProblem).find((why) => why !== undefined);
    return problem === undefined ? words.join(', ') : this.fail(name, problem);
  }

  /** True for an origin that only this machine can open. */
  isLoopback(origin: string): boolean {
    return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(origin).hostname);
  }

  /** Refuses settings that look like ours but are not, the usual typing error. */
  done(): void {
    const unknown = unknownSetting(this.env, this.names);
    if (unknown) {
      const hint = unknown.meant === undefined ? 'see .env.example' : `perhaps ${unknown.meant} is meant`;
      this.fail(unknown.name, `is not a setting of this product: ${hint}`);
    }
  }

  fail(name: string, why: string): never {
    throw new WrongSetting(`Setting ${name} ${why}.`);
  }
}

/** Whether a text is one e-mail address. */
export function isEmail(text: string): boolean {
  return /^[^\s@,<>"]+@[^\s@,<>"]+$/.test(text);
}

/** A lone % in a password must be written %25. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
