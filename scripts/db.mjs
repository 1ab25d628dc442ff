// npm run db: psql on the trial's database; what is given after -- goes to psql.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { root } from './install.mjs';

const args = process.argv.slice(2);
const { DATABASE_URL, DATA_DIR = 'data' } = process.env;
const folder = await findFolder();

if (DATABASE_URL) psql([DATABASE_URL]);
if (folder === undefined) refuse('Базы данных ещё нет. Запустите портал: npm start или npm run dev');
const port = read('port');
if (!(await listens(Number(port)))) {
  refuse('База данных не работает. Запустите портал: npm start или npm run dev');
}
psql(['-h', '127.0.0.1', '-p', port, '-U', 'kabinet', 'postgres'], { PGPASSWORD: read('password') });

async function findFolder() {
  const home = new URL('../dist/trial/postgres/home.js', import.meta.url);
  if (!existsSync(home)) return undefined;
  const { placesOf } = await import(home.href);
  return placesOf(resolve(root, DATA_DIR, 'postgres')).find((place) => existsSync(`${place}/port`));
}

function read(name) {
  return readFileSync(`${folder}/${name}`, 'utf8').trim();
}

async function listens(number) {
  const socket = connect(number, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Hands the terminal over; Ctrl+C cancels a query there and does not end this. */
function psql(connection, environment = {}) {
  process.on('SIGINT', () => undefined);
  const { status, error } = spawnSync('psql', [...args, ...connection], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  if (error?.code === 'ENOENT') {
    refuse('Нет программы psql. Установите её: apt install postgresql-client (на macOS: brew install libpq)');
  }
  if (error) refuse(error.message);
  process.exit(status ?? 1);
}

function refuse(line) {
  console.error(line);
  process.exit(1);
}
