import { Resolver } from 'node:dns/promises';
import pg from 'pg';
import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { ALL_CHECKS } from './all-checks.js';
import { type Finding, type State, unchecked, worst } from './finding.js';
import { type Check, NoDatabase, type Patient } from './patient.js';
import { toldBy, troubleWords } from './trouble-words.js';

/** No check may take longer, whatever does not answer. */
const LONGEST_SECONDS = 8;
const CONNECT_MS = 3000;
const STATEMENT_MS = 4000;
const ANSWER_MS = 5000;
const DNS_MS = 2500;

/** A check and what came of it. */
export interface Examined extends Finding {
  readonly id: string;
  readonly name: string;
}

/** Everything that was looked at. */
export interface Report {
  readonly at: Date;
  readonly state: State;
  readonly checks: readonly Examined[];
}

/** What may be asked for besides. */
export interface Wishes {
  readonly selector?: string;
  /** The address of a DNS server to ask, in place of those of the machine. */
  readonly dnsServer?: string;
}

/** Looks at everything at once; ends within seconds. */
export async function examine(config: Config, clock: Clock, wishes: Wishes = {}): Promise<Report> {
  const pool = new pg.Pool({
    connectionString: config.databaseUrl,
    application_name: 'kabinet doctor',
    max: 2,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: ANSWER_MS,
  });
  pool.on('error', () => undefined);
  const dns = new Resolver({ timeout: DNS_MS, tries: 1 });
  if (wishes.dnsServer !== undefined) dns.setServers([wishes.dnsServer]);
  const isThere = pool.query('SELECT').then(
    () => true,
    () => false,
  );
  const patient: Patient = {
    ...{ config, dns, selector: wishes.selector, now: () => clock.now() },
    rows: async <Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []) => {
      if (!(await isThere)) throw new NoDatabase();
      return (await pool.query<Row>(sql, [...values])).rows;
    },
  };
  const found = await Promise.all(ALL_CHECKS.map((check) => lookInTime(check, patient)));
  // A server that does not answer would let us wait here, too.
  void pool.end().catch(() => undefined);
  return reportOf(
    found.flatMap((one) => one ?? []),
    clock.now(),
  );
}

/** The report of what was found. */
export function reportOf(checks: readonly Examined[], at: Date): Report {
  return { at, state: worst(checks.map(({ state }) => state)), checks };
}

/** One check, which ends in time and never passes by failing. */
async function lookInTime(check: Check, patient: Patient): Promise<Examined | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve(tooLong()), LONGEST_SECONDS * 1000);
  });
  try {
    const finding = await Promise.race([check.look(patient).catch(failed), late]);
    return finding && { id: check.id, name: check.name, ...finding };
  } finally {
    clearTimeout(timer);
  }
}

function tooLong(): Finding {
  return unchecked(
    `ответа не было ${LONGEST_SECONDS}\u00A0секунд`,
    'Повторите проверку; если не поможет, смотрите нагрузку машины и сеть.',
  );
}

function failed(error: unknown): Finding {
  if (error instanceof NoDatabase) {
    return unchecked('база данных не отвечает', 'Сначала исправьте «База данных».');
  }
  return unchecked(
    troubleWords(error),
    'Повторите проверку; если не поможет, приложите ответ к обращению в поддержку.',
    toldBy(error),
  );
}
