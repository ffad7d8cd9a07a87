import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { type FunctionName, type Permissions, permissions } from '../permissions.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { allow } from './house-function.ts';
import type { HouseMail } from './house-mail.ts';

/** Lambda's poller needs these three, in the name of the function (AWS, "Using Lambda with Amazon SQS"). */
const workActions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** The statements of one function's role: each names its actions and its resources, and no wildcard. */
export function statementsOf(name: FunctionName, data: DataStack, queue: Queue): readonly PolicyStatement[] {
  const { table, dueIndex, rings, works, mails, secrets }: Permissions = permissions[name];
  return [
    ...(table.length > 0 ? [allow(table, [data.table.tableArn])] : []),
    ...(dueIndex ? [allow(['dynamodb:Query'], [`${data.table.tableArn}/index/${data.dueIndex}`])] : []),
    ...(rings ? [allow(['sqs:SendMessage'], [queue.queueArn])] : []),
    ...(works ? [allow(workActions, [queue.queueArn])] : []),
    ...(mails ? [allowMail(data.mail)] : []),
    ...secrets.map((secret) => allow(['secretsmanager:GetSecretValue'], [data.secrets[secret].secretArn])),
  ];
}

/** In the name of one address, although the whole domain is verified. */
function allowMail({ from, arns }: HouseMail): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: ['ses:SendEmail'],
    resources: [...arns],
    conditions: { StringEquals: { 'ses:FromAddress': from } },
  });
}
