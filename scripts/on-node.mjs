// Runs a command on another Node: node scripts/on-node.mjs 24 npm test -- linking. That Node is npm's package of the
// same name for this machine, fetched once into build/; without a command its path is printed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { npm, root } from './install.mjs';

const [wanted = '', command, ...args] = process.argv.slice(2);
if (!/^\d+(\.\d+){0,2}$/.test(wanted)) {
  console.error(
    'Usage: node scripts/on-node.mjs VERSION [COMMAND …], as in: node scripts/on-node.mjs 24 npm test',
  );
  process.exit(2);
}

const name = `node-${process.platform}-${process.arch}`;
const folder = join(root, 'build', `node-${wanted}`);
const bin = join(folder, 'node_modules', name, 'bin');

if (!existsSync(join(bin, 'node'))) {
  mkdirSync(folder, { recursive: true });
  const quietly = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  npm('install', '--prefix', folder, ...quietly, `${name}@${wanted}`);
}

if (command === undefined) {
  console.log(join(bin, 'node'));
} else {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const child = spawn(command, args, { env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.once('error', ({ message }) => {
    console.error(message);
    process.exit(1);
  });
  child.once('exit', (code) => process.exit(code ?? 1));
}
