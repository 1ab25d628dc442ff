import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { BoundedJournal } from '../../audit/bounded-journal.js';
import { Clock } from '../../core/clock.js';
import { Log } from '../../core/log.js';
import { Random } from '../../core/random.js';
import { Secrets } from '../../core/secrets.js';
import { Throttle } from '../../core/throttle.js';

/** What codes of an app need, whoever has them. */
@Injectable()
export class CodeTools {
  constructor(
    readonly database: DataSource,
    readonly secrets: Secrets,
    readonly throttle: Throttle,
    readonly clock: Clock,
    readonly random: Random,
    readonly audit: AuditService,
    readonly journal: BoundedJournal,
    readonly log: Log,
  ) {}
}
