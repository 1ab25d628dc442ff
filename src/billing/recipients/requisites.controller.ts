import { Controller, Get, HttpCode, NotFoundException, Post } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { staffActor } from '../../audit/audit.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { ACCOUNTANTS, type PanelPerson } from '../../panel/person.js';
import { calendarDay } from '../../text/month.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect } from '../../web/page.js';
import { QueryText, RowNumber } from '../../web/request-parts.js';
import { RecipientChanges } from './recipient-changes.service.js';
import { RequisitesChecks } from './requisites-checks.js';
import { differences } from './requisites-form.js';
import { dayOf, RequisitesForm } from './requisites.forms.js';
import { REQUISITES_PATH } from './requisites.office.js';
import { type Edited, RequisitesPages } from './requisites-pages.js';
import { sameTerms, type Timeline } from './timeline.js';

/** «Реквизиты»: who is paid, from which day on, for what and in which houses. */
@OfficePage(...ACCOUNTANTS)
@Controller('office/requisites')
export class RequisitesController {
  constructor(
    private readonly pages: RequisitesPages,
    private readonly checks: RequisitesChecks,
    private readonly changes: RecipientChanges,
  ) {}

  @Get()
  list(): Promise<Page> {
    return this.pages.list();
  }

  @Get('new')
  async add(): Promise<Page> {
    const edited = await this.edited(undefined, '');
    return this.pages.edit(edited, await this.pages.form(edited));
  }

  @Get(':id')
  async edit(@RowNumber('id') id: string, @QueryText('day') day: string): Promise<Page> {
    const edited = await this.edited(id, day);
    return this.pages.edit(edited, await this.pages.form(edited));
  }

  @Post('new')
  @HttpCode(200)
  addNew(
    @CurrentStaff() person: PanelPerson,
    @FormBody(RequisitesForm) form: Form<RequisitesForm>,
  ): Promise<Page> {
    return this.save(undefined, '', form, person);
  }

  @Post(':id')
  @HttpCode(200)
  change(
    @CurrentStaff() person: PanelPerson,
    @RowNumber('id') id: string,
    @QueryText('day') day: string,
    @FormBody(RequisitesForm) form: Form<RequisitesForm>,
  ): Promise<Page> {
    return this.save(id, day, form, person);
  }

  /** All of it in one turn: what has been checked holds until it is written, and a double press writes once. */
  private async save(
    id: string | undefined,
    day: string,
    form: Form<RequisitesForm>,
    person: PanelPerson,
  ): Promise<Page> {
    const content = `requisites ${id} ${day} ${form.mark}`;
    const { name, since, ended } = form.values as Record<string, string>;
    const said = await this.changes.inTurn({ key: form.key, content }, (tx) =>
      this.saveIn(tx, { id, day, form, person }),
    );
    if (said) return said.page;
    const did = ended ? 'платежей не получает' : 'записано';
    return redirect(REQUISITES_PATH, `${name}: ${did} с ${calendarDay(dayOf(since!)!)}.`);
  }

  private async saveIn(
    tx: EntityManager,
    { id, day, form, person }: Saving,
  ): Promise<{ readonly written: boolean; readonly page: Page }> {
    const edited = await this.edited(id, day);
    const since = dayOf(form.values['since'] as string);
    if (since) form.values['since'] = since;
    // A slip in the year: until then others would be paid, and nobody would notice.
    const last = yearAfter(this.pages.today());
    if (since && since > last && since !== edited.planned) {
      form.reject('since', `Больше чем на год вперёд нельзя: укажите день не позже ${calendarDay(last)}`);
    }
    if (form.data && (await this.pages.lastWritten(edited.id)) !== form.values['seen']) {
      return { written: false, page: await this.pages.conflict(edited, form) };
    }
    if (edited.planned && since && since !== edited.planned) {
      form.reject(
        'since',
        `Здесь меняют запись с ${calendarDay(edited.planned)}, другой день — это другая запись`,
      );
    }
    const terms = form.data && (await this.checks.terms(edited.id, since!, form.data, form));
    const before = terms && edited.timeline.on(terms.since);
    if (terms && form.summary.length === 0 && before && sameTerms(before, terms)) {
      return { written: false, page: redirect(REQUISITES_PATH, 'Ничего не изменилось.') };
    }
    const asked = terms && form.summary.length === 0 ? await this.checks.contradictions(terms, form) : [];
    if (!terms || form.summary.length > 0) {
      return { written: false, page: await this.pages.edit(edited, form, asked) };
    }
    await this.changes.write(tx, terms, before && differences(before, terms), staffActor(person));
    return { written: true, page: redirect(REQUISITES_PATH, writtenWords(terms, edited.timeline)) };
  }

  private async edited(id: string | undefined, day: string): Promise<Edited> {
    const edited = await this.pages.edited(id === undefined ? undefined : Number(id), day);
    if (!edited) throw new NotFoundException();
    return edited;
  }
}

interface Saving {
  readonly id: string | undefined;
  readonly day: string;
  readonly form: Form<RequisitesForm>;
  readonly person: PanelPerson;
}

/** What has become true: a row of before may hold again from a later day on. */
function writtenWords(
  terms: Parameters<typeof sameTerms>[0] & { readonly since: string },
  timeline: Timeline,
): string {
  const { name, since, ended } = terms;
  const next = timeline.after(since);
  if (ended) return `${name}: платежей не получает с ${calendarDay(since)}.`;
  const said = `${name}: записано с ${calendarDay(since)}.`;
  if (!next || sameTerms(next, terms)) return said;
  const day = calendarDay(next.since);
  return `${said} С ${day} ${next.ended ? 'платежей не получает, как записано раньше' : 'действует другая запись: проверьте и её'}.`;
}

function yearAfter(day: string): string {
  // A leap day has no other one a year later.
  return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`.replace(/(?<=-02-)29$/, '28');
}
