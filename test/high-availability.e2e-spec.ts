import { describe, expect, it } from '@jest/globals';
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { projectPath } from './support/project.js';

const drill = projectPath('deploy/ha/drill.sh');
const run = promisify(execFile);

// Patroni, etcd and HAProxy of Debian, as root: without them the drill is said to be skipped.
const canDrill = spawnSync('bash', [drill, '--can'], { stdio: 'ignore' }).status === 0;

describe('When the machine of the primary dies', () => {
  (canDrill ? it : it.skip)(
    'people register again within half a minute, and nobody who was told yes is lost',
    async () => {
      const { stdout } = await run('bash', [drill]);
      expect(stdout).toMatch(/Registered: \d+, lost: 0,/);
      expect(stdout).toContain('The dead one is a synchronous standby again');
    },
    600_000,
  );
});
