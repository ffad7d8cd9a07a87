import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { type FunctionName, type Permissions, permissions } from '../permissions.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { allow } from './house-function.ts';
import type { HouseMail } from './house-mail.ts';

/** Lambda's poller needs these three, in the name of the function (AWS, "Using Lambda with Amazon SQS"). */
const workActions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
/** What AWS names `ReEncrypt*` and `GenerateDataKey*`, spelled out (DynamoDB, "Authorizing use of your customer managed key"). */
const tableKeyActions = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** The statements of one function's role: each names its actions and its resources, and no wildcard. */
export function statementsOf(name: FunctionName, data: DataStack, queue: Queue): readonly PolicyStatement[] {
  const { table, dueIndex, rings, works, mails, secrets }: Permissions = permissions[name];
  return [
    ...(table.length > 0 ? [allow(table, [data.table.tableArn]), allowKey(data, 'dynamodb', tableKeyActions)] : []),
    ...(dueIndex ? [allow(['dynamodb:Query'], [`${data.table.tableArn}/index/${data.dueIndex}`])] : []),
    ...(rings ? [allow(['sqs:SendMessage'], [queue.queueArn])] : []),
    ...(works ? [allow(workActions, [queue.queueArn])] : []),
    ...(mails ? [allowMail(data.mail)] : []),
    ...secrets.map((secret) => allow(['secretsmanager:GetSecretValue'], [data.secrets[secret].secretArn])),
    ...(secrets.length > 0 && data.areSecretsUnderKey ? [allowKey(data, 'secretsmanager', ['kms:Decrypt'])] : []),
  ];
}

/** Through one service only: nobody may open with the key what they got some other way. */
function allowKey({ key, stack }: DataStack, service: string, actions: readonly string[]): PolicyStatement {
  return allow(actions, [key.keyArn], { 'kms:ViaService': `${service}.${stack.region}.amazonaws.com` });
}

/** In the name of one address, although the whole domain is verified. */
function allowMail({ from, arns }: HouseMail): PolicyStatement {
  return allow(['ses:SendEmail'], arns, { 'ses:FromAddress': from });
}
