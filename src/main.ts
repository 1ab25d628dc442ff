import './core/heap.js';
import { serve } from './serve.js';
import { type Config, loadConfig } from './core/config.js';
import { lastWords } from './core/last-words.js';
import { Log } from './core/log.js';
import { warnInOneLine } from './core/node-warnings.js';
import { DemoService } from './trial/demo/demo.service.js';
import { startTrial, welcome } from './trial/trial.js';

/** As far as it has been read when the start fails. */
let config: Config | undefined;

/** Starts the product, in a trial after everything that it brings along. */
async function start(): Promise<void> {
  const settings = (config = loadConfig());
  const log = new Log(settings);
  warnInOneLine((line) => log.warn(line, 'node'));
  const trial = settings.embedded ? await startTrial(settings) : undefined;
  config = trial?.config ?? settings;
  const app = await serve(config, log, trial?.stop);
  if (trial) {
    console.log(await welcome(config, app.get(DemoService)));
  }
}

start().catch((error: unknown) => {
  console.error(lastWords(error, config));
  process.exit(1);
});
