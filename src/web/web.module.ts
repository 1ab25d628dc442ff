import { Global, Module } from '@nestjs/common';
import { Addresses } from './addresses.js';
import { Assets } from './assets.js';
import { Cookies } from './cookies.js';
import { Csrf } from './csrf.js';
import { Flash } from './flash.js';
import { HealthController } from './health.controller.js';
import { OfficeVisitor } from './office-visitor.js';
import { PageWriter } from './page-writer.js';
import { Readiness } from './readiness.js';
import { Templates } from './templates.js';

const SERVICES = [Addresses, Assets, Cookies, Csrf, Flash, OfficeVisitor, PageWriter, Readiness, Templates];

/** What every module needs for its pages. */
@Global()
@Module({ controllers: [HealthController], providers: SERVICES, exports: SERVICES })
export class WebModule {}
