import type { Resolver } from 'node:dns/promises';
import type { QueryResultRow } from 'pg';
import type { Config } from '../core/config.js';
import type { Finding } from './finding.js';

/** What is looked at: the settings, the database behind them, the names that DNS knows. */
export interface Patient {
  readonly config: Config;
  readonly now: () => Date;
  readonly dns: Resolver;
  /** The selector of the signatures of letters (DKIM), where somebody has named it. */
  readonly selector: string | undefined;
  /** Rows of the database; fails within seconds. */
  readonly rows: <Row extends QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;
}

/** One thing that is looked at. */
export interface Check {
  /** For programs: stays when words change. */
  readonly id: string;
  readonly name: string;
  /** Nothing where there is nothing to look at, as a certificate of a portal without https. */
  look(patient: Patient): Promise<Finding | undefined>;
}

/** The database could not be asked, which the check of the database itself tells of. */
export class NoDatabase extends Error {}
