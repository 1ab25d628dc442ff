import { Controller, Get, NotFoundException, Post } from '@nestjs/common';
import type { SignedInUser } from '../core/request-context.js';
import { type Page, redirect, view } from '../web/page.js';
import { CurrentUser, Id } from '../web/request-parts.js';
import { ResidentAnnouncements } from './resident-announcements.service.js';

/** Announcements of a resident's houses. */
@Controller('announcements')
export class AnnouncementsController {
  constructor(private readonly announcements: ResidentAnnouncements) {}

  @Get()
  async list(@CurrentUser() user: SignedInUser): Promise<Page> {
    const found = await this.announcements.list(user.id);
    return view('announcements/list', {
      title: 'Объявления',
      current: found.filter(({ over }) => !over),
      past: found.filter(({ over }) => over),
    });
  }

  @Get(':id')
  async page(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    const announcement = await this.announcements.find(user.id, id);
    if (!announcement) throw new NotFoundException();
    return view('announcements/announcement', {
      title: announcement.heading,
      announcement,
      back: '/announcements',
    });
  }

  /** «Сообщить мне, когда дадут». */
  @Post(':id/ask')
  async ask(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    const asked = await this.announcements.ask(user.id, id);
    if (asked === undefined) throw new NotFoundException();
    return redirect(
      `/announcements/${id}`,
      asked ? 'Хорошо, напишем вам, когда всё заработает.' : 'Это отключение уже закончилось.',
    );
  }
}
