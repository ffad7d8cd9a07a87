import type { MutantResult } from './run-mutants.ts';

/** The Markdown table of the docs: bug, rule, what noticed it, after how many seeds. */
export function mutantTable(results: readonly MutantResult[]): string {
  const rows = results.map((result) => [
    `\`${result.mutant.name}\``,
    result.mutant.breaks,
    ...(result.kind === 'found'
      ? [noticedBy(result.violation), String(result.seeds)]
      : result.kind === 'survived'
        ? ['**nothing**', `more than ${result.seeds}`]
        : [`**not played**: ${result.because}`, '']),
  ]);
  const lines = [['bug', 'rule that it breaks', 'noticed by', 'seeds needed'], ['---', '---', '---', '---:'], ...rows];
  return `${lines.map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n')}\n`;
}

/** Violations begin with the name of what they violate. */
const noticedBy = (violation: string): string => violation.split(':')[0] ?? violation;

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/gu, ' ').trim();
