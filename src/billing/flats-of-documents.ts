import type { DataSource } from 'typeorm';
import type { Chore } from '../core/chores.js';
import { affected } from '../core/query.js';

/** Documents are given their flats by blocks of ids: millions of them within an hour, none held for long. */
const BLOCK = 2000;

/** The first blocks that have documents without a flat; from block to block by the index, which is empty when all have one. */
const UNFROZEN = `
  WITH RECURSIVE blocks AS (
    (SELECT id / ${BLOCK} AS key FROM payment_documents WHERE address IS NULL ORDER BY id LIMIT 1)
    UNION ALL
    SELECT (SELECT d.id / ${BLOCK} FROM payment_documents d
      WHERE d.address IS NULL AND d.id >= (b.key + 1) * ${BLOCK} ORDER BY d.id LIMIT 1)
    FROM blocks b WHERE b.key IS NOT NULL)
  SELECT key FROM blocks WHERE key IS NOT NULL LIMIT $1`;

/** OFFSET keeps the planner from reading all accounts for a block. What a load or another instance holds comes next time. */
const FREEZE = `
  UPDATE payment_documents d
  SET owner_name = f.owner_name, address = f.address, total_area = f.total_area, residents = f.residents
  FROM (
    SELECT o.id, a.* FROM (
      SELECT id, account_id FROM payment_documents
      WHERE address IS NULL AND id >= $1::bigint * ${BLOCK} AND id < ($1::bigint + 1) * ${BLOCK}
      ORDER BY id FOR UPDATE SKIP LOCKED) o
    CROSS JOIN LATERAL (
      SELECT p.owner_name, p.address, p.total_area, p.residents FROM account_places p
      WHERE p.id = o.account_id OFFSET 0) a) f
  WHERE d.id = f.id`;

/**
 * Writes the owner, address, area and residents of today into documents that have none, since the build that loaded them
 * did not: what the office corrects from then on does not change their receipts.
 */
export function flatsOfDocuments(database: DataSource): Chore {
  return {
    name: 'flats of documents',
    find: UNFROZEN,
    each: async (block) => (await affected(database, FREEZE, [block])) > 0,
  };
}
