// npm run dev: keeps the trial's database and mailbox, and puts a new product in the place of the old one after a save.
import { spawn } from 'node:child_process';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, filesIn, forgetRemoved } from './build.mjs';
import { ensureInstalled, root, seconds } from './install.mjs';

const LOOK_MS = 200;
/** A product that hangs, or stands at a breakpoint, is not waited for longer. */
const END_MS = 5000;
const inspected = process.argv.includes('--inspect');

ensureInstalled();
ensureBuilt();
const { config, stop: stopTrial } = await startTrial();
// Products share the port: the old one answers until the new one does.
cluster.setupPrimary({
  exec: fileURLToPath(new URL('dev-product.mjs', import.meta.url)),
  args: [],
  serialization: 'advanced',
});

const products = new Set();
/** Has loaded the packages and waits for its turn. */
let spare = newProduct();
let serving;
/** Something was saved that no product has taken up. */
let stale = false;
let broken = false;
let renewing = false;
let stopping = false;

const compiler = compile();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop(0));
void follow('templates', () => serving?.send('reread'));
void follow('public', () => serving?.send('reread'));
// The library that makes letters keeps its templates.
void follow('templates/mail', renew);
void follow('migrations', () =>
  build('node_modules/typescript/bin/tsc', '--build', 'tsconfig.migrations.json'),
);
void follow('src/panel/components', () => build('scripts/build.mjs'));
for (const file of [
  'package-lock.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts',
]) {
  void follow(file, () =>
    console.error(`Изменилось: ${file}. Остановите (Ctrl+C) и запустите npm run dev снова`),
  );
}

async function startTrial() {
  const { loadConfig } = await import('../dist/core/config.js');
  const { lastWords } = await import('../dist/core/last-words.js');
  const trial = await import('../dist/trial/trial.js');
  let settings;
  try {
    settings = loadConfig();
    return settings.embedded ? await trial.startTrial(settings, { portal: true }) : { config: settings };
  } catch (error) {
    console.error(lastWords(error, settings));
    process.exit(1);
  }
}

/** What nest-cli.json says, compiled after each save by a process that ends with this one, and not before. */
function compile() {
  const tied = 'data:text/javascript,process.on("disconnect",()=>process.exit()).on("SIGINT",()=>{})';
  const nest = fileURLToPath(import.meta.resolve('@nestjs/cli/bin/nest.js'));
  const child = spawn(
    process.execPath,
    ['--import', tied, nest, 'build', '--watch', '--preserveWatchOutput'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [, errors] = /Found (\d+) errors?\./.exec(line) ?? [];
    if (errors !== undefined) {
      broken = errors !== '0';
      if (broken) console.error('В коде ошибка, новый портал не запускаю');
      else void renew();
    } else if (line.trim() !== '' && !line.includes('compilation')) console.error(line);
  });
  child.once('exit', () => void stop(1));
  return child;
}

/** Makes what the compiler does not, and takes it up. */
async function build(...args) {
  const [status] = await once(spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }), 'exit');
  if (status === 0) await renew();
}

/** Calls `changed` when a file was saved, is new, has another name or is gone. Looking sees all of that, on any disk. */
async function follow(input, changed) {
  const time = (file) => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs;
  const look = () => {
    try {
      return filesIn(input)
        .map((file) => `${file} ${time(file)}`)
        .join('\n');
    } catch {
      return 'a folder went away meanwhile';
    }
  };
  for (let seen = look(); ; await sleep(LOOK_MS)) {
    const found = look();
    if (found === seen) continue;
    seen = found;
    await changed();
  }
}

/** A new product takes the place of the old one; where it does not start, the old one stays. */
async function renew() {
  stale = true;
  if (renewing) return;
  renewing = true;
  while (stale && !broken && !stopping) {
    stale = false;
    const began = performance.now();
    forgetRemoved();
    const product = spare;
    const listens = await start(product);
    if (stopping) return;
    spare = newProduct();
    if (listens) await replace(serving, product, began);
    else console.error('Портал не запустился. Сохраните файл, чтобы попробовать снова');
  }
  renewing = false;
}

function newProduct() {
  const product = cluster.fork();
  products.add(product);
  product.once('exit', () => products.delete(product));
  // An order to one that has just died.
  product.on('error', () => undefined);
  // What is sent to a process that does not listen yet is lost.
  product.ready = Promise.race([event(product, 'message'), event(product, 'exit')]);
  return product;
}

/** Tells whether it has opened the door. */
async function start(product) {
  await product.ready;
  if (product.isDead()) return false;
  const welcomes = serving === undefined && config.embedded;
  product.send({ config, welcomes });
  return Promise.race([
    event(product, 'listening').then(() => true),
    event(product, 'exit').then(() => false),
  ]);
}

/** Unlike `once` of Node, does not mind errors before. */
function event(product, name) {
  return new Promise((resolve) => {
    product.once(name, resolve);
  });
}

async function replace(old, product, began) {
  serving = product;
  product.once('exit', () => {
    if (!stopping && serving === product) {
      console.error('Портал остановился. Сохраните файл, чтобы запустить его снова');
    }
  });
  if (old) console.log(`Портал обновлён за ${seconds(began)}`);
  const ended = old && products.has(old) && end(old);
  if (!inspected) return;
  // There is one port for the debugger, too.
  await ended;
  product.process.kill('SIGUSR1');
}

/** Lets it answer what has reached it, and no more: Node loses connections that are on their way to one that exits. */
async function end(product) {
  product.once('disconnect', () => product.process.kill());
  const timer = setTimeout(() => product.process.kill('SIGKILL'), END_MS);
  product.disconnect();
  await event(product, 'exit');
  clearTimeout(timer);
}

async function stop(status) {
  if (stopping) return;
  stopping = true;
  compiler.kill();
  await Promise.all([...products].map(end));
  await stopTrial?.();
  process.exit(status);
}
