export { remindDue } from './remind.ts';
