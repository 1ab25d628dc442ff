import {
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
  type StreamableFile,
} from '@nestjs/common';
import { type Actor, staffActor } from '../../audit/audit.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isRowNumber } from '../../core/ids.js';
import { CONFIG } from '../../core/tokens.js';
import { streetOf } from '../../text/street.js';
import { fileAnswer, ShowsFile } from '../../files/file-answer.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { OPERATORS, type PanelPerson } from '../../panel/person.js';
import { capital, plural } from '../../text/russian.js';
import { type Form, FormBody } from '../../web/form.js';
import { type Page, redirect } from '../../web/page.js';
import { QueryText, RowNumber } from '../../web/request-parts.js';
import { laterWords, rejectedWords, tooLateWords } from '../decision-words.js';
import { type Decision, DecisionsService, type LaterReading } from '../decisions.service.js';
import { reasonOf } from '../panel/reject-reasons.js';
import { PhotosService } from '../photos/photos.service.js';
import { UnusualPages } from './unusual-pages.js';
import { UnusualReadings } from './unusual-readings.service.js';
import { AcceptForm, ManyForm, RejectForm } from './unusual.forms.js';
import type { UnusualRow } from './unusual.sql.js';

const BELT = '/office/readings/unusual';
/** More would not be read. */
const MOST_TOLD = 3;
/** For the other half of a double press. */
const REJECTED = 'Показания отклонены.';

/** Unusual readings as a belt: one at a time with all that helps to decide, and the next comes by itself. */
@OfficePage(...OPERATORS)
@Controller('office/readings/unusual')
export class UnusualController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly unusual: UnusualReadings,
    private readonly pages: UnusualPages,
    private readonly decisions: DecisionsService,
    private readonly photos: PhotosService,
    private readonly clock: Clock,
  ) {}

  /** The next one; `after` names the one that was decided or passed over. */
  @Get()
  async next(@CurrentStaff() person: PanelPerson, @QueryText('after') after: string): Promise<Page> {
    const last = isRowNumber(after) ? after : '0';
    return this.pages.one(await this.unusual.next(last, person.staff.id), person, { after: last });
  }

  @Get('list')
  list(@QueryText('after') after: string): Promise<Page> {
    return this.pages.list(isRowNumber(after) ? after : '0');
  }

  /** Each is decided by itself: what somebody else has decided stays as it is, what is to be asked about stays in the list. */
  @Post('list')
  @HttpCode(200)
  async acceptMany(
    @CurrentStaff() person: PanelPerson,
    @QueryText('after') after: string,
    @FormBody(ManyForm) form: Form<ManyForm>,
  ): Promise<Page> {
    if (!form.data) return this.pages.list(isRowNumber(after) ? after : '0', form);
    let accepted = 0;
    let asked = 0;
    const late: string[] = [];
    for (const id of new Set(form.data.readings)) {
      const row = await this.unusual.find(id);
      if (!row) continue;
      const decided = await this.decisions.accept(id, false, staffActor(person));
      if (isQuestion(decided)) asked += 1;
      else if (isOwn(decided, 'accepted', person.staff.id)) accepted += 1;
      else late.push(this.tooLate(row, decided));
    }
    return redirect(`${BELT}/list`, manyWords(accepted, asked, late));
  }

  @Get(':reading')
  async one(@CurrentStaff() person: PanelPerson, @RowNumber('reading') id: string): Promise<Page> {
    const row = await this.find(id);
    return row.waits
      ? this.pages.one(row, person)
      : redirect(`${BELT}?after=${id}`, 'Решение по этим показаниям уже принято, вот следующие.');
  }

  @Post(':reading/accept')
  @HttpCode(200)
  async accept(
    @CurrentStaff() person: PanelPerson,
    @RowNumber('reading') id: string,
    @FormBody(AcceptForm) form: Form<AcceptForm>,
  ): Promise<Page> {
    const row = await this.find(id);
    const decided = await this.decisions.accept(id, form.data?.sure === 'yes', staffActor(person));
    return isQuestion(decided)
      ? this.pages.one(row, person, { question: laterWords(decided) })
      : this.onward(row, decided, 'accepted', person);
  }

  @Post(':reading/reject')
  @HttpCode(200)
  async reject(
    @CurrentStaff() person: PanelPerson,
    @RowNumber('reading') id: string,
    @FormBody(RejectForm) form: Form<RejectForm>,
  ): Promise<Page> {
    const row = await this.find(id);
    const reason = form.data && reasonOf(form.data.reason, form.data.text);
    if (reason === undefined) {
      if (form.data) form.reject('text', 'Напишите причину');
      return row.waits ? this.pages.one(row, person, { form }) : this.one(person, id);
    }
    const { decision, told } = await this.decisions.reject(id, reason, staffActor(person));
    return this.onward(
      row,
      decision,
      'rejected',
      person,
      decision === 'done' ? rejectedWords(told) : REJECTED,
    );
  }

  @Post(':reading/back')
  async takeBack(@CurrentStaff() person: PanelPerson, @RowNumber('reading') id: string): Promise<Page> {
    await this.find(id);
    const actor: Actor = staffActor(person);
    return (await this.decisions.takeBack(id, actor))
      ? redirect(`${BELT}/${id}`, 'Решение отменено, показания снова ждут.')
      : redirect(BELT, 'Вернуть эти показания уже нельзя.');
  }

  /** Sent by the page while it is open. */
  @Post(':reading/viewing')
  @HttpCode(200)
  async viewing(
    @CurrentStaff() { staff }: PanelPerson,
    @RowNumber('reading') id: string,
  ): Promise<{ viewers: string[] }> {
    return { viewers: this.pages.viewersIn(await this.unusual.look(await this.find(id), staff.id)) };
  }

  @Get(':reading/photos/:photo')
  @ShowsFile()
  async photo(@RowNumber('reading') id: string, @Param('photo') photo: string): Promise<StreamableFile> {
    return fileAnswer(await this.photos.forStaff(id, photo), 'schetchik.jpg');
  }

  private async find(id: string): Promise<UnusualRow> {
    const row = await this.unusual.find(id);
    if (!row) throw new NotFoundException();
    return row;
  }

  /** To the next one, with a word about this one where somebody else was faster. */
  private onward(
    row: UnusualRow,
    decided: Decision,
    wanted: Wanted,
    { staff }: PanelPerson,
    done?: string,
  ): Page {
    const flash = isOwn(decided, wanted, staff.id) ? done : `${this.tooLate(row, decided)}. Вот следующие.`;
    return redirect(`${BELT}?after=${row.reading_id}`, flash);
  }

  private tooLate({ address }: UnusualRow, decided: Decision): string {
    if (decided === 'done') return '';
    const words = tooLateWords(decided, this.clock.now(), this.config.timeZone);
    return capital(
      [address && streetOf(address, this.config.company.town), words].filter(Boolean).join(': '),
    );
  }
}

type Wanted = 'accepted' | 'rejected';

function isQuestion(decided: Decision | LaterReading): decided is LaterReading {
  return typeof decided === 'object' && 'period' in decided;
}

/** Done now, or by the other half of a double press. */
function isOwn(decided: Decision, wanted: Wanted, staffId: string): boolean {
  return (
    decided === 'done' || (typeof decided === 'object' && decided.status === wanted && decided.by === staffId)
  );
}

/** What became of those that were ticked. */
function manyWords(accepted: number, asked: number, late: readonly string[]): string {
  const readings = (count: number): string =>
    `${count}\u00a0${plural(count, 'показание', 'показания', 'показаний')}`;
  return [
    accepted > 0 ? `Принято ${readings(accepted)}` : 'Ничего не принято',
    ...late.slice(0, MOST_TOLD),
    late.length > MOST_TOLD ? `И ещё ${readings(late.length - MOST_TOLD)} уже решили другие` : '',
    asked > 0 ? `${readings(asked)} больше принятых за следующий месяц: откройте по одному` : '',
  ]
    .filter(Boolean)
    .map((words) => `${words}.`)
    .join(' ');
}
