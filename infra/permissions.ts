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

const reading = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'] as const;
const single = ['dynamodb:PutItem', 'dynamodb:DeleteItem'] as const;

export const permissions = {
  oauth: { table: [...reading, ...single], rings: true, secrets: ['clio', 'microsoft', 'keys'] },
  webhook: { table: ['dynamodb:GetItem', 'dynamodb:PutItem'], rings: true, secrets: ['keys'] },
  poll: {
    table: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem'],
    dueIndex: true,
    rings: true,
    secrets: [],
  },
  merge: {
    table: [...reading, ...single, 'dynamodb:BatchWriteItem'],
    rings: true,
    works: true,
    secrets: ['clio', 'microsoft', 'keys'],
  },
  // It asks, and the worker does: neither deletes nor talks to a provider.
  api: { table: [...reading, 'dynamodb:PutItem'], rings: true, secrets: ['keys'] },
} as const satisfies Record<FunctionName, Permissions>;
