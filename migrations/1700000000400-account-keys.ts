import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a flat is found by, in one key for each account: the words and numbers of its address, who owns it, who has linked
 * it, their telephones and e-mails, its own numbers and those of its meters. A key is a text search vector whose lexemes say
 * what they are: words as they stand; `iп` an initial; `h4`, `h4а` numbers of the house, `f15` those of the flat; `n`, `p`,
 * `m` numbers of the account, telephones and meters from their end, so that an index finds how they end; `e` an e-mail.
 *
 * Whoever changes something only notes the account: a load of a million rows, or two people at once, never wait for each
 * other's keys. The notes are worked off by whoever searches next and by the product every few seconds.
 */
export class AccountKeys1700000000400 implements MigrationInterface {
  name = 'AccountKeys1700000000400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE account_keys (
        account_id uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
        words tsvector NOT NULL
      );
      CREATE TABLE account_key_changes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id uuid NOT NULL);
      -- each word of a key once: what a mistyped word is compared with
      CREATE TABLE account_words (word text PRIMARY KEY);
    `);
    await runner.query(FUNCTIONS);
    await runner.query(TRIGGERS);
    await runner.query(`
      INSERT INTO account_keys SELECT id, words FROM account_keys_of(ARRAY(SELECT id FROM accounts));
      INSERT INTO account_words SELECT word FROM ts_stat('SELECT words FROM account_keys') WHERE is_account_word(word);
      CREATE INDEX account_keys_words ON account_keys USING gin (words) WITH (fastupdate = off);
      CREATE INDEX account_words_like ON account_words USING gin (search_key(word) gin_trgm_ops);
      ANALYZE account_keys, account_words;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER key_added ON accounts;
      DROP TRIGGER key_changed ON accounts;
      DROP TRIGGER key_changed ON units;
      DROP TRIGGER key_changed ON houses;
      DROP TRIGGER key_changed ON account_links;
      DROP TRIGGER key_changed ON users;
      DROP TRIGGER key_changed ON meters;
      DROP TRIGGER key_added ON meter_accounts;
      DROP TRIGGER key_changed ON meter_accounts;
      DROP FUNCTION account_key_added, account_key_changed, units_key_changed, houses_key_changed, links_key_added, links_key_changed,
        users_key_changed, meters_key_changed, accounts_asked, account_words_like, refresh_account_keys, account_keys_of, key_numbers,
        key_number_from_end, is_account_word;
      DROP TABLE account_words, account_key_changes, account_keys;
    `);
  }
}

const FUNCTIONS = `
  -- «4А, корп. 2»: 4, 4а, 2; the text is that of plain_words, «4 а корп 2»
  CREATE FUNCTION key_numbers(kind text, plain text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(kind || m[1]) || array_agg(kind || m[1] || m[2]) FILTER (WHERE m[2] IS NOT NULL)
    FROM regexp_matches(plain, '([0-9]+)(?: ([^0-9 ])(?= |$))?', 'g') m
  $$;
  CREATE FUNCTION key_number_from_end(kind text, number text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT kind || reverse(regexp_replace(lower(number COLLATE "ru-x-icu"), '[ ./_-]', '', 'g')) WHERE number <> ''
  $$;
  CREATE FUNCTION is_account_word(word text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT word ~ '^[^0-9@]{3,}$'
  $$;

  CREATE FUNCTION account_keys_of(ids uuid[]) RETURNS TABLE (id uuid, words tsvector) LANGUAGE sql STABLE AS $$
    SELECT p.id, array_to_tsvector(ARRAY(
      SELECT lexeme FROM unnest(
        ARRAY(SELECT w FROM unnest(string_to_array(p.house, ' ') || string_to_array(p.people, ' ')) w
          WHERE w ~ '^[^0-9]{2,}$' AND w <> ALL ('{ул,улица,город,обл,область,дом,кв}'))
        || ARRAY(SELECT 'i' || left(w, 1) FROM unnest(string_to_array(p.people, ' ')) w WHERE w ~ '^[^0-9]')
        || key_numbers('h', p.house) || key_numbers('f', p.unit)
        || key_number_from_end('n', p.number) || key_number_from_end('n', p.els) || key_number_from_end('n', p.hcs_id)
        || p.contacts || p.meters) lexeme
      WHERE lexeme <> ''))
    FROM (
      SELECT a.id, a.number, a.els, a.hcs_id, plain_words(a.house) AS house, plain_words(a.unit) AS unit,
        plain_words(concat_ws(' ', a.owner_name, r.names)) AS people, r.contacts, m.meters
      FROM account_places a
      LEFT JOIN LATERAL (
        SELECT string_agg(u.full_name, ' ') AS names,
          array_agg('p' || reverse(ltrim(u.phone, '+'))) FILTER (WHERE u.phone <> '')
            || array_agg('e' || lower(u.email)) FILTER (WHERE u.email <> '') AS contacts
        FROM active_links l JOIN residents u ON u.id = l.user_id WHERE l.account_id = a.id) r ON true
      LEFT JOIN LATERAL (
        SELECT array_agg(key_number_from_end('m', i.number)) AS meters FROM installed_meters i WHERE i.account_id = a.id) m
        ON true
      WHERE a.id = ANY (ids)) p
  $$;

  -- how many notes were worked off; none while somebody else is at it
  CREATE FUNCTION refresh_account_keys(most integer) RETURNS integer LANGUAGE plpgsql AS $$
  DECLARE
    ids uuid[];
    taken integer;
  BEGIN
    IF NOT EXISTS (SELECT FROM account_key_changes)
      OR NOT pg_try_advisory_xact_lock(hashtext('account keys')) THEN RETURN 0; END IF;
    WITH noted AS (
      DELETE FROM account_key_changes WHERE id = ANY (ARRAY(SELECT id FROM account_key_changes ORDER BY id LIMIT most))
      RETURNING account_id)
    SELECT array_agg(DISTINCT account_id), count(*) INTO ids, taken FROM noted;
    WITH kept AS (
      INSERT INTO account_keys AS k SELECT id, words FROM account_keys_of(ids)
      ON CONFLICT (account_id) DO UPDATE SET words = excluded.words WHERE k.words <> excluded.words
      RETURNING words)
    INSERT INTO account_words SELECT DISTINCT word FROM kept, unnest(tsvector_to_array(words)) word
      WHERE is_account_word(word)
    ON CONFLICT DO NOTHING;
    RETURN taken;
  END $$;

  -- A limit makes a scan of the table look cheap; it is not where few are found.
  CREATE FUNCTION accounts_asked(asked tsquery, most integer) RETURNS SETOF uuid LANGUAGE sql STABLE
    SET enable_seqscan = off AS $$
    SELECT account_id FROM account_keys WHERE words @@ asked LIMIT most
  $$;
  CREATE FUNCTION account_words_like(typed text, most integer) RETURNS SETOF text LANGUAGE sql STABLE
    SET pg_trgm.similarity_threshold = 0.2 AS $$
    SELECT word FROM account_words WHERE search_key(word) % search_key(typed)
    ORDER BY similarity(search_key(word), search_key(typed)) DESC, word LIMIT most
  $$;
`;

const noted = (name: string, what: string): string => `
  CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO account_key_changes (account_id) ${what};
    RETURN NULL;
  END $$;`;

/** Of units, houses and people only what the key is made of counts: a payment, a sign-in or a reading notes nothing. */
const TRIGGERS = `
  ${noted('account_key_added', 'SELECT id FROM added')}
  ${noted('links_key_added', 'SELECT account_id FROM added')}
  ${noted('account_key_changed', 'VALUES (NEW.id)')}
  ${noted('units_key_changed', 'SELECT id FROM accounts WHERE unit_id = NEW.id')}
  ${noted('houses_key_changed', 'SELECT a.id FROM units n JOIN accounts a ON a.unit_id = n.id WHERE n.house_id = NEW.id')}
  ${noted('links_key_changed', 'VALUES (coalesce(NEW.account_id, OLD.account_id))')}
  ${noted('users_key_changed', 'SELECT account_id FROM active_links WHERE user_id = NEW.id')}
  ${noted('meters_key_changed', 'SELECT account_id FROM meter_accounts WHERE meter_id = NEW.id')}

  CREATE TRIGGER key_added AFTER INSERT ON accounts REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION account_key_added();
  CREATE TRIGGER key_changed AFTER UPDATE OF number, unit_id, owner_name, els, hcs_id ON accounts
    FOR EACH ROW WHEN ((OLD.number, OLD.unit_id, OLD.owner_name, OLD.els, OLD.hcs_id)
      IS DISTINCT FROM (NEW.number, NEW.unit_id, NEW.owner_name, NEW.els, NEW.hcs_id))
    EXECUTE FUNCTION account_key_changed();
  CREATE TRIGGER key_changed AFTER UPDATE OF house_id, type, number ON units
    FOR EACH ROW WHEN ((OLD.house_id, OLD.number) IS DISTINCT FROM (NEW.house_id, NEW.number))
    EXECUTE FUNCTION units_key_changed();
  CREATE TRIGGER key_changed AFTER UPDATE OF address ON houses
    FOR EACH ROW WHEN (OLD.address IS DISTINCT FROM NEW.address) EXECUTE FUNCTION houses_key_changed();
  CREATE TRIGGER key_changed AFTER INSERT OR UPDATE OF ended_at OR DELETE ON account_links
    FOR EACH ROW EXECUTE FUNCTION links_key_changed();
  CREATE TRIGGER key_changed AFTER UPDATE OF last_name, first_name, middle_name, phone, email ON users
    FOR EACH ROW WHEN ((OLD.last_name, OLD.first_name, OLD.middle_name, OLD.phone, OLD.email)
      IS DISTINCT FROM (NEW.last_name, NEW.first_name, NEW.middle_name, NEW.phone, NEW.email))
    EXECUTE FUNCTION users_key_changed();
  CREATE TRIGGER key_changed AFTER UPDATE OF number, removed_on ON meters
    FOR EACH ROW WHEN ((OLD.number, OLD.removed_on) IS DISTINCT FROM (NEW.number, NEW.removed_on))
    EXECUTE FUNCTION meters_key_changed();
  CREATE TRIGGER key_added AFTER INSERT ON meter_accounts REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION links_key_added();
  CREATE TRIGGER key_changed AFTER DELETE ON meter_accounts FOR EACH ROW EXECUTE FUNCTION links_key_changed();
`;
