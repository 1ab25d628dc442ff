import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { differences } from '../../audit/differences.js';
import { isTaken } from '../../core/database-errors.js';
import type { ImportLayout } from '../import-layout.js';

/** How the files of one accounting system are laid out, under a name that the office gave it. */
export interface Profile {
  readonly id: string;
  readonly name: string;
  /** What such files bring: a word of the command. */
  readonly kind: string;
  readonly layout: ImportLayout;
}

/** Keeps profiles of files. */
@Injectable()
export class ProfilesService {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
  ) {}

  /** The profile with this id. */
  async find(id: string): Promise<Profile | undefined> {
    const sql = 'SELECT id, name, kind, layout FROM import_profiles WHERE id = $1';
    return (await this.database.query<Profile[]>(sql, [id]))[0];
  }

  /** The profile with this name for files of this kind. */
  async named(name: string, kind: string): Promise<Profile | undefined> {
    const sql = 'SELECT id, name, kind, layout FROM import_profiles WHERE name = $1 AND kind = $2';
    return (await this.database.query<Profile[]>(sql, [name, kind]))[0];
  }

  /** The profile with this name, whatever its files bring; in a folder's name no case is told apart. */
  async called(name: string): Promise<Profile | undefined> {
    const sql =
      'SELECT id, name, kind, layout FROM import_profiles WHERE lower(name) = lower($1) ORDER BY name LIMIT 1';
    return (await this.database.query<Profile[]>(sql, [name.normalize('NFC')]))[0];
  }

  /** Keeps a profile under a new name; false when the name is taken. */
  async create(profile: Omit<Profile, 'id'>, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const { name, kind, layout } = profile;
      const [row] = await tx.query<{ id: string }[]>(
        `INSERT INTO import_profiles (name, kind, layout, staff_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT (name) DO NOTHING RETURNING id`,
        [name, kind, JSON.stringify(layout), actor.kind === 'staff' ? actor.id : null],
      );
      if (!row) return false;
      const object = { kind: 'import-profile', id: row.id } as const;
      await this.audit.record(tx, actor, 'import-profile.saved', object, { name, kind });
      return true;
    });
  }

  /** Changes a profile, unless it is gone, another by now than the version that was shown, or the name is taken. */
  async change(
    { id, version }: { id: string; version: number },
    { name, kind, layout }: Omit<Profile, 'id'>,
    actor: Actor,
  ): Promise<'changed' | 'stale' | 'gone' | 'taken'> {
    const row = [id, name, kind, JSON.stringify(layout)];
    try {
      return await this.database.transaction(async (tx) => {
        const [known] = await tx.query<(Pick<Profile, 'name' | 'kind'> & { same: boolean })[]>(
          `SELECT name, kind, layout = $2::jsonb AS same FROM import_profiles WHERE id = $1 FOR UPDATE`,
          [id, JSON.stringify(layout)],
        );
        if (!known) return 'gone';
        const { same, ...before } = known;
        const changed = {
          ...differences(before, { name, kind }, ['name', 'kind']),
          ...(!same && { layout: [null, layout] }),
        };
        if (Object.keys(changed).length === 0) return 'changed';
        const [rows] = await tx.query<[{ version: number }[], number]>(
          `UPDATE import_profiles SET name = $2, kind = $3, layout = $4
           WHERE id = $1 AND version = $5 RETURNING version`,
          [...row, version],
        );
        if (!rows[0]) return 'stale';
        const object = { kind: 'import-profile', id } as const;
        const details = { name, changed, version: rows[0].version };
        await this.audit.record(tx, actor, 'import-profile.saved', object, details);
        return 'changed';
      });
    } catch (error) {
      if (isTaken(error, 'import_profiles_name_key')) return 'taken';
      throw error;
    }
  }

  /** Removes a profile; what was loaded with it stays. False when it is gone already. */
  async remove(id: string, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [rows] = await tx.query<[{ name: string }[], number]>(
        'DELETE FROM import_profiles WHERE id = $1 RETURNING name',
        [id],
      );
      const [row] = rows;
      if (!row) return false;
      const object = { kind: 'import-profile', id } as const;
      await this.audit.record(tx, actor, 'import-profile.removed', object, { name: row.name });
      return true;
    });
  }
}
