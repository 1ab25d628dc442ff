import { Controller, Get, HttpCode, Inject, NotFoundException, Post } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffActor } from '../../audit/audit.js';
import { lastChange } from '../../audit/history.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { drawQr } from '../../core/qr.js';
import { CONFIG } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import type { PanelPerson } from '../../panel/person.js';
import { dayAndTime } from '../../text/moments.js';
import { calendarDay } from '../../text/month.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id, QueryText } from '../../web/request-parts.js';
import { openedWith, secondOf, type SecondRow } from '../../web/second-form.js';
import { lastingWords } from '../announcement-words.js';
import { type AnnouncementOutcome, AnnouncementsService } from '../announcements.service.js';
import { EditForm, TermForm } from './announcement.forms.js';
import { endOf, fieldsOfMoment, startOf } from './announcement-input.js';
import { AnnouncementView } from './announcement-view.js';
import { ANNOUNCERS, ROOT } from './announcements.office.js';
import {
  type ListedAnnouncement,
  OfficeAnnouncements,
  type Show,
  SHOWS,
} from './office-announcements.service.js';

const STYLE = 'css/announcements.css';
const EDITED = {
  ...{ title: 'Что', fromDay: 'День начала', fromTime: 'Час начала' },
  ...{ text: 'Текст для жителей', note: 'Для своих' },
};

/** Announcements in the office: the lists, one of them, and what is done with it. */
@OfficePage(...ANNOUNCERS)
@Controller('office/announcements')
export class AnnouncementWorkController {
  constructor(
    private readonly database: DataSource,
    private readonly announcements: AnnouncementsService,
    private readonly office: OfficeAnnouncements,
    private readonly words: AnnouncementView,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async list(@QueryText('show') asked: string, @QueryText('page') page: string): Promise<Page> {
    const show: Show = asked === 'coming' || asked === 'past' ? asked : 'current';
    const number = /^[1-9]\d{0,3}$/.test(page) ? Number(page) : 1;
    const [{ rows, more }, counts] = await Promise.all([
      this.office.list(show, number),
      this.office.counts(),
    ]);
    const waiting: Partial<Record<Show, number>> = {
      current: counts.current + counts.forgotten,
      coming: counts.coming,
    };
    return view('announcements/office/list', {
      ...{ title: 'Отключения и объявления', style: STYLE, show },
      shows: Object.entries(SHOWS).map(([id, { title }]) => ({
        ...{ id, title, here: id === show, count: waiting[id as Show] },
      })),
      rows: rows.map((row) => this.words.row(row)),
      next: more && number + 1,
    });
  }

  @Get(':id')
  async page(@Id('id') id: string): Promise<Page> {
    return this.show(await this.found(id));
  }

  @Get(':id/print')
  async print(@Id('id') id: string): Promise<Page> {
    const it = await this.found(id);
    if (it.ended_at !== null) {
      return redirect(`/office/announcements/${id}`, 'Это уже закончилось, печатать нечего.');
    }
    const { publicUrl, timeZone } = this.config;
    return view('announcements/office/print', {
      ...{ title: 'Объявление на дверь', layout: 'print', id, text: it.text, news: it.kind === 'news' },
      ...lastingWords(it, this.clock.now(), timeZone),
      places: await this.office.placesOf(id),
      qr: drawQr(`${publicUrl}/announcements/${id}`),
    });
  }

  @Get(':id/edit')
  async edit(@Id('id') id: string): Promise<Page> {
    const it = await this.found(id);
    const fields = this.editFields(it);
    const begun = { ...fields, version: String(it.version), opened: openedWith(fields) };
    return this.editing(it, Form.empty<EditForm>(begun));
  }

  @Post(':id/edit')
  @HttpCode(200)
  async change(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(EditForm) form: Form<EditForm>,
  ): Promise<Page> {
    const it = await this.found(id);
    const starts = startOf(form, this.clock.now(), this.config.timeZone);
    if (starts && it.ends_at && starts >= it.ends_at) form.reject('fromDay', 'Начало позже окончания');
    if (it.kind === 'news' && form.values['text'] === '') form.reject('text', 'Напишите новость');
    if (!form.data || !starts) return this.editing(it, form);
    const { title, text, note, version } = form.data;
    const edit = { title, text, note, startsAt: starts };
    const outcome = await this.announcements.edit(id, edit, versionOf(version), staffActor(person));
    if (outcome.kind !== 'changed') {
      return this.answered(id, outcome, 'Исправлено. Письма об этом не отправляются.');
    }
    return this.conflict(await this.found(id), form);
  }

  @Post(':id/prolong')
  @HttpCode(200)
  async prolong(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(TermForm) form: Form<TermForm>,
  ): Promise<Page> {
    const it = await this.found(id);
    const asked = { kind: it.kind, starts: it.starts_at, now: this.clock.now() };
    const ends = endOf(form, asked, this.config.timeZone);
    if (!form.data || ends === undefined) return this.show(it, form);
    const version = versionOf(form.data.version);
    const outcome = await this.announcements.prolong(id, ends, version, staffActor(person));
    if (outcome.kind !== 'changed') return this.answered(id, outcome, 'Срок изменён. Письма уже пишутся.');
    const now = await this.found(id);
    form.reject(
      'toDay',
      `Пока страница была открыта, объявление изменили${await this.whoChanged(now)}. Проверьте срок`,
    );
    form.values['version'] = String(now.version);
    return this.show(now, form, 409);
  }

  @Post(':id/end')
  async end(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    const outcome = await this.announcements.end(id, staffActor(person));
    return this.answered(id, outcome, 'Закончено. Письма тем, кто ждёт, уже пишутся.');
  }

  private async answered(id: string, outcome: AnnouncementOutcome, done: string): Promise<Page> {
    if (outcome.kind === 'missing') throw new NotFoundException();
    if (outcome.kind !== 'ended') return redirect(`${ROOT}/${id}`, done);
    const { ender, ended_at: at } = await this.found(id);
    const when = dayAndTime(at!, this.clock.now(), this.config.timeZone);
    return redirect(`${ROOT}/${id}`, `Уже закончено: ${ender ?? 'портал'}, ${when}.`);
  }

  private async found(id: string): Promise<ListedAnnouncement> {
    const it = await this.office.find(id);
    if (!it) throw new NotFoundException();
    return it;
  }

  private async show(it: ListedAnnouncement, sent?: Form<TermForm>, status?: number): Promise<Page> {
    const { day, time } = fieldsOfMoment(it.ends_at, this.config.timeZone);
    const form = sent ?? Form.empty<TermForm>({ toDay: day, toTime: time, version: String(it.version) });
    return view(
      'announcements/office/announcement',
      {
        ...{ title: it.title, style: STYLE, form, back: ROOT, it: this.words.row(it) },
        places: await this.office.placesOf(it.id),
        history: await this.words.history(it.id),
      },
      status,
    );
  }

  private editFields(it: ListedAnnouncement): Record<keyof typeof EDITED, string> {
    const { day, time } = fieldsOfMoment(it.starts_at, this.config.timeZone);
    const { title, text, note } = it;
    return { title, fromDay: day, fromTime: time, text, note };
  }

  private editing(it: ListedAnnouncement, form: Form<EditForm>, conflict?: readonly SecondRow[]): Page {
    const page = { title: 'Исправить объявление', style: STYLE, form, id: it.id, conflict };
    return view('announcements/office/edit', { ...page, back: `${ROOT}/${it.id}` }, conflict && 409);
  }

  /** What stands there now beside what was typed; sending again writes only what was typed. */
  private async conflict(now: ListedAnnouncement, form: Form<EditForm>): Promise<Page> {
    const rows = secondOf(form, EDITED, this.editFields(now));
    form.values['version'] = String(now.version);
    form.reject('form', `Пока страница была открыта, объявление изменили${await this.whoChanged(now)}.`);
    return this.editing(now, form, rows.map(daysInWords));
  }

  private async whoChanged(it: ListedAnnouncement): Promise<string> {
    const change = await lastChange(this.database, { kind: 'announcement', id: it.id }, String(it.version));
    if (!change) return '';
    return `: ${change.actor_name ?? 'портал'}, ${dayAndTime(change.at, this.clock.now(), this.config.timeZone)}`;
  }
}

function versionOf(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

function daysInWords(row: SecondRow): SecondRow {
  if (row.name !== 'fromDay') return row;
  const said = (day: string): string => (/^\d{4}-(0[1-9]|1[0-2])-\d\d$/.test(day) ? calendarDay(day) : day);
  return { ...row, was: row.was && said(row.was), now: said(row.now), typed: said(row.typed) };
}
