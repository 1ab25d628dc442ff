import { Injectable } from '@nestjs/common';
import { Codes } from '../../factors/codes/codes.js';
import { CodeTools } from '../../factors/codes/code-tools.js';
import { SecondFactorLetters } from './second-factor-letters.js';
import { STAFF_PEOPLE } from './staff-people.js';

/** Codes of people of the office. */
@Injectable()
export class StaffCodes extends Codes {
  constructor(tools: CodeTools, letters: SecondFactorLetters) {
    super(tools, letters, STAFF_PEOPLE);
  }
}
