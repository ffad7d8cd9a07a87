import { describeCalendar } from './calendar-contract.ts';
import { setUpMicrosoftCalendar } from './microsoft-calendar-look-alike.ts';

describeCalendar('microsoft', () => setUpMicrosoftCalendar());
