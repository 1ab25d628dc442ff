import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How words of texts are compared everywhere: `words_of` what is looked through, `words_asked` what is looked for.
 * Nothing depends on the locale of the database: the parser gets small letters, digits and spaces only.
 */
export class Words1700000000387 implements MigrationInterface {
  name = 'Words1700000000387';

  async up(runner: QueryRunner): Promise<void> {
    // Named with its schema: maintenance and restored dumps run without a search path.
    const [{ schema }] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [
      { schema: string },
    ];
    await runner.query(`
      CREATE TEXT SEARCH CONFIGURATION ${schema}.words (COPY = pg_catalog.simple);
      ALTER TEXT SEARCH CONFIGURATION ${schema}.words
        ALTER MAPPING FOR word, hword, hword_part WITH pg_catalog.russian_stem;

      CREATE FUNCTION ${schema}.plain_words(text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
      DECLARE
        -- ё is е; stress marks, soft hyphens and characters without width are gone
        t text := translate(lower(normalize(left($1, 100000), NFC) COLLATE "ru-x-icu"),
          U&'\\0451\\0300\\0301\\0307\\00AD\\200B\\200C\\200D\\200E\\200F\\2060\\FEFF', U&'\\0435');
      BEGIN
        t := regexp_replace(t, U&'[^0-9a-z\\00DF-\\024F\\0400-\\052F]+', ' ', 'g');
        -- Latin letters within a Russian word are Russian ones that look the same; so is the letter of a number
        IF t ~ U&'[a-z][\\0430-\\044F]|[\\0430-\\044F][a-z]|k 20[0-9]' THEN
          t := (SELECT string_agg(CASE WHEN w ~ U&'[\\0430-\\044F]' OR w = 'k'
                  THEN translate(w, 'abcehkmoptxy', U&'\\0430\\0432\\0441\\0435\\043D\\043A\\043C\\043E\\0440\\0442\\0445\\0443')
                  ELSE w END, ' ' ORDER BY n)
                FROM unnest(string_to_array(t, ' ')) WITH ORDINALITY AS u (w, n));
        END IF;
        -- «15а» and «15 а», «кв15» and «кв. 15»
        IF t ~ '[0-9][^0-9 ]|[^0-9 ][0-9]' THEN
          t := regexp_replace(regexp_replace(t, '([0-9])([^0-9 ])', '\\1 \\2', 'g'), '([^0-9 ])([0-9])', '\\1 \\2', 'g');
        END IF;
        -- a telephone is one word however its digits were parted
        IF t ~ '[0-9]{3} ?[0-9]{2} ?[0-9]{2}' THEN
          t := regexp_replace(t, '(^| )(?:[78] ?([3489][0-9]{2})|(9[0-9]{2})) ?([0-9]{3}) ?([0-9]{2}) ?([0-9]{2})(?= |$)',
            '\\17\\2\\3\\4\\5\\6', 'g');
        END IF;
        RETURN t;
      END $$;

      CREATE FUNCTION ${schema}.words_of(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT to_tsvector('${schema}.words'::regconfig, coalesce(${schema}.plain_words($1), ''))
      $$;

      -- All words have to be there; an asterisk after the last one asks for what begins like it.
      CREATE FUNCTION ${schema}.words_asked(text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      DECLARE
        asked text := btrim(coalesce(${schema}.plain_words(left($1, 1000)), ''));
        last text := substring(asked FROM '[^ ]+$');
        stem tsquery;
      BEGIN
        IF length(last) >= 3 AND rtrim(left($1, 1000)) LIKE '%*' THEN
          stem := plainto_tsquery('${schema}.words'::regconfig, last);
          IF numnode(stem) = 1 THEN
            RETURN plainto_tsquery('${schema}.words'::regconfig, left(asked, -length(last))) && (stem::text || ':*')::tsquery;
          END IF;
        END IF;
        RETURN plainto_tsquery('${schema}.words'::regconfig, asked);
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP FUNCTION words_asked, words_of, plain_words; DROP TEXT SEARCH CONFIGURATION words',
    );
  }
}
