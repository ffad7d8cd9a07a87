/** What one look found. `todo` says what to do, wherever something is to be done. */
export type Finding =
  | { readonly check: CheckName; readonly outcome: 'fine' | 'notLookedAt'; readonly says: string }
  | { readonly check: CheckName; readonly outcome: 'soon' | 'wrong'; readonly says: string; readonly todo: string };

export const checkNames = [
  'secrets',
  'consent',
  'webhooks',
  'addresses',
  'schedules',
  'mail',
  'clock',
  'quotas',
] as const;
export type CheckName = (typeof checkNames)[number];

export const fine = (check: CheckName, says: string): Finding => ({ check, outcome: 'fine', says });
export const notLookedAt = (check: CheckName, says: string): Finding => ({ check, outcome: 'notLookedAt', says });
/** Works today, and will not for ever. */
export const soon = (check: CheckName, says: string, todo: string): Finding => ({ check, outcome: 'soon', says, todo });
export const wrong = (check: CheckName, says: string, todo: string): Finding => ({
  check,
  outcome: 'wrong',
  says,
  todo,
});

const signs = { fine: 'ok', notLookedAt: '--', soon: '!', wrong: 'NO' } as const;

export function findingLines(finding: Finding): readonly string[] {
  const line = `${signs[finding.outcome].padEnd(3)} ${finding.check.padEnd(10)} ${finding.says}`;
  return 'todo' in finding ? [line, `${' '.repeat(15)}${finding.todo}`] : [line];
}
