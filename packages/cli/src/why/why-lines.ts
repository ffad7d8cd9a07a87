import type { WhyAbsence, WhyReason, WhyRecord, WhySync, WhyView } from '@concord/core';

/** The answer as lines of text. */
export function whyLines(view: WhyView): readonly string[] {
  const found = `${view.records.length} found for "${view.query}", read as ${readAs[view.readAs]}.`;
  return [
    view.isPartial ? `${found} There may be more: ask with an e-mail address or an id.` : found,
    ...view.records.flatMap((record) => ['', ...recordLines(record)]),
    ...view.absences.flatMap((absence) => ['', ...absenceLines(absence)]),
  ];
}

const readAs = {
  email: 'an e-mail address',
  phone: 'a phone number',
  name: 'a name',
  title: 'a title',
} as const satisfies Record<WhyView['readAs'], string>;

function recordLines(record: WhyRecord): readonly string[] {
  const { title, subtitle, state, rule, reasons, waits, candidates, history } = record;
  return [
    `${title}${subtitle ? ` (${subtitle})` : ''}`,
    `  ${sayPlace(record)}, record ${record.mapping}`,
    `  ${state.name}: ${state.sentence}`,
    `  rule ${rule.name}: ${rule.sentence}`,
    ...reasons.flatMap(reasonLines),
    ...waits.flatMap(({ sentence, changes, until }) => [
      `  waits: ${sentence}${until === undefined ? '' : ` Until ${sayInstant(until)}.`}`,
      `    would change it: ${changes}`,
    ]),
    ...record.fields.map(({ label, left = '-', right = '-', base = '-', standing }) =>
      oneLine(`  ${label}: ${record.left} ${left} | ${record.right} ${right} | agreed ${base} | ${standing}`),
    ),
    ...record.writes.map(({ label, side, before, after }) =>
      oneLine(`  to be written in ${record[side]}: ${label}: ${before || '-'} -> ${after || '-'}`),
    ),
    ...candidates.map((one) => oneLine(`  thought of: ${one.title} (${one.subtitle}): ${one.sentence}`)),
    ...history.map((line) => oneLine(`  ${sayInstant(line.at)} ${line.what} in ${record[line.side]}: ${line.because}`)),
  ];
}

function absenceLines(absence: WhyAbsence): readonly string[] {
  const place = absence.sync === undefined ? [] : [sayPlace(absence as WhySync)];
  return [
    ...place,
    `  ${absence.code}: ${absence.sentence}`,
    `    would change it: ${absence.changes}`,
    ...(absence.titles ?? []).flatMap(({ title, because }) => [`  ${title}`, ...because.flatMap(reasonLines)]),
  ];
}

const reasonLines = ({ code, sentence, changes }: WhyReason): readonly string[] => [
  `  ${code}: ${sentence}`,
  `    would change it: ${changes}`,
];

const sayPlace = ({ left, right, account, member }: WhySync): string =>
  `${left} and ${right} (${account || 'no account'}${member === undefined ? '' : `, ${member}`})`;

const sayInstant = (at: number): string => new Date(at).toISOString();
const oneLine = (text: string): string => text.replaceAll('\n', '; ');
