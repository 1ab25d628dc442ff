import { Controller, Get, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { ALL_STAFF, type PanelPerson } from '../panel/person.js';
import { StaffCookie } from '../staff/staff-cookie.js';
import { type Page, redirect, view } from '../web/page.js';
import { CurrentStaff, OfficePage } from './office-page.js';
import { TodayOffice } from './today.office.js';

/** The first page of the office, and the way out. */
@OfficePage(...ALL_STAFF)
@Controller('office')
export class OfficeController {
  constructor(
    private readonly cookie: StaffCookie,
    private readonly today: TodayOffice,
  ) {}

  @Get()
  async first(@CurrentStaff() { staff }: PanelPerson): Promise<Page> {
    return view('office/today', { title: 'Сегодня', seekFirst: true, ...(await this.today.of(staff)) });
  }

  @Post('sign-out')
  async leave(@Req() request: Request): Promise<Page> {
    await this.cookie.end(request);
    return redirect('/staff/login', 'Вы вышли из кабинета офиса.');
  }
}
