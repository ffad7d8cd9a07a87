import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { type AlarmName, alarms } from '../alarms.ts';

export type HouseAlarmOptions = {
  readonly name: AlarmName;
  readonly stage: string;
  readonly metric: IMetric;
  /** It rings above this, or below it with `whenBelow`. */
  readonly threshold: number;
  readonly periods?: number;
  readonly whenBelow?: true;
  readonly topic: ITopic;
};

/** The one way to get an alarm: it says what it means to a user, where to read what to do, and rings at one place. */
export function houseAlarm(scope: Construct, options: HouseAlarmOptions): Alarm {
  const { name, stage, metric, threshold, periods = 1, whenBelow, topic } = options;
  const { LESS_THAN_THRESHOLD: below, GREATER_THAN_THRESHOLD: above } = ComparisonOperator;
  const alarm = new Alarm(scope, `${name}-alarm`, {
    alarmName: `concord-${stage}-${name}`,
    alarmDescription: `${alarms[name]} What to do: docs/runbook.md#${name}`,
    metric,
    threshold,
    comparisonOperator: whenBelow === true ? below : above,
    evaluationPeriods: periods,
    // Something that is expected to happen and does not is as loud as something that should not happen.
    treatMissingData: whenBelow === true ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  return alarm;
}
