import './core/heap.js';
import { type Config, loadConfig } from './core/config.js';
import { lastWords } from './core/last-words.js';
import { Log } from './core/log.js';
import { warnInOneLine } from './core/node-warnings.js';

/** As far as it has been read when the start fails. */
let config: Config | undefined;

/** Starts the product, in a trial after everything that it brings along. What is loaded late is not needed to refuse. */
async function start(): Promise<void> {
  const settings = (config = loadConfig());
  const { startTrial, welcome } = await import('./trial/trial.js');
  const log = new Log(settings);
  warnInOneLine((line) => log.warn(line, 'node'));
  const trial = settings.embedded ? await startTrial(settings, { portal: true }) : undefined;
  config = trial?.config ?? settings;
  const { serve } = await import('./serve.js');
  const app = await serve(config, log, trial?.stop);
  if (trial) {
    const { DemoService } = await import('./trial/demo/demo.service.js');
    console.log(await welcome(config, app.get(DemoService)));
  }
}

start().catch((error: unknown) => {
  console.error(lastWords(error, config));
  process.exit(1);
});
