import { Module } from '@nestjs/common';
import { CodeWordsModule } from '../code-words/code-words.module.js';
import { StaffModule } from '../staff/staff.module.js';
import { DemoMoneyService } from './demo/demo-money.service.js';
import { DemoService } from './demo/demo.service.js';

@Module({ imports: [StaffModule, CodeWordsModule], providers: [DemoService, DemoMoneyService] })
export class TrialModule {}
