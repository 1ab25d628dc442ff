import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SearchInTheBook1700000000391 } from './1700000000391-search-in-the-book.js';

/**
 * A search in the book goes through the newest entries first: words that many have are there, one or several. Others are
 * few enough to be sorted, also those that were common only years ago, for which the whole book was gone through.
 */
export class NewestInTheBook1700000000397 implements MigrationInterface {
  name = 'NewestInTheBook1700000000397';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION book_search(asked text, of_kind text, skipped integer, size integer, most integer,
        OUT matches integer, OUT ids uuid[]) LANGUAGE plpgsql
        SET plan_cache_mode = force_custom_plan SET enable_seqscan = on SET enable_indexscan = on AS $$
      DECLARE
        q tsquery := words_asked(asked);
        -- so many of the newest are gone through
        near CONSTANT integer := 20000;
      BEGIN
        matches := 0;
        ids := '{}';
        IF numnode(q) = 0 THEN
          RETURN;
        END IF;
        SELECT count(*), (array_agg(f.appeal_id))[skipped + 1:skipped + size] INTO matches, ids FROM (
          SELECT n.appeal_id FROM (
            SELECT p.appeal_id, p.asked_at, p.words FROM appeal_publications p
            WHERE p.state = 'published' AND (of_kind = '' OR p.kind = of_kind)
            ORDER BY p.asked_at DESC, p.appeal_id DESC LIMIT near) n
          WHERE n.words @@ q ORDER BY n.asked_at DESC, n.appeal_id DESC LIMIT most) f;
        IF matches < most THEN
          -- by the index of words
          PERFORM set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true);
          WITH found AS MATERIALIZED (
            SELECT p.appeal_id, p.asked_at FROM appeal_publications p
            WHERE p.state = 'published' AND p.words @@ q AND (of_kind = '' OR p.kind = of_kind))
          SELECT least(count(*), most), ARRAY(
            SELECT f.appeal_id FROM found f ORDER BY f.asked_at DESC, f.appeal_id DESC OFFSET skipped LIMIT size)
          INTO matches, ids FROM found;
        END IF;
        ids := coalesce(ids, '{}');
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION book_search(text, text, integer, integer, integer)');
    await new SearchInTheBook1700000000391().up(runner);
  }
}
