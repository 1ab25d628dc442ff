import 'reflect-metadata';
import { Controller, Get, Inject, Module, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Clock } from '../../src/core/clock.js';
import { Log } from '../../src/core/log.js';
import { Random } from '../../src/core/random.js';
import { Storage } from '../../src/core/storage.js';
import { CONFIG, POOL } from '../../src/core/tokens.js';
import { fileAnswer, ShowsFile } from '../../src/files/file-answer.js';
import { FileIntake, type RefusedFile, type TakenFile } from '../../src/files/file-intake.js';
import { ownsFiles } from '../../src/files/file-owners.js';
import type { FileRules } from '../../src/files/file-rules.js';
import { FileStore } from '../../src/files/file-store.js';
import { FilesAside } from '../../src/files/files-aside.js';
import { PdfChecker } from '../../src/files/pdf-checker.js';
import { PhotoProcessor } from '../../src/files/photo-processor.js';
import { type Multipart, multipart, MultipartForm } from '../../src/web/multipart.js';
import { createDatabase } from './database.js';

/** Photos and documents, five at most: what a form of a page may ask for. */
export const FILE_RULES: FileRules = {
  fields: ['files'],
  kinds: ['photo', 'pdf'],
  most: 5,
  tooMany: 'Можно приложить не больше 5 файлов',
};

export type Answer = { answer: readonly TakenFile[] } | { refused: readonly RefusedFile[] };

/** The files of the product behind a form and a table of their own, without the rest of it. */
export interface FileDesk {
  url: string;
  folder: string;
  intake: FileIntake;
  store: FileStore;
  write: (files: readonly TakenFile[]) => Promise<readonly TakenFile[]>;
  /** What lies in the folder. */
  kept: () => Promise<string[]>;
  stop: () => Promise<void>;
}

/** Opens such a desk. */
export async function openFileDesk(): Promise<FileDesk> {
  const database = await createDatabase();
  await database.query('CREATE TABLE desk_files (file text NOT NULL UNIQUE, name text NOT NULL)');
  const disown = ownsFiles('desk_files');
  const folder = await mkdtemp(join(tmpdir(), 'kabinet-desk-'));
  const [row] = await database.query<{ id: string }>('SELECT id FROM installation');
  await mkdir(join(folder, 'photos'));
  await writeFile(join(folder, 'installation'), `${row!.id}\n`);
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });

  const write = async (files: readonly TakenFile[]): Promise<readonly TakenFile[]> => {
    for (const { file, name } of files) {
      await pool.query('INSERT INTO desk_files (file, name) VALUES ($1, $2)', [file, name]);
    }
    return files;
  };

  @Controller()
  class Desk {
    constructor(
      @Inject(FileIntake) private readonly intake: FileIntake,
      @Inject(FileStore) private readonly store: FileStore,
    ) {}

    @Post()
    take(@MultipartForm() form: Multipart | undefined): Promise<Answer> {
      return this.intake.take(form, FILE_RULES, write);
    }

    @Get(':file')
    @ShowsFile()
    async show(@Param('file') file: string, @Query('name') name: string): Promise<StreamableFile> {
      return fileAnswer(await this.store.read(file), name);
    }
  }

  @Module({
    controllers: [Desk],
    providers: [
      { provide: CONFIG, useValue: { filesDir: folder, logLevel: 'silent', background: false } },
      { provide: POOL, useValue: pool },
      ...[Clock, Random, Log, Storage, FileStore, FileIntake, FilesAside, PdfChecker, PhotoProcessor],
    ],
  })
  class DeskModule {}

  const app = await NestFactory.create<NestExpressApplication>(DeskModule, {
    logger: false,
    bodyParser: false,
  });
  app.use(multipart(() => true));
  await app.listen(0, '127.0.0.1');
  return {
    url: await app.getUrl(),
    folder,
    intake: app.get(FileIntake),
    store: app.get(FileStore),
    write,
    kept: async () => (await readdir(join(folder, 'photos'))).sort(),
    stop: async () => {
      // The next suite of this worker has no such table.
      disown();
      await app.close();
      await pool.end();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
