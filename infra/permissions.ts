/** What each function may do, and to what. Everything else is refused, on AWS and by the check of `npm start`. */
export type Permissions = {
  readonly table: readonly TableAction[];
  /** Whether it may ask the `due` index. */
  readonly dueIndex?: true;
  readonly rings?: true;
  readonly works?: true;
  /** Whether providers deliver their notices to it: no permission, but something to be told. */
  readonly hears?: true;
  /** Whether it may send e-mails, from Concord's own address. */
  readonly mails?: true;
  readonly secrets: readonly SecretName[];
};

export type TableAction =
  | 'dynamodb:GetItem'
  | 'dynamodb:BatchGetItem'
  | 'dynamodb:Query'
  | 'dynamodb:PutItem'
  | 'dynamodb:DeleteItem'
  | 'dynamodb:BatchWriteItem';
export type SecretName = 'clio' | 'microsoft' | 'google' | 'keys';

export const functionNames = ['oauth', 'webhook', 'poll', 'merge', 'api'] as const;
export type FunctionName = (typeof functionNames)[number];

const reading = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'] as const;
const single = ['dynamodb:PutItem', 'dynamodb:DeleteItem'] as const;

export const permissions = {
  oauth: { table: [...reading, ...single], rings: true, secrets: ['clio', 'microsoft', 'google', 'keys'] },
  // It asks whose account a provider means that says Concord was removed from its apps, or that tells of new mail.
  webhook: {
    table: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'],
    rings: true,
    hears: true,
    secrets: ['keys'],
  },
  poll: {
    table: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem'],
    dueIndex: true,
    rings: true,
    mails: true,
    // A link in a letter holds a token of its own, of which a digest is stored: nothing to open.
    secrets: [],
  },
  merge: {
    table: [...reading, ...single, 'dynamodb:BatchWriteItem'],
    rings: true,
    works: true,
    secrets: ['clio', 'microsoft', 'google', 'keys'],
  },
  // It asks, and the worker does: it talks to no provider, and deletes only what was asked for and never begun.
  api: { table: [...reading, ...single], rings: true, secrets: ['keys'] },
} as const satisfies Record<FunctionName, Permissions>;
