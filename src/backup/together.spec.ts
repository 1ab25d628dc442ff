import { describe, expect, it } from '@jest/globals';
import { BackupRefused } from './backup-refused.js';
import { together } from './together.js';

const noRoom = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

describe('Pieces of work that hang together', () => {
  it.each([
    new BackupRefused(
      'Программа pg_dump не справилась (1): pg_dump: error: could not write to output file: Broken pipe',
    ),
    new BackupRefused(
      'Программа pg_dump не справилась (1): pg_dump: error: could not write to output file: Connection reset by peer',
    ),
    new BackupRefused('Программа age не справилась (1): age: error: write |1: connection reset by peer'),
    new BackupRefused('Программа age не справилась (SIGPIPE): —'),
    Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }),
    Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
  ])('tell of what broke first, not of the pipe that broke with it: %s', async (ofPipe) => {
    await expect(together(Promise.reject(ofPipe), Promise.resolve(), Promise.reject(noRoom))).rejects.toBe(
      noRoom,
    );
  });

  it('tell of a pipe where nothing else broke', async () => {
    const reset = new BackupRefused('pg_dump: error: server closed the connection: Connection reset by peer');
    await expect(together(Promise.resolve(), Promise.reject(reset))).rejects.toBe(reset);
  });

  it('tell of a server that reset the connection', async () => {
    const reset = new BackupRefused('pg_dump: error: could not receive data: Connection reset by peer');
    const pipe = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    await expect(together(Promise.reject(pipe), Promise.reject(reset))).rejects.toBe(reset);
  });
});
