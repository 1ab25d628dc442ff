import pg from 'pg';
import { fileSize } from '../../text/russian.js';
import { attention, bad, type Finding, good, together } from '../finding.js';
import type { Check, Patient } from '../patient.js';
import { toldBy, troubleWords } from '../trouble-words.js';

const OLDEST = 14;
/** Without this the search has no indexes. */
const EXTENSIONS = ['pg_trgm'];
const CONNECT_MS = 4000;
/** PostgreSQL stops writing a little above two thousand millions. */
const OLD_TRANSACTIONS = 1_000_000_000;

interface Server {
  readonly number: number;
  readonly version: string;
  readonly encoding: string;
  readonly locale: string;
  readonly size: string;
  readonly age: number;
  readonly extensions: string[];
  readonly encrypted: boolean;
  /** Whether the product could alter its tables, and with them the journal. */
  readonly owns: boolean;
  readonly creates: boolean;
}

const SERVER = `
  SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
    pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS locale, pg_database_size(d.oid)::text AS size,
    age(d.datfrozenxid) AS age, (SELECT array_agg(extname::text ORDER BY extname) FROM pg_extension) AS extensions,
    coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS encrypted,
    coalesce((SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = to_regclass('audit_events')), false) AS owns,
    has_schema_privilege('public', 'CREATE') AS creates
  FROM pg_database d WHERE d.datname = current_database()`;
/** The C library sorts otherwise than when the indexes were made: they lie. */
const COLLATIONS = `
  SELECT d.datcollversion <> pg_database_collation_actual_version(d.oid) AS changed
  FROM pg_database d WHERE d.datname = current_database()`;

/** The server itself: reached, new enough, with the right encoding and extensions. */
export const DATABASE_CHECK: Check = {
  id: 'database',
  name: 'База данных',
  look: async (patient) => {
    const why = await refusalOf(patient.config.databaseUrl);
    if (why) return why;
    const [server] = await patient.rows<Server>(SERVER);
    return together([
      described(server!),
      ...faults(server!, patient),
      ...roles(server!, patient),
      ...(await collations(server!, patient)),
    ]);
  },
};

/** Connects apart from all others, to have the reason. */
async function refusalOf(connectionString: string): Promise<Finding | undefined> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return bad(
      `Соединиться не удалось: ${troubleWords(error)}`,
      'Проверьте DATABASE_URL и что PostgreSQL запущен; портал без базы не работает.',
      toldBy(error),
    );
  } finally {
    void client.end().catch(() => undefined);
  }
}

function described({ version, encoding, locale, size, extensions }: Server): Finding {
  const [number] = version.split(' ', 1);
  return good(
    `PostgreSQL ${number}, кодировка ${encoding}, локаль ${locale}, расширения ${extensions.join(', ')}, размер ${fileSize(Number(size))}`,
  );
}

function faults(server: Server, { config }: Patient): Finding[] {
  const missing = EXTENSIONS.filter((name) => !server.extensions.includes(name));
  const { hostname, searchParams } = new URL(config.databaseUrl);
  const local = /^(localhost|127\.|\[::1\]|$)/.test(hostname) || searchParams.has('host');
  return [
    ...(server.number < OLDEST * 10_000
      ? [bad('Версия слишком старая', `Обновите PostgreSQL до ${OLDEST} или новее.`)]
      : []),
    ...(server.encoding === 'UTF8'
      ? []
      : [bad('Кодировка не подходит', 'Нужна база с кодировкой UTF8: перенесите данные в новую.')]),
    ...(missing.length === 0
      ? []
      : [
          bad(
            `Нет расширений: ${missing.join(', ')}`,
            'Установите пакет postgresql-contrib и перезапустите портал.',
          ),
        ]),
    ...(local || server.encrypted
      ? []
      : [
          attention(
            'Соединение с другой машиной идёт без шифрования',
            'Добавьте в DATABASE_URL ?sslmode=verify-full.',
          ),
        ]),
    ...(server.age < OLD_TRANSACTIONS
      ? []
      : [
          bad(
            'Номера транзакций скоро кончатся, и PostgreSQL перестанет записывать',
            'Выполните VACUUM FREEZE и узнайте, почему не работает autovacuum.',
          ),
        ]),
  ];
}

/** A role of its own for the running product keeps the journal from whoever gets hold of it. */
function roles({ owns, creates }: Server, { config }: Patient): Finding[] {
  if (!config.production || (!owns && !creates)) return [];
  return [
    owns
      ? attention(
          'Портал работает от имени владельца таблиц и мог бы изменить свой журнал',
          'Заведите для него вторую роль: DATABASE_URL — эта роль, DATABASE_OWNER_URL — владелец. Как это сделать, сказано в docs/operation.md, «Two roles».',
        )
      : attention(
          'Роль портала может создавать таблицы',
          'Выполните REVOKE CREATE ON SCHEMA public FROM PUBLIC.',
        ),
  ];
}

async function collations({ number }: Server, patient: Patient): Promise<Finding[]> {
  if (number < 150_000) return [];
  const [row] = await patient.rows<{ changed: boolean | null }>(COLLATIONS);
  if (!row?.changed) return [];
  return [
    bad(
      'Правила сортировки системы изменились с тех пор, как построены индексы: поиск может не находить',
      'Выполните REINDEX DATABASE, затем ALTER DATABASE … REFRESH COLLATION VERSION.',
    ),
  ];
}
