import { describeCalendar } from './calendar-contract.ts';
import { setUpClioCalendar } from './clio-calendar-look-alike.ts';

describeCalendar('clio', () => setUpClioCalendar());

const habits = [
  'calendar.allDayEndsLastMidnight',
  'calendar.rulePrefix',
  'calendar.ruleRewritten',
  'calendar.opaqueInstanceIds',
  'calendar.exceptionTouchesSeries',
  'calendar.exceptionCopiesProperties',
  'calendar.anySeriesEditDiscards',
  'calendar.windowByFirstStart',
  'calendar.listsUnshared',
  'rowEditsUnseen',
  'stripsBlanks',
];

describeCalendar('clio, with all that public sources leave open the other way', async () => {
  const made = await setUpClioCalendar();
  for (const habit of habits) made.manual.awkward.set(`clio.${habit}`, { rate: 1 });
  return made;
});
