import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { isEmail, WrongSetting } from '../core/settings-reader.js';
import { examine, type Examined, type Report, reportOf } from './examine.js';
import { bad, type State } from './finding.js';
import { packetOf } from './packet/packet.js';
import { reportText } from './report-text.js';

const EXIT: Readonly<Record<State, number>> = { good: 0, unknown: 0, attention: 1, bad: 2 };
/** Where no settings say which. */
const USUAL_ZONE = 'Asia/Irkutsk';

/** What is looked at, and how to let go of it. */
export interface Opened {
  readonly config: Config;
  readonly close: () => Promise<void>;
}

/** `npm run doctor`: looks at everything, tells it in Russian or as JSON; 0 in order, 1 somebody should look, 2 it does not work. */
export async function runDoctor(args: string[], clock: Clock, open: () => Promise<Opened>): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      letter: { type: 'string' },
      dkim: { type: 'string' },
      dns: { type: 'string' },
      packet: { type: 'string' },
    },
  });
  const tell = (report: Report, zone: string): number => {
    console.log(values.json ? JSON.stringify(report, null, 2) : reportText(report, zone));
    return EXIT[report.state];
  };
  let opened: Opened;
  try {
    opened = await open();
  } catch (error) {
    if (!(error instanceof WrongSetting)) throw error;
    return tell(reportOf([wrong(error)], clock.now()), USUAL_ZONE);
  }
  const { config, close } = opened;
  try {
    const found = await examine(config, clock, { selector: values.dkim, dnsServer: values.dns });
    const letter = values.letter === undefined ? [] : [await letterTo(config, values.letter)];
    const report = reportOf([...found.checks, ...letter], found.at);
    if (values.packet !== undefined) {
      await writeFile(values.packet, await packetOf(config, report), { mode: 0o600 });
      console.error(`Пакет для поддержки: ${values.packet}`);
    }
    return tell(report, config.timeZone);
  } finally {
    await close();
  }
}

/** The start would end with the same line. */
function wrong({ message }: WrongSetting): Examined {
  const finding = bad(
    'С такими настройками портал не запустится',
    'Исправьте названную настройку; все они описаны в .env.example.',
    message,
  );
  return { id: 'settings', name: 'Настройки', ...finding };
}

/** The library of letters is loaded only for who wants one. */
async function letterTo(config: Config, address: string): Promise<Examined> {
  const { noAddress, sendTestLetter } = await import('./test-letter.js');
  return isEmail(address) ? sendTestLetter(config, address) : noAddress(address);
}
