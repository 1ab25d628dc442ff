import { Module } from '@nestjs/common';
import { MessagesModule } from '../messages.module.js';
import { FeedbackController } from './feedback.controller.js';
import { Feedback } from './feedback.service.js';

/** «Обратная связь» on the start page and among the contacts. */
@Module({ imports: [MessagesModule], controllers: [FeedbackController], providers: [Feedback] })
export class FeedbackModule {}
