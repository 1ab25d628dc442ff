// The product under npm run dev. Loading the packages is half of a start, so it is done before there is anything to start.
import { readFileSync } from 'node:fs';
import { root } from './install.mjs';

let app;
process.on('message', (order) => (order === 'reread' ? reread() : start(order)));

const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
// One after the other: those that require each other's ES modules break side by side. A few have no entry of that name.
for (const name of Object.keys(dependencies)) await import(name).catch(() => undefined);
process.send('ready');

async function start({ config, welcomes }) {
  try {
    const { serve } = await import('../dist/serve.js');
    const { Log } = await import('../dist/core/log.js');
    app = await serve(config, new Log(config));
    if (!welcomes) return;
    const { welcome } = await import('../dist/trial/trial.js');
    const { DemoService } = await import('../dist/trial/demo/demo.service.js');
    console.log(await welcome(config, app.get(DemoService)));
  } catch (error) {
    const { lastWords } = await import('../dist/core/last-words.js');
    console.error(lastWords(error, config));
    process.exit(1);
  }
}

/** Takes up templates, styles and scripts of pages as they are now. */
async function reread() {
  const { Assets } = await import('../dist/web/assets.js');
  const { Templates } = await import('../dist/web/templates.js');
  for (const files of [Assets, Templates]) app?.get(files, { strict: false }).read();
}
