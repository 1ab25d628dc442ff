import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { examine, type Report } from '../examine.js';
import { packetOf } from '../packet/packet.js';

/** Mail servers count sign-ins, and a page is opened anew by whoever is impatient. */
const FRESH_MS = 15_000;

/** The checks of `npm run doctor` from inside the portal: one look at a time, kept for some seconds. */
@Injectable()
export class DoctorService {
  private last?: { readonly selector: string; readonly at: number; readonly report: Promise<Report> };

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Looks, or gives what was seen a moment ago. */
  look(selector = ''): Promise<Report> {
    const at = this.clock.now().getTime();
    const { last } = this;
    if (last && last.selector === selector && Math.abs(at - last.at) < FRESH_MS) return last.report;
    const report = examine(this.config, this.clock, selector === '' ? {} : { selector });
    this.last = { selector, at, report };
    return report;
  }

  /** The file for whoever helps from afar. */
  async packet(): Promise<string> {
    return packetOf(this.config, await this.look());
  }
}
