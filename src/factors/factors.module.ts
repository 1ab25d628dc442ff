import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { CodeCookies } from './codes/code-cookies.js';
import { CodeTools } from './codes/code-tools.js';
import { Challenges } from './keys/challenges.js';

/** What residents and people of the office show besides a password, or in its place: codes of an app, keys of devices. */
@Module({
  imports: [AuditModule],
  providers: [Challenges, CodeCookies, CodeTools],
  exports: [Challenges, CodeCookies, CodeTools],
})
export class FactorsModule {}
