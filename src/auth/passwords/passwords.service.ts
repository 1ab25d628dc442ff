import { Inject, Injectable } from '@nestjs/common';
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
  async hashNew(login: string, password: string): Promise<string> {
    const salt = this.secrets.mac('salt of a registration', loginKey(login)).subarray(0, SALT_BYTES);
    return this.gate.pass(() => hash(normalisePassword(password), { ...this.config.argon2, salt }));
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
    const [, memory, time, lanes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(passwordHash) ?? [];
    return !(Number(memory) >= memoryCost && Number(time) >= timeCost && Number(lanes) >= parallelism);
  }

  private dummyHash(): Promise<string> {
    return (this.dummy ??= hash('nobody has this password', this.config.argon2));
  }
}
