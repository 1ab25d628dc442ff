import {
  ConflictException,
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Post,
  Req,
  StreamableFile,
} from '@nestjs/common';
import { IsNotEmpty } from 'class-validator';
import type { Request } from 'express';
import type { Pool } from 'pg';
import { FLAT, type FlatCard } from '../../accounts/card/flat-card.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { CLERKS, type PanelPerson } from '../../panel/person.js';
import { monthAndYear } from '../../text/month.js';
import { dateTime } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { Text } from '../../web/field.js';
import { Form, FormBody, formKeyOf } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { PAPERS } from './paper.js';
import { paperView } from './paper-view.js';
import { AccountPapers, NoDebtKnown } from './papers.service.js';

const YEAR = 12;
const TWICE = 'Эта бумага уже выдана: она первая в списке.';

class StatementForm {
  @IsNotEmpty({ message: 'Выберите первый месяц' })
  @Text(7)
  since!: string;

  @IsNotEmpty({ message: 'Выберите последний месяц' })
  @Text(7)
  until!: string;
}

/** «Справка о задолженности» and «Выписка за период» for whoever stands at the window. */
@OfficePage(...CLERKS)
@Controller('office/accounts/:id/papers')
export class PapersController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly papers: AccountPapers,
  ) {}

  /** A statement is usually about the last year. */
  @Get()
  async page(@Id('id') id: string): Promise<Page> {
    const months = await this.papers.months(id);
    const until = months.at(-1) ?? '';
    return this.show(await this.find(id), Form.empty({ since: months.at(-YEAR) ?? months[0] ?? '', until }));
  }

  @Post('debt')
  @HttpCode(200)
  async debt(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @Req() request: Request,
  ): Promise<Page> {
    const flat = await this.find(id);
    const given = this.papers.giveDebt(flat, person, formKeyOf(request.body)).catch((error: unknown) => {
      throw error instanceof NoDebtKnown
        ? new ConflictException('Долг этого счета ещё не загружен: справку дать не из чего.')
        : error;
    });
    return this.given(id, await given);
  }

  @Post('statement')
  @HttpCode(200)
  async statement(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(StatementForm) form: Form<StatementForm>,
  ): Promise<Page> {
    const flat = await this.find(id);
    if (!form.data) return this.show(flat, form);
    const { since, until } = form.data;
    const months = await this.papers.months(id);
    for (const [name, month] of Object.entries({ since, until })) {
      if (!months.includes(month)) form.reject(name, 'Начислений за этот месяц нет');
    }
    if (since > until) form.reject('until', 'Последний месяц раньше первого');
    if (form.summary.length > 0) return this.show(flat, form);
    return this.given(id, await this.papers.giveStatement(flat, { since, until }, person, form.mark));
  }

  /** The same bytes each time that a number is printed. */
  @Get(':paper')
  async print(@Id('id') id: string, @Id('paper') paperId: string): Promise<StreamableFile> {
    const paper = await this.papers.read(id, paperId);
    if (!paper) throw new NotFoundException();
    // what draws PDF takes 20 MB of memory: it comes with the first paper that is wanted
    const { paperPdf } = await import('./paper-pdf.js');
    const { facts, number } = paper;
    const bytes = await paperPdf(paperView(facts, number), facts.company.name, paper.made_at);
    const name = `${PAPERS[facts.kind]} ${number.replace('/', '-')}.pdf`;
    const disposition = `inline; filename="${facts.kind}-${number.replace('/', '-')}.pdf"; filename*=UTF-8''${encodeURIComponent(name)}`;
    return new StreamableFile(bytes, { type: 'application/pdf', length: bytes.length, disposition });
  }

  private given(id: string, paper: string | undefined): Page {
    const path = `/office/accounts/${id}/papers`;
    return paper === undefined ? redirect(path, TWICE) : redirect(`${path}/${paper}`);
  }

  private async find(id: string): Promise<FlatCard> {
    const flat = await FLAT.first(this.pool, id);
    if (!flat) throw new NotFoundException();
    return flat;
  }

  private async show(flat: FlatCard, form: Form<StatementForm>): Promise<Page> {
    const [months, given] = await Promise.all([this.papers.months(flat.id), this.papers.given(flat.id)]);
    return view('receipts/papers', {
      ...{ title: 'Справка и выписка', style: 'css/card.css', form, flat },
      place: streetOf(flat.address, this.config.company.town),
      known: flat.balance_kopecks !== null,
      months: months.toReversed().map((month) => ({ month, title: monthAndYear(month) })),
      given: given.map(({ id, number, kind, made_at: at, staff }) => ({
        ...{ id, staff, title: `${PAPERS[kind]} № ${number}` },
        at: dateTime(at, this.config.timeZone),
      })),
    });
  }
}
