import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConsentTexts } from '../../auth/consent-texts.js';
import { rowsOf } from '../../core/query.js';
import { documentWord } from '../../users/users-personal.sql.js';

/** A text as residents agreed to it, and how many have. */
export interface AgreedText {
  readonly document: string;
  readonly title: string;
  readonly version: string;
  readonly sha256: string | null;
  /** Of residents who still have a login. */
  readonly given: number;
  readonly withdrawn: number;
  readonly kept: boolean;
}

const AGREED = `
  SELECT c.document, ${documentWord('c.document')} AS title, c.version, c.text_sha256 AS sha256,
    count(*) FILTER (WHERE c.withdrawn_at IS NULL)::int AS given,
    count(*) FILTER (WHERE c.withdrawn_at IS NOT NULL)::int AS withdrawn,
    EXISTS (SELECT FROM consent_texts t WHERE t.document = c.document AND t.version = c.version
      AND t.text_sha256 = c.text_sha256) AS kept
  FROM given_consents c GROUP BY 1, 3, 4 ORDER BY c.document = 'personal-data' DESC, c.document, c.version DESC, c.text_sha256`;

/** Keeps each text that residents agree to, so that years later it can be shown which one it was. */
@Injectable()
export class ConsentArchive implements OnApplicationBootstrap {
  constructor(
    private readonly database: DataSource,
    private readonly texts: ConsentTexts,
  ) {}

  /** A text is known by its hash: one that is there already learns its essence as this release reads it. */
  async onApplicationBootstrap(): Promise<void> {
    await this.database.query(
      `INSERT INTO consent_texts (document, version, text_sha256, essence_sha256, words)
       SELECT document, version, "textSha256", "essenceSha256", words
       FROM jsonb_to_recordset($1::jsonb) AS t (document text, version text, "textSha256" text, "essenceSha256" text, words text)
       ON CONFLICT (document, version, text_sha256) DO UPDATE SET essence_sha256 = EXCLUDED.essence_sha256
         WHERE consent_texts.essence_sha256 IS DISTINCT FROM EXCLUDED.essence_sha256`,
      [JSON.stringify(this.texts.all())],
    );
  }

  /** All texts that somebody has agreed to, the newest of each document first. */
  agreed(): Promise<AgreedText[]> {
    return rowsOf<AgreedText>(this.database, AGREED);
  }

  /** The words of a text, by its hash. */
  async words(sha256: string): Promise<{ document: string; version: string; words: string } | undefined> {
    const [row] = await rowsOf<{ document: string; version: string; words: string }>(
      this.database,
      `SELECT ${documentWord('document')} AS document, version, words FROM consent_texts WHERE text_sha256 = $1 LIMIT 1`,
      [sha256],
    );
    return row;
  }
}
