import { PUBLISHED, SEARCHED, withoutIndexes } from './rows.mjs';
import { startWorld } from './world.mjs';

/** Words of complaints, the commonest first; thousands of made-up ones follow, each rarer than the one before. */
const COMMON = (
  'вода нет дом подъезд лифт прошу квартира этаж течёт работает отопление батарея ремонт крыша мусор двор свет снег ' +
  'горячая холодная стояк труба подвал соседи шум счётчик перерасчёт квитанция слесарь диспетчер заявка акт проверка ' +
  'водоснабжение водосток водопровод водомер водитель водоотведение домофон дверь окно лестница уборка парковка ' +
  'детская площадка освещение лампа кнопка кабина трос лебёдка вентиляция запах плесень потолок стена фасад балкон'
).split(' ');
const VOCABULARY = 3000;
/** Words of a text. */
const LENGTH = 20;
/** Between one entry and the next: half a million of them are nearly the three years for which the register keeps its texts. */
const MINUTES = 3;

/** A company of three years: so many requests and entries of the register, a book, and lists of a moderator. */
export async function startSearchWorld({ requests, appeals, published, undecided }) {
  const world = await startWorld();
  const { database } = world;
  await database.query(`
    CREATE TEMPORARY TABLE places AS
      SELECT row_number() OVER () AS n, a.id AS account_id, u.house_id, h.address || ', кв. ' || u.number AS address
      FROM accounts a JOIN units u ON u.id = a.unit_id JOIN houses h ON h.id = u.house_id;
    CREATE TEMPORARY TABLE kinds AS SELECT row_number() OVER (ORDER BY place) AS n, id FROM request_categories;
    CREATE FUNCTION bench_word(n integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
      SELECT CASE WHEN n <= ${COMMON.length} THEN ('{${COMMON.join(',')}}'::text[])[n]
        ELSE translate(n::text, '0123456789', 'бажовесику') || 'к' END
    $$;
    CREATE FUNCTION bench_text(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
      SELECT string_agg(bench_word(floor(power(${VOCABULARY}::float8, (hashint8(n * 64 + i) & 1048575) / 1048576::float8))::integer), ' ')
      FROM generate_series(1, ${LENGTH}) i
    $$;`);
  await withoutTriggers(
    database,
    ['service_requests', 'appeals', 'appeal_publications', 'search_entries'],
    async () => {
      await database.query(`
      INSERT INTO service_requests (year, sequence, channel, registered_at, account_id, house_id, address, applicant, phone,
        category, emergency, text, state, fix_due, due_at, soon_at, finished_at, closed_at)
      SELECT 2000 + (s.n / 500000)::integer, s.n % 500000 + 1, 'phone', at, p.account_id, p.house_id, p.address,
        ${NAME}, ${PHONE}, k.id, false, ${textOf(requests, 0)}, CASE WHEN waits THEN 'open' ELSE 'closed' END, now(),
        CASE WHEN waits THEN now() + interval '1 day' END, CASE WHEN waits THEN now() + interval '1 day' END,
        CASE WHEN waits THEN NULL ELSE at END, CASE WHEN waits THEN NULL ELSE at END
      FROM ${moments(requests)} JOIN places p ON p.n = s.n % (SELECT count(*) FROM places) + 1
        JOIN kinds k ON k.n = s.n % 13 + 1`);
      await database.query(`
      INSERT INTO appeals (year, sequence, kind, channel, topic, registered_at, received_day, title, text, account_id, house_id,
        address, author_name, author_phone, author_email, publish, state, due_day, soon_day, answered_at, first_answered_at)
      SELECT 2000 + (s.n / 500000)::integer, s.n % 500000 + 1, ${KIND}, 'cabinet', 'general', at, at::date, 'Обращение ' || s.n,
        ${textOf(appeals, requests)}, p.account_id, p.house_id, p.address, ${NAME}, ${PHONE}, 'u' || s.n || '@mail.example', true,
        CASE WHEN waits THEN 'registered' ELSE 'answered' END, CASE WHEN waits THEN current_date + 5 END,
        CASE WHEN waits THEN current_date + 2 END, CASE WHEN NOT waits THEN at END, CASE WHEN NOT waits THEN at END
      FROM ${moments(appeals)} JOIN places p ON p.n = s.n % (SELECT count(*) FROM places) + 1`);
      await database.query(SEARCHED);
      // of entries that are there a part is decided about each way; the rest of a larger book has entries of its own
      await database.query(`
      ALTER TABLE appeal_publications DROP CONSTRAINT appeal_publications_appeal_id_fkey;
      INSERT INTO appeal_publications (appeal_id, state, asked_at, answered_at, decided_at)
      SELECT id, (ARRAY['waiting', 'refused', 'removed', 'withdrawn', 'waiting'])[n % 5 + 1], registered_at, answered_at, now()
      FROM (SELECT *, row_number() OVER (ORDER BY registered_at) AS n FROM appeals WHERE NOT waits) a WHERE n <= ${undecided};
      INSERT INTO appeal_publications (appeal_id, state, asked_at, answered_at, number, kind, title, question, answer, place)
      SELECT coalesce(a.id, gen_random_uuid()), 'published', at, at + interval '3 days', 'К-' || s.n, ${KIND}, 'Обращение ' || s.n,
        ${textOf(published, requests + appeals)}, 'Приняли, исправили, спасибо за обращение', p.address
      FROM ${moments(published)} JOIN places p ON p.n = s.n % (SELECT count(*) FROM places) + 1
        LEFT JOIN (SELECT id, row_number() OVER (ORDER BY registered_at) - ${undecided} AS n FROM appeals WHERE NOT waits) a
          ON a.n = s.n`);
    },
  );
  await database.query('VACUUM ANALYZE');
  await database.query('CHECKPOINT');
  return world;
}

const KIND = `(ARRAY['complaint', 'suggestion', 'gratitude', 'question'])[s.n % 4 + 1]`;
const NAME = `(ARRAY['Павлова Вера', 'Иванов Пётр', 'Кузнецова Ольга', 'Орлов Семён'])[s.n % 4 + 1] || ' ' || s.n`;
const PHONE = `'+7902' || lpad((s.n::bigint * 7919 % 10000000)::text, 7, '0')`;

/** Rows of so many moments up to now, of which the last twentieth waits. */
function moments(count) {
  return `(SELECT n, n > ${count - count / 20} AS waits,
    date_trunc('milliseconds', now()) - (${count} - n) * interval '${(MINUTES * 500_000) / count} minutes' AS at
    FROM generate_series(1, ${count}) n) s`;
}

/** The text of a row, with a word that each third had in the first half year and nobody since. */
function textOf(count, before) {
  return `bench_text(${before} + s.n) || CASE WHEN s.n < ${count / 6} AND s.n % 3 = 0 THEN ' подпитка' ELSE '' END`;
}

/** Fills tables without their triggers, and before their indexes. */
async function withoutTriggers(database, tables, fill) {
  await withoutIndexes(database, tables, async () => {
    for (const table of tables) await database.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
    await fill();
    for (const table of tables) await database.query(`ALTER TABLE ${table} ENABLE TRIGGER ALL`);
  });
  await database.query(PUBLISHED);
}
