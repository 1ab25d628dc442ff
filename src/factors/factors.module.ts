import { Module } from '@nestjs/common';
import { Challenges } from './keys/challenges.js';

/** What residents and people of the office show besides a password: keys of devices. */
@Module({ providers: [Challenges], exports: [Challenges] })
export class FactorsModule {}
