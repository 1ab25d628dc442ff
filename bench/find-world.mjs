import { readFileSync } from 'node:fs';
import { KEYS } from './rows.mjs';
import { startWorld } from './world.mjs';

/** A house has so many flats. */
const FLATS = 100;
const HOUSES_OF_STREET = 20;
/** One account in so many has a resident with a telephone, one in so many a meter. */
const LINKED = 5;
const METERED = 2;

/** The same phrases and flats as the tests have. */
export const PHRASES = JSON.parse(
  readFileSync(new URL('../test/support/search-phrases.json', import.meta.url), 'utf8'),
);

/** A company of so many accounts with made-up streets and surnames, and among them the flats that are looked for. */
export async function startFindWorld(accounts) {
  const world = await startWorld(FLATS / 2);
  const { database } = world;
  await database.query(`
    UPDATE houses SET address = 'г. Иркутск, ул. Базовая, д. 1';
    UPDATE accounts SET owner_name = 'Базов Кирилл Янович';
    UPDATE users SET last_name = 'Базов', first_name = 'Кирилл';
    SET maintenance_work_mem = '512MB';
    ALTER TABLE accounts DISABLE TRIGGER key_added;
    ALTER TABLE account_links DISABLE TRIGGER key_changed;
    ALTER TABLE meter_accounts DISABLE TRIGGER key_added;
    DROP INDEX account_keys_words, account_words_like;
    CREATE FUNCTION made(n bigint, syllables text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
      SELECT initcap(s[n % 20 + 1] || s[(n / 20) % 20 + 1] || s[(n / 400) % 20 + 1])
      FROM (SELECT string_to_array(syllables, ' ') AS s) given
    $$;
    INSERT INTO houses (address)
      SELECT 'г. Иркутск, ул. ' || made(n / ${HOUSES_OF_STREET} * 37, '${STREETS}') || 'ская, д. ' || n % ${HOUSES_OF_STREET} + 1
      FROM generate_series(0, ${accounts / FLATS} - 1) n;
    INSERT INTO units (house_id, number) SELECT id, flat::text FROM houses, generate_series(1, ${FLATS}) flat
      WHERE address NOT LIKE '%Базовая%';
    CREATE TEMPORARY TABLE numbered AS
      SELECT id, row_number() OVER () AS n FROM units u WHERE NOT EXISTS (SELECT FROM accounts a WHERE a.unit_id = u.id);
    INSERT INTO accounts (unit_id, number, owner_name)
      SELECT id, (2000000000 + n)::text, made(hashint8(n) & 4095, '${SURNAMES}') || 'ов ' ||
        ('{${NAMES}}'::text[])[(hashint8(n + 7) & 1023) % ${NAMES.split(',').length} + 1] || ' ' ||
        ('{${FATHERS}}'::text[])[(hashint8(n + 9) & 1023) % ${FATHERS.split(',').length} + 1]
      FROM numbered;
    INSERT INTO users (public_no, login, login_key, email, email_key, email_confirmed_at, password_changed_at,
        first_name, middle_name, last_name, phone, status)
      SELECT 1000000 + n, 'tenant' || n, 'tenant' || n, 't' || n || '@example.test', 't' || n || '@example.test', now(), now(),
        split_part(a.owner_name, ' ', 2), split_part(a.owner_name, ' ', 3), split_part(a.owner_name, ' ', 1),
        '+79' || lpad((n * 7919 % 100000000)::text, 8, '0') || '9', 'active'
      FROM numbered JOIN accounts a ON a.unit_id = numbered.id WHERE n % ${LINKED} = 0;
    INSERT INTO account_links (user_id, account_id)
      SELECT u.id, a.id FROM users u JOIN accounts a ON a.number = (2000000000 + u.public_no - 1000000)::text;
    INSERT INTO meters (resource, number, tariffs, capacity, decimals, initial_values)
      SELECT 'cold_water', 'М' || n || '7', 1, 5, 3, '{0}' FROM numbered WHERE n % ${METERED} = 0;
    INSERT INTO meter_accounts (meter_id, account_id)
      SELECT m.id, a.id FROM numbered JOIN meters m ON m.number = 'М' || n || '7' JOIN accounts a ON a.unit_id = numbered.id;`);
  await addLookedFor(database);
  await database.query(`
    WITH made AS (INSERT INTO users (public_no, login, login_key, email, email_key, email_confirmed_at, password_changed_at,
        first_name, middle_name, last_name, phone, status)
      VALUES (900000, 'vera', 'vera', 'vera.p@mail.example', 'vera.p@mail.example', now(), now(), 'Нина', 'Львовна', 'Орехова',
        '+79025554811', 'active') RETURNING id)
    INSERT INTO account_links (user_id, account_id) SELECT made.id, a.id FROM made, accounts a WHERE a.number = '0100002483';
    WITH made AS (INSERT INTO meters (resource, number, tariffs, capacity, decimals, initial_values)
      VALUES ('cold_water', '18-204030', 1, 5, 3, '{0}') RETURNING id)
    INSERT INTO meter_accounts (meter_id, account_id) SELECT made.id, a.id FROM made, accounts a WHERE a.number = '0100002483';
    ALTER TABLE accounts ENABLE TRIGGER key_added;
    ALTER TABLE account_links ENABLE TRIGGER key_changed;
    ALTER TABLE meter_accounts ENABLE TRIGGER key_added;
    ${KEYS}
    CREATE INDEX account_keys_words ON account_keys USING gin (words) WITH (fastupdate = off);
    CREATE INDEX account_words_like ON account_words USING gin (search_key(word) gin_trgm_ops);`);
  await database.query('VACUUM ANALYZE');
  await database.query('CHECKPOINT');
  return world;
}

/** The flats that the phrases look for. */
export async function addLookedFor(database) {
  await database.query(
    `WITH given AS (SELECT * FROM json_to_recordset($1) AS g (house text, flat text, number text, owner text)),
       made AS (INSERT INTO houses (address) SELECT DISTINCT house FROM given RETURNING id, address),
       units AS (INSERT INTO units (house_id, number) SELECT m.id, g.flat FROM given g JOIN made m ON m.address = g.house
         RETURNING id, house_id, number)
     INSERT INTO accounts (number, unit_id, owner_name, els)
     SELECT g.number, u.id, g.owner, CASE g.number WHEN '0100002483' THEN '38АС000123' ELSE '' END
     FROM given g JOIN made m ON m.address = g.house JOIN units u ON u.house_id = m.id AND u.number = g.flat`,
    [JSON.stringify(PHRASES.flats.map(([house, flat, number, owner]) => ({ house, flat, number, owner })))],
  );
}

/** None of them begins a street or a name that is looked for. */
const STREETS = 'бо ве гра до жо зи ко ма но по ра се то фа хо че шу ба ду ке';
const SURNAMES = 'ба во ги ду жа за кра ла ми на о пе ро са ту фи хо ча ше ку';
const NAMES =
  'Анна,Вера,Иван,Пётр,Ольга,Мария,Елена,Сергей,Андрей,Юрий,Нина,Тамара,Семён,Денис,Вадим,Лев,Аркадий,Галина,Антон,Зоя';
const FATHERS =
  'Сергеевна,Павловна,Юрьевна,Ильич,Олегович,Игоревич,Фёдоровна,Львовна,Глебович,Маркович,Иванович,Петровна';
