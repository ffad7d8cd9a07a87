import { describeCalendar } from './calendar-contract.ts';
import { setUpGoogleCalendar } from './google-calendar-look-alike.ts';

describeCalendar('google', () => setUpGoogleCalendar());
