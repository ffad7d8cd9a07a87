import type { FunctionPart, Statement } from '../template/parts.ts';
import type { Demand } from './operations.ts';

export type Denial = { readonly functionName: string; readonly action: string; readonly resource: string };
export type Permission = { readonly functionName: string; readonly action: string; readonly resource: string };

export type Guard = {
  /** The part of a demand that the function's policy does not allow; undefined when all of it is allowed. */
  readonly check: (functionName: string, demand: Demand) => Denial | undefined;
  /** What was refused so far, each kind once. */
  readonly denied: () => readonly Denial[];
  /** What the policies allow and nobody has used, less what AWS itself uses. */
  readonly unused: () => readonly Permission[];
};

/**
 * Used by AWS on the function's behalf: by Lambda for its log and by the poller of its queue, and by the table and the
 * secrets, which ask for their key in the name of whoever asks them.
 */
const usedByAws = (action: string): boolean => action.startsWith('kms:') || usedByLambda.has(action);
const usedByLambda = new Set(['logs:CreateLogStream', 'logs:PutLogEvents', 'sqs:GetQueueAttributes']);

/** Evaluates the policies of the template: denied unless allowed, and an explicit deny wins. */
export function createGuard(functions: readonly FunctionPart[]): Guard {
  const statements = new Map(functions.map(({ name, statements }) => [name, statements]));
  const denied = new Map<string, Denial>();
  const used = new Set<string>();
  const check = (functionName: string, { action, resources, facts = {} }: Demand): Denial | undefined => {
    const mine = (statements.get(functionName) ?? []).filter((statement) => applies(statement, facts));
    const resource = resources.find((wanted) => !isAllowed(mine, action, wanted));
    if (resource !== undefined) {
      const denial = { functionName, action, resource };
      denied.set(join(denial), denial);
      return denial;
    }
    for (const wanted of resources) used.add(join({ functionName, action, resource: wanted }));
    return undefined;
  };
  const allowed = (): Permission[] =>
    functions.flatMap(({ name, statements }) => statements.flatMap((statement) => permissionsOf(name, statement)));
  return {
    check,
    denied: () => [...denied.values()],
    unused: () => allowed().filter((permission) => !usedByAws(permission.action) && !used.has(join(permission))),
  };
}

/** A condition on what a call does not say is not met (IAM, "Policy evaluation logic": an absent key does not match). */
function applies({ equals = {} }: Statement, facts: Readonly<Record<string, string>>): boolean {
  return Object.entries(equals).every(
    ([key, values]) => Object.hasOwn(facts, key) && values.includes(facts[key] ?? ''),
  );
}

function isAllowed(statements: readonly Statement[], action: string, resource: string): boolean {
  const matching = statements.filter(
    ({ actions, resources }) =>
      actions.some((pattern) => matches(pattern, action)) && resources.some((pattern) => matches(pattern, resource)),
  );
  return matching.length > 0 && matching.every(({ effect }) => effect === 'Allow');
}

/** `*` stands for any text. */
function matches(pattern: string, text: string): boolean {
  if (!pattern.includes('*')) return pattern === text;
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

function permissionsOf(functionName: string, { effect, actions, resources }: Statement): Permission[] {
  if (effect !== 'Allow') return [];
  return actions.flatMap((action) => resources.map((resource) => ({ functionName, action, resource })));
}

const join = ({ functionName, action, resource }: Permission): string => `${functionName} ${action} ${resource}`;
