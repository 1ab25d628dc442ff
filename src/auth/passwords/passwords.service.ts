import { Inject, Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { hash, verify } from '@node-rs/argon2';
import type { Config } from '../../core/config.js';
import { Secrets } from '../../core/secrets.js';
import { CONFIG } from '../../core/tokens.js';
import { loginKey } from '../../users/login-name.js';
import { normalisePassword } from '../password-policy.js';
import { Semaphore } from '../../core/semaphore.js';

/** One less than libuv has threads, so that compression and files need not wait behind passwords. */
const AT_ONCE = 3;
const WAITING = 64;
const PATIENCE_MS = 5000;
const SALT_BYTES = 16;

/** Makes and checks password hashes: argon2id in PHC form, with the parameters of the settings. */
@Injectable()
export class PasswordsService {
  private readonly gate = new Semaphore(AT_ONCE, WAITING, PATIENCE_MS);
  private dummy?: Promise<string>;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly secrets: Secrets,
  ) {}

  async hash(password: string): Promise<string> {
    return this.gate.pass(() => hash(normalisePassword(password), this.config.argon2));
  }

  /**
   * The hash for somebody who registers: its salt is a secret of ours for each login, so that one calculation finds among
   * any number of registrations with the same address as their login the one whose password was typed.
   */
  async hashNew(login: string, password: string, parameters = this.config.argon2): Promise<string> {
    const salt = this.secrets.mac('salt of a registration', loginKey(login)).subarray(0, SALT_BYTES);
    return this.gate.pass(() => hash(normalisePassword(password), { ...parameters, salt }));
  }

  /**
   * The hashes that a registration with this login and password may have: by today's parameters, and by the earlier ones that
   * hashes of this kind still have.
   */
  async hashesOf(login: string, password: string, earlier: readonly string[]): Promise<string[]> {
    const hashes = [await this.hashNew(login, password)];
    for (const parameters of earlier.map(readParameters)) {
      if (parameters && !isDeepStrictEqual(parameters, this.config.argon2)) {
        hashes.push(await this.hashNew(login, password, parameters));
      }
    }
    return hashes;
  }

  /** Compares in the same time whether there is a hash or not, so that nobody learns which logins exist. */
  async matches(password: string, passwordHash: string | null | undefined): Promise<boolean> {
    const known = passwordHash ?? (await this.dummyHash());
    const same = await this.gate.pass(() => verify(known, normalisePassword(password)));
    return same && passwordHash !== null && passwordHash !== undefined;
  }

  /** True when a hash was made with weaker parameters than today's. */
  isOutdated(passwordHash: string): boolean {
    const { memoryCost, timeCost, parallelism } = this.config.argon2;
    const its = readParameters(passwordHash);
    return !(
      its &&
      its.memoryCost >= memoryCost &&
      its.timeCost >= timeCost &&
      its.parallelism >= parallelism
    );
  }

  private dummyHash(): Promise<string> {
    return (this.dummy ??= hash('nobody has this password', this.config.argon2));
  }
}

/** The parameters in a hash, or in the part of it that names them. */
function readParameters(passwordHash: string): Config['argon2'] | undefined {
  const [memoryCost, timeCost, parallelism] = (
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)/.exec(passwordHash) ?? []
  )
    .slice(1)
    .map(Number);
  return memoryCost && timeCost && parallelism ? { memoryCost, timeCost, parallelism } : undefined;
}
