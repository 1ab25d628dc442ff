import { Controller, Get, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { type Page, redirect, view } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { linkedWords } from '../providers/linked-words.js';
import { LeftProfile } from './left-profile.service.js';
import { Recovered } from './recovered.js';

const LATE = 'Прошло много времени. Войдите с новым паролем: вход через соцсети можно отключить в профиле.';

/** After a change of the password by a control string: profiles that still open the cabinet, and a button that removes them. */
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
    const profiles = user ? await this.left.of(user) : [];
    return profiles.length === 0
      ? redirect('/auth/')
      : view('auth/password-changed', {
          ...{ title: 'Изменение пароля', doneWords: 'Пароль изменён.' },
          linked: linkedWords(profiles),
        });
  }

  @Post('profiles')
  async remove(@Req() request: Request): Promise<Page> {
    const user = this.recovered.read(request);
    const words = user && linkedWords(await this.left.of(user));
    this.recovered.forget(request);
    return user && words && (await this.left.remove(user, request.context))
      ? redirect('/auth/', `Вход через ${words.said} отключён. Войдите с новым паролем.`)
      : redirect('/auth/', LATE);
  }
}
