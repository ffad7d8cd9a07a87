/** What each function may do, and to what. Everything else is refused, on AWS and by the check of `npm start`. */
export type Permissions = {
  readonly table: readonly TableAction[];
  /** Whether it may ask the `due` index. */
  readonly dueIndex?: true;
  readonly rings?: true;
  readonly works?: true;
  readonly secrets: readonly SecretName[];
};

export type TableAction =
  | 'dynamodb:GetItem'
  | 'dynamodb:BatchGetItem'
  | 'dynamodb:Query'
  | 'dynamodb:PutItem'
  | 'dynamodb:DeleteItem'
  | 'dynamodb:BatchWriteItem';
export type SecretName = 'clio' | 'microsoft' | 'keys';

export const functionNames = ['oauth', 'webhook', 'poll', 'merge', 'api'] as const;
export type FunctionName = (typeof functionNames)[number];

const all = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:PutItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
] as const satisfies readonly TableAction[];

export const permissions = {
  oauth: { table: all, rings: true, secrets: ['clio', 'microsoft', 'keys'] },
  webhook: { table: ['dynamodb:GetItem', 'dynamodb:PutItem'], rings: true, secrets: ['keys'] },
  poll: {
    table: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem'],
    dueIndex: true,
    rings: true,
    secrets: [],
  },
  merge: { table: all, rings: true, works: true, secrets: ['clio', 'microsoft', 'keys'] },
  api: { table: all, rings: true, secrets: ['clio', 'microsoft', 'keys'] },
} as const satisfies Record<FunctionName, Permissions>;
