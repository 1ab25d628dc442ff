import { Inject, Injectable } from '@nestjs/common';
import { copyFile, rename, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock, dayIn, minuteIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { rowsOf } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { MailService } from '../../mail/mail.service.js';
import { JobReports } from '../../panel/job-reports.js';
import { CLERKS, type StaffRole } from '../../panel/person.js';
import { dateTime } from '../../text/russian.js';
import { plainLines, sentence } from '../import-words.js';
import { type ArrivalEnd, isSettledWell, OUTCOMES } from './arrival-outcome.js';
import type { ArrivingFile } from './arriving-files.js';

/** So many lines of a report are in the letter; all of them are beside the file. */
const LETTER_LINES = 15;
const PEOPLE = "SELECT name, email FROM office_people WHERE active AND email <> '' AND role = ANY ($1)";

/** What is told of a file that has been dealt with. */
interface Told {
  readonly file: ArrivingFile;
  readonly outcome: string;
  readonly isGood: boolean;
  readonly lines: readonly string[];
  /** The page of the job that knows more. */
  readonly page?: string;
  readonly wrongRows?: string | undefined;
}

/** Moves dropped files that are done with, writes a report beside each, and a letter to whom it concerns. */
@Injectable()
export class SettledFiles {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly reports: JobReports,
    private readonly mail: MailService,
    private readonly clock: Clock,
  ) {}

  /** A file whose check or load has ended. */
  async settle(
    file: ArrivingFile,
    { outcome, job }: ArrivalEnd,
    folders: { done: string; failed: string },
    roles: readonly StaffRole[],
  ): Promise<void> {
    const isGood = isSettledWell(outcome);
    const report = await this.reports.of(job.id);
    const left = await this.reports.file(job.id, roles[0]!);
    const told: Told = {
      ...{ file, outcome: OUTCOMES[outcome], isGood },
      lines: [...(report?.message ? [sentence(report.message.text)] : []), ...plainLines(report ?? {})],
      page: `${this.config.publicUrl}/admin/resources/jobs/records/${job.id}/show`,
      wrongRows: left?.path,
    };
    await this.finish(told, isGood ? folders.done : folders.failed, roles);
  }

  /** A file that lies where nothing tells what is in it. */
  async strange(
    file: ArrivingFile,
    failed: string,
    folders: Readonly<Record<string, string>>,
  ): Promise<void> {
    const lines = [
      file.folder === ''
        ? 'Файл лежит не в папке: портал не знает, что в нём.'
        : `Папка «${file.folder}» порталу не известна: это не вид данных и не профиль загрузки.`,
      'Положите файл в одну из папок или в папку с названием профиля загрузки:',
      ...Object.entries(folders).map(([folder, title]) => `  ${folder} — ${title.toLowerCase()}`),
    ];
    await this.finish({ file, outcome: OUTCOMES.refused, isGood: false, lines }, failed, CLERKS);
  }

  /** The file is moved within the transaction of the letter: where that fails, nobody is written to again and again. */
  private async finish(told: Told, folder: string, roles: readonly StaffRole[]): Promise<void> {
    const { file, wrongRows } = told;
    // Files of two folders may have one name.
    const name = [this.stamp(), ...(file.folder === '' ? [] : [file.folder, '—']), file.name].join(' ');
    await writeFile(join(folder, `${name}.txt`), this.text(told));
    if (wrongRows) await copyFile(wrongRows, join(folder, `${parse(name).name} — строки с ошибками.csv`));
    await this.database.transaction(async (tx) => {
      await this.write(tx, told, roles);
      await rename(file.path, join(folder, name));
    });
  }

  /** Of the moment, to be read in names of files: `2026-11-23 14-05-09`. */
  private stamp(): string {
    const now = this.clock.now();
    const minutes = minuteIn(now, this.config.timeZone);
    const two = (number: number) => String(number).padStart(2, '0');
    const time = [Math.floor(minutes / 60), minutes % 60, now.getUTCSeconds()].map(two).join('-');
    return `${dayIn(now, this.config.timeZone)} ${time}`;
  }

  /** As the Notepad of any Windows reads it. */
  private text({ file, outcome, lines, page }: Told): string {
    const all = [
      `Файл «${file.name}»${file.folder === '' ? '' : ` из папки «${file.folder}»`}: ${outcome}.`,
      dateTime(this.clock.now(), this.config.timeZone),
      '',
      ...lines,
      ...(page === undefined ? [] : ['', `Подробнее: ${page}`]),
    ];
    return `\uFEFF${all.join('\r\n')}\r\n`;
  }

  private async write(tx: EntityManager, told: Told, roles: readonly StaffRole[]): Promise<void> {
    const { file, outcome, isGood, lines, page, wrongRows } = told;
    const clerks = roles.filter((role) => role !== 'administrator');
    const asked = await rowsOf<{ name: string; email: string }>(tx, PEOPLE, [clerks]);
    const people =
      asked.length > 0 ? asked : await rowsOf<(typeof asked)[0]>(tx, PEOPLE, [['administrator']]);
    for (const { name, email } of people) {
      await this.mail.queue(tx, {
        ...{
          kind: 'file-arrived',
          to: email,
          name,
          subjectEnd: `: «${file.name}» ${outcome.split(/[:,]/)[0]}`,
        },
        data: {
          ...{
            file: file.name,
            folder: file.folder,
            outcome,
            good: isGood,
            wrongRows: wrongRows !== undefined,
          },
          ...{ lines: lines.slice(0, LETTER_LINES), more: lines.length > LETTER_LINES },
          ...{ page: page ?? `${this.config.publicUrl}/office/help/files` },
        },
      });
    }
  }
}
