import { describe, expect, it } from '@jest/globals';
import { type Manifest, manifestText, readManifest } from './manifest.js';

const MANIFEST: Manifest = {
  format: 1,
  takenAt: new Date('2026-11-23T03:00:00Z'),
  installation: '0a6273aa-0000-4000-8000-0123456789ab',
  dumpVersion: 15,
  migrations: ['1700000000010', '1700000000403'],
  databaseBytes: 1,
  files: 2,
  filesBytes: 3,
  filesMissing: 0,
};

describe('The manifest of a backup', () => {
  it('is read as it was written', () => {
    expect(readManifest(manifestText(MANIFEST))).toEqual(MANIFEST);
  });

  it('is none with a piece that is missing or makes no sense', () => {
    const others: Record<string, unknown>[] = [
      { format: 2 },
      { takenAt: 'yesterday' },
      { installation: '../..' },
      { migrations: '1700000000010' },
      { migrations: ['x'] },
      { files: -1 },
      { dumpVersion: '15' },
    ];
    for (const other of others) {
      expect(readManifest(JSON.stringify({ ...MANIFEST, ...other }))).toBeUndefined();
    }
    for (const text of ['', '{', 'null', '[]', '1']) expect(readManifest(text)).toBeUndefined();
  });
});
