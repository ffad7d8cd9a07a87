import type { EventCase } from './cases.ts';

/** Name, first date, rule, and the first dates as a calendar on the wall has them; "..." when more follow. */
type Row = readonly [name: string, start: string, rule: string, dates: string];

const rows: readonly Row[] = [
  // Days
  ['every day', '2026-04-15', 'FREQ=DAILY', '2026-04-15 2026-04-16 2026-04-17 2026-04-18 ...'],
  ['every day, three times', '2026-04-15', 'FREQ=DAILY;COUNT=3', '2026-04-15 2026-04-16 2026-04-17'],
  ['every day until the next', '2026-04-15', 'FREQ=DAILY;UNTIL=20260416', '2026-04-15 2026-04-16'],
  ['every day until the same', '2026-04-15', 'FREQ=DAILY;UNTIL=20260415', '2026-04-15'],
  ['once, as a series', '2026-04-15', 'FREQ=DAILY;COUNT=1', '2026-04-15'],
  ['every second day', '2026-04-29', 'FREQ=DAILY;INTERVAL=2', '2026-04-29 2026-05-01 2026-05-03 ...'],
  [
    'every third day over a new year',
    '2026-12-29',
    'FREQ=DAILY;INTERVAL=3;COUNT=3',
    '2026-12-29 2027-01-01 2027-01-04',
  ],
  [
    'every tenth day over a leap day',
    '2028-02-20',
    'FREQ=DAILY;INTERVAL=10;COUNT=3',
    '2028-02-20 2028-03-01 2028-03-11',
  ],
  [
    'every day over the end of an ordinary February',
    '2026-02-27',
    'FREQ=DAILY;COUNT=3',
    '2026-02-27 2026-02-28 2026-03-01',
  ],
  [
    'every 365th day, which is no anniversary',
    '2027-04-15',
    'FREQ=DAILY;INTERVAL=365;COUNT=3',
    '2027-04-15 2028-04-14 2029-04-14',
  ],
  [
    'every hundredth day',
    '2026-01-01',
    'FREQ=DAILY;INTERVAL=100;COUNT=4',
    '2026-01-01 2026-04-11 2026-07-20 2026-10-28',
  ],
  [
    'every day of April, each year',
    '2026-04-29',
    'FREQ=DAILY;BYMONTH=4',
    '2026-04-29 2026-04-30 2027-04-01 2027-04-02 ...',
  ],
  ['every day for ten years', '2026-04-15', 'FREQ=DAILY;UNTIL=20360415', '2026-04-15 2026-04-16 ...'],
  ['every day, a thousand times', '2026-04-15', 'FREQ=DAILY;COUNT=1000', '2026-04-15 2026-04-16 ...'],
  [
    'every other day of two months',
    '2026-07-30',
    'FREQ=DAILY;INTERVAL=2;BYMONTH=7,8;COUNT=3',
    '2026-07-30 2026-08-01 2026-08-03',
  ],
  // Weeks
  ['every Wednesday', '2026-04-15', 'FREQ=WEEKLY;BYDAY=WE', '2026-04-15 2026-04-22 2026-04-29 2026-05-06 ...'],
  [
    'every Wednesday until the end of the year',
    '2026-12-16',
    'FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230',
    '2026-12-16 2026-12-23 2026-12-30',
  ],
  [
    'every Wednesday, four times',
    '2026-04-15',
    'FREQ=WEEKLY;BYDAY=WE;COUNT=4',
    '2026-04-15 2026-04-22 2026-04-29 2026-05-06',
  ],
  [
    'every working day',
    '2026-04-17',
    'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    '2026-04-17 2026-04-20 2026-04-21 2026-04-22 2026-04-23 2026-04-24 2026-04-27 ...',
  ],
  [
    'both days of the weekend',
    '2026-04-18',
    'FREQ=WEEKLY;BYDAY=SA,SU;COUNT=5',
    '2026-04-18 2026-04-19 2026-04-25 2026-04-26 2026-05-02',
  ],
  [
    'Tuesdays and Thursdays',
    '2026-04-16',
    'FREQ=WEEKLY;BYDAY=TU,TH',
    '2026-04-16 2026-04-21 2026-04-23 2026-04-28 ...',
  ],
  ['every day but Sunday', '2026-04-18', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA', '2026-04-18 2026-04-20 2026-04-21 ...'],
  ['every second Wednesday', '2026-04-15', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE', '2026-04-15 2026-04-29 2026-05-13 ...'],
  [
    'every second week, Monday to Wednesday, from a Wednesday',
    '2026-04-15',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE',
    '2026-04-15 2026-04-27 2026-04-29 2026-05-11 ...',
  ],
  [
    'every second week on Sunday and Wednesday, weeks from Monday',
    '2026-04-15',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,SU',
    '2026-04-15 2026-04-19 2026-04-29 2026-05-03 ...',
  ],
  [
    'every second week on Sunday and Wednesday, weeks from Sunday',
    '2026-04-15',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,SU;WKST=SU',
    '2026-04-15 2026-04-26 2026-04-29 2026-05-10 ...',
  ],
  [
    'the RFC’s Tuesdays and Sundays, weeks from Monday',
    '1997-08-05',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=4',
    '1997-08-05 1997-08-10 1997-08-19 1997-08-24',
  ],
  [
    'the RFC’s Tuesdays and Sundays, weeks from Sunday',
    '1997-08-05',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU;COUNT=4',
    '1997-08-05 1997-08-17 1997-08-19 1997-08-31',
  ],
  [
    'every third week over a new year',
    '2026-12-14',
    'FREQ=WEEKLY;INTERVAL=3;BYDAY=MO;COUNT=3',
    '2026-12-14 2027-01-04 2027-01-25',
  ],
  ['every 52nd week', '2026-04-15', 'FREQ=WEEKLY;INTERVAL=52;BYDAY=WE;COUNT=3', '2026-04-15 2027-04-14 2028-04-12'],
  [
    'Fridays of June and July',
    '2026-06-19',
    'FREQ=WEEKLY;BYMONTH=6,7;BYDAY=FR',
    '2026-06-19 2026-06-26 2026-07-03 2026-07-10 2026-07-17 2026-07-24 2026-07-31 2027-06-04 ...',
  ],
  [
    'the first working day of each week',
    '2026-04-13',
    'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;COUNT=3',
    '2026-04-13 2026-04-20 2026-04-27',
  ],
  ['every week for ten years', '2026-04-15', 'FREQ=WEEKLY;BYDAY=WE;UNTIL=20360409', '2026-04-15 2026-04-22 ...'],
  [
    'six weeks of weekends off',
    '2026-04-18',
    'FREQ=WEEKLY;INTERVAL=6;BYDAY=SA,SU;COUNT=4',
    '2026-04-18 2026-04-19 2026-05-30 2026-05-31',
  ],
  // Days of months
  ['the 15th of every month', '2026-04-15', 'FREQ=MONTHLY;BYMONTHDAY=15', '2026-04-15 2026-05-15 2026-06-15 ...'],
  [
    'the 15th of every third month',
    '2026-04-15',
    'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15;COUNT=4',
    '2026-04-15 2026-07-15 2026-10-15 2027-01-15',
  ],
  [
    'the 31st, in the months that have one',
    '2026-01-31',
    'FREQ=MONTHLY;BYMONTHDAY=31',
    '2026-01-31 2026-03-31 2026-05-31 2026-07-31 2026-08-31 2026-10-31 2026-12-31 2027-01-31 ...',
  ],
  [
    'the 30th, but not in February',
    '2026-01-30',
    'FREQ=MONTHLY;BYMONTHDAY=30;COUNT=3',
    '2026-01-30 2026-03-30 2026-04-30',
  ],
  [
    'the 29th, in February only of leap years',
    '2027-12-29',
    'FREQ=MONTHLY;BYMONTHDAY=29;COUNT=4',
    '2027-12-29 2028-01-29 2028-02-29 2028-03-29',
  ],
  [
    'the last day of the month',
    '2026-01-31',
    'FREQ=MONTHLY;BYMONTHDAY=-1',
    '2026-01-31 2026-02-28 2026-03-31 2026-04-30 ...',
  ],
  ['the last day but one', '2028-01-30', 'FREQ=MONTHLY;BYMONTHDAY=-2;COUNT=3', '2028-01-30 2028-02-28 2028-03-30'],
  [
    'the 1st and the 15th',
    '2026-04-15',
    'FREQ=MONTHLY;BYMONTHDAY=1,15',
    '2026-04-15 2026-05-01 2026-05-15 2026-06-01 ...',
  ],
  [
    'the first and the last day',
    '2026-04-30',
    'FREQ=MONTHLY;BYMONTHDAY=-1,1;COUNT=4',
    '2026-04-30 2026-05-01 2026-05-31 2026-06-01',
  ],
  [
    'the 31st or what a shorter month ends with',
    '2026-01-31',
    'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1',
    '2026-01-31 2026-02-28 2026-03-31 2026-04-30 ...',
  ],
  [
    'the 31st of every second month',
    '2026-01-31',
    'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31;COUNT=4',
    '2026-01-31 2026-03-31 2026-05-31 2026-07-31',
  ],
  [
    'Friday the 13th',
    '2026-02-13',
    'FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR',
    '2026-02-13 2026-03-13 2026-11-13 2027-08-13 ...',
  ],
  [
    'the Saturday after the first Sunday',
    '1997-09-13',
    'FREQ=MONTHLY;BYMONTHDAY=7,8,9,10,11,12,13;BYDAY=SA;COUNT=4',
    '1997-09-13 1997-10-11 1997-11-08 1997-12-13',
  ],
  [
    'every 18th month',
    '2026-04-15',
    'FREQ=MONTHLY;INTERVAL=18;BYMONTHDAY=15;COUNT=3',
    '2026-04-15 2027-10-15 2029-04-15',
  ],
  [
    'the 15th until just before it',
    '2026-04-15',
    'FREQ=MONTHLY;BYMONTHDAY=15;UNTIL=20260615',
    '2026-04-15 2026-05-15 2026-06-15',
  ],
  // Weekdays of months
  [
    'the last Friday of the month',
    '2026-04-24',
    'FREQ=MONTHLY;BYDAY=-1FR',
    '2026-04-24 2026-05-29 2026-06-26 2026-07-31 ...',
  ],
  ['the first Monday of the month', '2026-05-04', 'FREQ=MONTHLY;BYDAY=1MO', '2026-05-04 2026-06-01 2026-07-06 ...'],
  [
    'the third Wednesday of the month',
    '2026-04-15',
    'FREQ=MONTHLY;BYDAY=3WE',
    '2026-04-15 2026-05-20 2026-06-17 2026-07-15 ...',
  ],
  [
    'the fifth Friday, in the months that have one',
    '2026-05-29',
    'FREQ=MONTHLY;BYDAY=5FR',
    '2026-05-29 2026-07-31 2026-10-30 2027-01-29 ...',
  ],
  ['the last Friday but one', '2026-04-17', 'FREQ=MONTHLY;BYDAY=-2FR;COUNT=3', '2026-04-17 2026-05-22 2026-06-19'],
  [
    'the first and third Tuesday',
    '2026-04-07',
    'FREQ=MONTHLY;BYDAY=1TU,3TU',
    '2026-04-07 2026-04-21 2026-05-05 2026-05-19 ...',
  ],
  [
    'the first Monday and the last Friday',
    '2026-05-04',
    'FREQ=MONTHLY;BYDAY=-1FR,1MO;COUNT=4',
    '2026-05-04 2026-05-29 2026-06-01 2026-06-26',
  ],
  [
    'the last working day of the month',
    '2026-04-30',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    '2026-04-30 2026-05-29 2026-06-30 2026-07-31 ...',
  ],
  [
    'the first working day of the month',
    '2026-05-01',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1',
    '2026-05-01 2026-06-01 2026-07-01 2026-08-03 ...',
  ],
  [
    'the first day of a weekend',
    '2026-05-02',
    'FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1;COUNT=3',
    '2026-05-02 2026-06-06 2026-07-04',
  ],
  [
    'the third of the Tuesdays, Wednesdays and Thursdays',
    '1997-09-04',
    'FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3;COUNT=3',
    '1997-09-04 1997-10-07 1997-11-06',
  ],
  [
    'the last working day but one',
    '1997-09-29',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
    '1997-09-29 1997-10-30 1997-11-27 1997-12-30 ...',
  ],
  [
    'the last Monday of every second month',
    '2026-04-27',
    'FREQ=MONTHLY;INTERVAL=2;BYDAY=-1MO;COUNT=3',
    '2026-04-27 2026-06-29 2026-08-31',
  ],
  [
    'the second working day of every quarter',
    '2026-04-02',
    'FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2;COUNT=4',
    '2026-04-02 2026-07-02 2026-10-02 2027-01-04',
  ],
  [
    'the first and the last working day',
    '2026-05-01',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,1;COUNT=4',
    '2026-05-01 2026-05-29 2026-06-01 2026-06-30',
  ],
  // Years
  ['15 April', '2026-04-15', 'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15', '2026-04-15 2027-04-15 2028-04-15 ...'],
  [
    '15 April of every fourth year',
    '2026-04-15',
    'FREQ=YEARLY;INTERVAL=4;BYMONTH=4;BYMONTHDAY=15;COUNT=3',
    '2026-04-15 2030-04-15 2034-04-15',
  ],
  ['29 February', '2024-02-29', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2024-02-29 2028-02-29 2032-02-29 ...'],
  [
    '29 February over a century that has none',
    '2096-02-29',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=2',
    '2096-02-29 2104-02-29',
  ],
  [
    '29 February of every third year',
    '2024-02-29',
    'FREQ=YEARLY;INTERVAL=3;BYMONTH=2;BYMONTHDAY=29;COUNT=3',
    '2024-02-29 2036-02-29 2048-02-29',
  ],
  [
    'the last day of February',
    '2026-02-28',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;COUNT=3',
    '2026-02-28 2027-02-28 2028-02-29',
  ],
  ['New Year', '2026-01-01', 'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;COUNT=2', '2026-01-01 2027-01-01'],
  ['New Year’s Eve', '2026-12-31', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31;COUNT=2', '2026-12-31 2027-12-31'],
  [
    'the fourth Thursday of November',
    '2026-11-26',
    'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
    '2026-11-26 2027-11-25 2028-11-23 ...',
  ],
  ['the last Monday of May', '2026-05-25', 'FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO', '2026-05-25 2027-05-31 2028-05-29 ...'],
  [
    'the first Tuesday after a Monday in November, every fourth year',
    '1996-11-05',
    'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=TU;COUNT=3',
    '1996-11-05 2000-11-07 2004-11-02',
  ],
  [
    'quarter days',
    '2026-03-25',
    'FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25',
    '2026-03-25 2026-06-25 2026-09-25 2026-12-25 2027-03-25 ...',
  ],
  [
    'the first Monday of two months',
    '2026-03-02',
    'FREQ=YEARLY;BYMONTH=3,9;BYDAY=1MO;COUNT=4',
    '2026-03-02 2026-09-07 2027-03-01 2027-09-06',
  ],
  ['the 20th Monday of the year', '1997-05-19', 'FREQ=YEARLY;BYDAY=20MO;COUNT=3', '1997-05-19 1998-05-18 1999-05-17'],
  ['the last Sunday of the year', '2026-12-27', 'FREQ=YEARLY;BYDAY=-1SU;COUNT=3', '2026-12-27 2027-12-26 2028-12-31'],
  [
    'the 1st, 100th and 200th day of the year',
    '1997-01-01',
    'FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100,200;COUNT=5',
    '1997-01-01 1997-04-10 1997-07-19 2000-01-01 2000-04-09',
  ],
  ['the 366th day', '2024-12-31', 'FREQ=YEARLY;BYYEARDAY=366;COUNT=2', '2024-12-31 2028-12-31'],
  [
    'the last day of the year by its number',
    '2026-12-31',
    'FREQ=YEARLY;BYYEARDAY=-1;COUNT=3',
    '2026-12-31 2027-12-31 2028-12-31',
  ],
  ['Monday of week 20', '1997-05-12', 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3', '1997-05-12 1998-05-11 1999-05-17'],
  [
    'Monday of week 1, which may be in December',
    '2024-01-01',
    'FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;COUNT=4',
    '2024-01-01 2024-12-30 2025-12-29 2027-01-04',
  ],
  ['Thursday of week 53', '2026-12-31', 'FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH;COUNT=3', '2026-12-31 2032-12-30 2037-12-31'],
  [
    'the last working day of the year',
    '2026-12-31',
    'FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3',
    '2026-12-31 2027-12-31 2028-12-29',
  ],
  [
    'the third Sunday of June, every tenth year',
    '2026-06-21',
    'FREQ=YEARLY;INTERVAL=10;BYMONTH=6;BYDAY=3SU;COUNT=2',
    '2026-06-21 2036-06-15',
  ],
  [
    '31 January and 31 March',
    '2026-01-31',
    'FREQ=YEARLY;BYMONTH=1,2,3;BYMONTHDAY=31;COUNT=4',
    '2026-01-31 2026-03-31 2027-01-31 2027-03-31',
  ],
  [
    'a century of birthdays',
    '1926-04-15',
    'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15;UNTIL=20260415',
    '1926-04-15 1927-04-15 ...',
  ],
];

/** Each rule for all-day events, and at noon where there is no other clock than UTC: what they repeat are dates. */
export const ruleCases: readonly EventCase[] = rows.flatMap(([name, start, rule, text]) => {
  const dates = text.split(' ').filter((date) => date !== '...');
  const more = text.endsWith('...');
  return [
    { name: `${name}, all day`, when: `${start}/${nextDate(start)} ${rule}`, starts: dates, more },
    {
      name: `${name}, at noon`,
      when: `${start}T12:00:00+00:00/${start}T13:00:00+00:00 UTC ${rule}`,
      starts: dates.map((date) => `${date}T12:00:00+00:00`),
      more,
    },
  ];
});

function nextDate(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}
