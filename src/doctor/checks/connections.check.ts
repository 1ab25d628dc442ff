import { CONNECTIONS_BESIDE_PAGES, CONNECTIONS_OF_WATCH } from '../../core/database.js';
import { plural } from '../../text/russian.js';
import { attention, good } from '../finding.js';
import type { Check } from '../patient.js';

/** At once, over all instances, as JobStarter begins them. */
const JOBS = 2;
/** For whoever has to help when everything is taken. */
const FOR_ADMINISTRATORS = 3;

interface Connections {
  readonly most: number;
  readonly reserved: number;
  readonly ours: number;
  readonly foreign: number;
  readonly instances: number;
}

/** Of others' connections not everything may be seen, but whose they are. */
const CONNECTIONS = `
  SELECT current_setting('max_connections')::int AS most,
    current_setting('superuser_reserved_connections')::int + coalesce(current_setting('reserved_connections', true)::int, 0) AS reserved,
    count(*) FILTER (WHERE coalesce(application_name, '') LIKE 'kabinet%')::int AS ours,
    count(*) FILTER (WHERE coalesce(application_name, '') NOT LIKE 'kabinet%')::int AS foreign,
    count(*) FILTER (WHERE application_name = '${CONNECTIONS_OF_WATCH}' AND datname = current_database())::int AS instances
  FROM pg_stat_activity WHERE datid IS NOT NULL AND usesysid IS NOT NULL`;

/** Whether the server can hold all connections that the instances, jobs and people may open together. */
export const CONNECTIONS_CHECK: Check = {
  id: 'connections',
  name: 'Соединения с базой',
  look: async ({ config, rows }) => {
    const [found] = await rows<Connections>(CONNECTIONS);
    const { most, reserved, ours, foreign, instances } = found!;
    const running = Math.max(1, instances);
    const each = config.databasePool + CONNECTIONS_BESIDE_PAGES;
    const needed = (running + JOBS) * each + FOR_ADMINISTRATORS;
    const left = most - reserved - foreign;
    const seen =
      `max_connections ${most}, занято ${ours + foreign}; ${running}\u00A0${plural(running, 'экземпляр', 'экземпляра', 'экземпляров')} и задания ` +
      `могут взять до ${needed}, чужих ${foreign}`;
    if (needed <= left) return good(seen);
    return attention(
      `${seen}: при наплыве соединений не хватит`,
      `Поднимите max_connections до ${needed + reserved + foreign} или уменьшите DATABASE_POOL.`,
    );
  },
};
