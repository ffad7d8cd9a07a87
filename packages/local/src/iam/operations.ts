/** One call to AWS, as a policy sees it. */
export type Demand = {
  readonly action: string;
  readonly resources: readonly string[];
  /** What conditions can ask about: key → value. */
  readonly facts?: Readonly<Record<string, string>>;
};

type Input = Readonly<Record<string, unknown>>;
type Rule = {
  readonly action: string;
  readonly resources: (input: Input, arns: Arns) => readonly string[];
  readonly facts?: (input: Input) => Readonly<Record<string, string>>;
};
/** Turns what a call names into ARNs. */
export type Arns = {
  readonly table: (name: string) => string;
  readonly queue: (url: string) => string;
  readonly secret: (id: string) => string;
  /** The verified domain of an address. */
  readonly mailDomain: (address: string) => string;
  readonly configurationSet: (name: string) => string;
};

const onTable = (action: string): Rule => ({
  action: `dynamodb:${action}`,
  resources: ({ TableName, IndexName }, arns) => {
    const table = arns.table(String(TableName));
    return [typeof IndexName === 'string' ? `${table}/index/${IndexName}` : table];
  },
});
const onTables = (action: string): Rule => ({
  action: `dynamodb:${action}`,
  resources: ({ RequestItems }, arns) => Object.keys(RequestItems as object).map(arns.table),
});
const onQueue = (action: string): Rule => ({
  action: `sqs:${action}`,
  resources: ({ QueueUrl }, arns) => [arns.queue(String(QueueUrl))],
});

/** Operation → action and resources: service authorization reference of AWS. What is not here is refused. */
const rules: Readonly<Record<string, Rule>> = {
  'DynamoDB_20120810.GetItem': onTable('GetItem'),
  'DynamoDB_20120810.PutItem': onTable('PutItem'),
  'DynamoDB_20120810.UpdateItem': onTable('UpdateItem'),
  'DynamoDB_20120810.DeleteItem': onTable('DeleteItem'),
  'DynamoDB_20120810.Query': onTable('Query'),
  'DynamoDB_20120810.BatchGetItem': onTables('BatchGetItem'),
  'DynamoDB_20120810.BatchWriteItem': onTables('BatchWriteItem'),
  'AmazonSQS.SendMessage': onQueue('SendMessage'),
  'AmazonSQS.SendMessageBatch': onQueue('SendMessage'),
  'AmazonSQS.ReceiveMessage': onQueue('ReceiveMessage'),
  'AmazonSQS.DeleteMessage': onQueue('DeleteMessage'),
  'AmazonSQS.DeleteMessageBatch': onQueue('DeleteMessage'),
  'AmazonSQS.ChangeMessageVisibility': onQueue('ChangeMessageVisibility'),
  'AmazonSQS.GetQueueAttributes': onQueue('GetQueueAttributes'),
  'secretsmanager.GetSecretValue': {
    action: 'secretsmanager:GetSecretValue',
    resources: ({ SecretId }, arns) => [arns.secret(String(SecretId))],
  },
  'SES_v2.SendEmail': {
    action: 'ses:SendEmail',
    resources: ({ FromEmailAddress, ConfigurationSetName }, arns) => [
      arns.mailDomain(String(FromEmailAddress)),
      ...(typeof ConfigurationSetName === 'string' ? [arns.configurationSet(ConfigurationSetName)] : []),
    ],
    facts: ({ FromEmailAddress }) => ({ 'ses:FromAddress': String(FromEmailAddress) }),
  },
};

/** Services that name their operation by method and path and not in the header `x-amz-target`. */
const byPath: Readonly<Record<string, string>> = { 'POST /v2/email/outbound-emails': 'SES_v2.SendEmail' };

/** Service and operation that a request names, as the header `x-amz-target` has them; empty for none that is known. */
export function targetOf(method: string, path: string, header: string | undefined): string {
  const route = `${method} ${path}`;
  return header ?? (Object.hasOwn(byPath, route) ? byPath[route] : undefined) ?? '';
}

/** Undefined for an operation that nobody listed. */
export function demandOf(target: string, input: Input, arns: Arns): Demand | undefined {
  const rule = Object.hasOwn(rules, target) ? rules[target] : undefined;
  if (rule === undefined) return undefined;
  const facts = rule.facts === undefined ? {} : { facts: rule.facts(input) };
  return { action: rule.action, resources: rule.resources(input, arns), ...facts };
}
