import { spawn } from 'node:child_process';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled, root } from './install.mjs';

ensureInstalled();
ensureBuilt();

const order = '--testSequencer=<rootDir>/../../scripts/slowest-first.mjs';
const jest = spawn(process.execPath, ['node_modules/jest/bin/jest.js', order, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
// The terminal sends Ctrl+C to Jest too; we wait for it to clean up.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => jest.kill(signal));
jest.on('exit', (code) => process.exit(code ?? 1));
