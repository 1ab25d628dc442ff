import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { PATIENCE_MS } from './support/eventually.js';
import { projectPath } from './support/project.js';

/** Runs benches in a company of so few accounts that their figures say nothing; answers what they print. */
function run(names: readonly string[], settings: Record<string, string>): { said: string; wrong: string } {
  const { stdout, stderr } = spawnSync(process.execPath, ['scripts/bench.mjs', ...names], {
    cwd: projectPath(),
    encoding: 'utf8',
    env: { ...process.env, ...settings },
  });
  return { said: stdout, wrong: stderr };
}

// They are written against the product from outside and are run by hand: what the product changes, they hear of here.
describe('A bench', () => {
  it(
    'of growth makes its companies, and finds every page and list of them',
    () => {
      const { said, wrong } = run(['growth'], { BENCH_ACCOUNTS: '1000', BENCH_ONLY: '/contacts' });
      expect(wrong).toBe('');
      expect(said).toMatch(/\| \/contacts\n1 addresses, 1000 and 1000 accounts: .* 0 fail\n$/);
    },
    PATIENCE_MS,
  );

  it(
    'of imports loads its file beside COPY',
    () => {
      const { said, wrong } = run(['import'], { BENCH_ACCOUNTS: '200' });
      expect(wrong).toBe('');
      expect(said).toMatch(/^2000 charge lines: ours \d+ lines\/s/m);
      expect(said).toMatch(/^memory of the command: at most \d+ MB/m);
    },
    PATIENCE_MS,
  );
});
