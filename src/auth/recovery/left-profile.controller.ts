import { Controller, Get, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { type Page, redirect, view } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { LeftProfile } from './left-profile.service.js';
import { Recovered } from './recovered.js';

const LATE = 'Прошло много времени. Войдите с новым паролем: VK ID можно отключить в профиле.';

/** After a change of the password by a control string: the profile that still opens the cabinet, and a button that removes it. */
@Controller('auth/password')
@Public()
export class LeftProfileController {
  constructor(
    private readonly recovered: Recovered,
    private readonly left: LeftProfile,
  ) {}

  @Get('changed')
  async page(@Req() request: Request): Promise<Page> {
    const user = this.recovered.read(request);
    const vkSince = user && (await this.left.since(user));
    return vkSince === undefined
      ? redirect('/auth/')
      : view('auth/password-changed', { title: 'Изменение пароля', doneWords: 'Пароль изменён.', vkSince });
  }

  @Post('vk')
  async remove(@Req() request: Request): Promise<Page> {
    const user = this.recovered.read(request);
    this.recovered.forget(request);
    return user && (await this.left.remove(user, request.context))
      ? redirect('/auth/', 'Вход через VK ID отключён. Войдите с новым паролем.')
      : redirect('/auth/', LATE);
  }
}
