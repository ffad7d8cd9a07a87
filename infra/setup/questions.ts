import { type Partner, partners, regionsOfClio, retentions, type StageFile } from '../stage-file.ts';

/** One thing that setup asks for, and how what is typed becomes a value of the stage's file. Nothing typed keeps `now`. */
export type Question = {
  readonly key: keyof StageFile;
  readonly text: string;
  readonly toValue: (typed: string) => unknown;
  readonly otherwise?: (file: StageFile) => unknown;
  /** Asked only then. */
  readonly when?: (file: StageFile) => boolean;
};

const text = (typed: string): string => typed;
const list = (typed: string): readonly string[] => typed.split(',').map((part) => part.trim());
/** What is no number stays as it was typed, and is refused as that. */
const number = (typed: string): number | string => (/^\d+$/u.test(typed) ? Number(typed) : typed);
const usesGoogle = ({ providers = partners }: StageFile): boolean => providers.includes('google');
const hasDomain = ({ domain }: StageFile): boolean => domain !== undefined;

export const questions: readonly Question[] = [
  {
    key: 'domain',
    text: 'Host of the page, like concord.example.com (nothing: the address that AWS gives out)',
    toValue: text,
  },
  { key: 'certificateArn', text: 'Certificate of that host in us-east-1 (ARN)', toValue: text, when: hasDomain },
  {
    key: 'apiCertificateArn',
    text: 'Certificate of api. and webhooks. of that host in this region (ARN)',
    toValue: text,
    when: hasDomain,
  },
  {
    key: 'publicUrl',
    text: 'Address of the page, once the first deploy has told it (nothing: not known yet)',
    toValue: text,
    when: (file) => !hasDomain(file),
  },
  { key: 'mailFrom', text: 'Address that letters come from (nothing: concord@ the host of the page)', toValue: text },
  { key: 'alarmAddress', text: 'Address that alarms go to (nothing: nobody hears them)', toValue: text },
  {
    key: 'clioRegions',
    text: `Regions of Clio in which you have an app (of ${regionsOfClio.join(', ')})`,
    toValue: list,
    otherwise: () => ['us'],
  },
  {
    key: 'providers',
    text: `What to keep Clio in step with (of ${partners.join(', ')})`,
    toValue: (typed) => list(typed) as readonly Partner[],
    otherwise: () => partners,
  },
  {
    key: 'mailTopic',
    text: 'Topic of Pub/Sub on which Gmail tells of new mail (nothing: mail of Google is looked at every hour)',
    toValue: text,
    when: usesGoogle,
  },
  {
    key: 'mailPushSender',
    text: 'Service account in whose name Pub/Sub delivers what is on it',
    toValue: text,
    when: ({ mailTopic }) => mailTopic !== undefined,
  },
  { key: 'phoneRegion', text: 'Country of phone numbers that name none', toValue: text, otherwise: () => 'US' },
  { key: 'maximumWorkers', text: 'Workers at once', toValue: number, otherwise: () => 10 },
  {
    key: 'logRetentionDays',
    text: `Days that logs are kept (one of ${retentions.join(', ')})`,
    toValue: number,
    otherwise: () => 90,
  },
];
