import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A search in the book that is fast whatever the words are. The planner multiplies how frequent words are, and knows
 * nothing of those that are rare: left alone, it goes through the whole book for words that stand nowhere.
 */
export class SearchInTheBook1700000000391 implements MigrationInterface {
  name = 'SearchInTheBook1700000000391';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- how many entries have all words, up to a number, and the ids of a page of them, the newest first
      CREATE FUNCTION book_search(asked text, of_kind text, skipped integer, size integer, most integer,
        OUT matches integer, OUT ids uuid[]) LANGUAGE plpgsql
        SET plan_cache_mode = force_custom_plan SET enable_seqscan = on SET enable_indexscan = on AS $$
      DECLARE
        q tsquery := words_asked(asked);
        -- so many are read and put in order at once
        enough CONSTANT integer := 20000;
        frequent boolean := numnode(q) = 1 AND EXISTS (
          SELECT FROM pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs[1:array_length(s.most_common_elems::text::text[], 1)])
            AS word (lexeme, share)
          WHERE s.schemaname = current_schema() AND s.tablename = 'appeal_publications' AND s.attname = 'words'
            AND word.share >= 0.02 AND q @@ array_to_tsvector(ARRAY[word.lexeme]));
      BEGIN
        IF numnode(q) = 0 THEN
          matches := 0;
          ids := '{}';
          RETURN;
        END IF;
        IF NOT frequent THEN
          -- by the index of words
          PERFORM set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true);
          SELECT count(*), (array_agg(f.appeal_id ORDER BY f.asked_at DESC, f.appeal_id DESC))[skipped + 1:skipped + size]
            INTO matches, ids FROM (
              SELECT p.appeal_id, p.asked_at FROM appeal_publications p
              WHERE p.state = 'published' AND p.words @@ q AND (of_kind = '' OR p.kind = of_kind) LIMIT enough + 1) f;
          ids := coalesce(ids, '{}');
          IF matches <= enough THEN
            matches := least(matches, most);
            RETURN;
          END IF;
          PERFORM set_config('enable_indexscan', 'on', true);
        END IF;
        -- by the order of the book, where each few have them
        SELECT count(*) INTO matches FROM (
          SELECT FROM appeal_publications p
          WHERE p.state = 'published' AND p.words @@ q AND (of_kind = '' OR p.kind = of_kind) LIMIT most) f;
        ids := ARRAY(
          SELECT p.appeal_id FROM appeal_publications p
          WHERE p.state = 'published' AND p.words @@ q AND (of_kind = '' OR p.kind = of_kind)
          ORDER BY p.asked_at DESC, p.appeal_id DESC OFFSET skipped LIMIT size);
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION book_search(text, text, integer, integer, integer)');
  }
}
