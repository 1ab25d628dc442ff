import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Config } from '../../core/config.js';
import { Log } from '../../core/log.js';
import { Periodic } from '../../core/periodic.js';
import { CONFIG } from '../../core/tokens.js';
import { AccountSearch } from './account-search.service.js';

const PAUSE_MS = 10_000;
const PORTION = 2000;

/** Keeps the keys that accounts are found by up to date, so that whoever searches after a big load does not wait for them. */
@Injectable()
export class AccountKeys implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds = new Periodic(() => this.run(), PAUSE_MS);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly search: AccountSearch,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.background) this.rounds.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }

  private async run(): Promise<void> {
    try {
      while (!this.rounds.stopping && (await this.search.refresh(PORTION)) > 0);
    } catch (error) {
      this.log.error(error, 'keys of accounts');
    }
  }
}
