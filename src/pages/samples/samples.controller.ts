import { Controller, Get, Inject, NotFoundException, Param, StreamableFile } from '@nestjs/common';
import { ACCOUNTS_SAMPLE } from '../../accounts/import/accounts.sample.js';
import { BILLING_SAMPLES } from '../../billing/formats/billing.samples.js';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { type FileSample, sampleRows } from '../../imports/file-sample.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { excelSheet } from '../../panel/excel-sheet.js';
import { ACCOUNTANTS, CLERKS, OPERATORS, type PanelPerson, type StaffRole } from '../../panel/person.js';
import { METER_SAMPLES } from '../../readings/import/meters.samples.js';
import { type Page, view } from '../../web/page.js';

const BOM = '\uFEFF';
const OF_OPERATORS: readonly FileSample[] = [ACCOUNTS_SAMPLE, ...METER_SAMPLES];
const SAMPLES: readonly FileSample[] = [ACCOUNTS_SAMPLE, ...BILLING_SAMPLES, ...METER_SAMPLES];

/** «Образцы файлов»: what each file for loading holds, with one of each kind to fill in. */
@OfficePage(...CLERKS)
@Controller('office/help/files')
export class SamplesController {
  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  page(@CurrentStaff() { staff }: PanelPerson): Page {
    return view('pages/file-samples', {
      ...{ title: 'Образцы файлов для загрузки', style: 'css/help.css' },
      samples: SAMPLES.map((sample) => ({
        ...sample,
        ...loading(sample, staff.role),
        columns: sample.columns.map((column, at) => ({ ...column, example: this.exampleOf(sample, at) })),
      })),
    });
  }

  @Get(':file')
  file(@Param('file') file: string): StreamableFile {
    const [, id, ending] = /^([a-z]+)\.(csv|xlsx)$/.exec(file) ?? [];
    const sample = SAMPLES.find((one) => one.id === id);
    if (!sample) throw new NotFoundException();
    const disposition = `attachment; filename="${file}"`;
    const rows = this.rowsOf(sample);
    if (ending === 'csv') {
      // No cell of a sample needs quotes.
      const text = BOM + rows.map((row) => `${row.join(';')}\r\n`).join('');
      return new StreamableFile(Buffer.from(text), { type: 'text/csv; charset=utf-8', disposition });
    }
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    return new StreamableFile(excelSheet(sample.title, rows[0]!, portion(rows.slice(1))), {
      type,
      disposition,
    });
  }

  /** The first cell of a column with anything in it. */
  private exampleOf(sample: FileSample, column: number): string | undefined {
    const [, ...rows] = this.rowsOf(sample);
    return rows.map((cells) => cells[column]).find(Boolean);
  }

  private rowsOf(sample: FileSample): string[][] {
    return sampleRows(sample, dayIn(this.clock.now(), this.config.timeZone));
  }
}

/** The form that takes such a file, for whoever may open it; others hear who does. */
function loading(sample: FileSample, role: StaffRole): { form: string | false; loader?: string } {
  const [roles, loader] = OF_OPERATORS.includes(sample)
    ? ([OPERATORS, 'оператор'] as const)
    : ([ACCOUNTANTS, 'бухгалтер'] as const);
  return roles.some((one) => one === role) ? { form: sample.form } : { form: false, loader };
}

/** All rows at once: there are three. */
async function* portion(rows: string[][]): AsyncGenerator<string[][]> {
  yield rows;
}
