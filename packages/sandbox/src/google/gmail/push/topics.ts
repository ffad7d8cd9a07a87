import type { Collection } from '../../../kernel/store.ts';
import type { World } from '../../../kernel/world.ts';

/** A Pub/Sub topic of the operator, with its one subscription. */
export type GoogleTopic = {
  /** `projects/{project}/topics/{topic}` */
  readonly name: string;
  /** Where its messages are pushed to. */
  readonly pushUrl: string;
  /** The address of the push unless given (documented). */
  readonly audience?: string;
  /** Whose token comes along. */
  readonly serviceAccount: string;
};

/** Which mailbox tells which topic of what. */
export type MailWatch = {
  readonly sub: string;
  readonly project: string;
  readonly topic: string;
  readonly labelIds: readonly string[];
  readonly behavior: 'include' | 'exclude';
  readonly expiresAt: number;
};

export type Topics = {
  readonly add: (topic: GoogleTopic) => void;
  readonly get: (name: string) => GoogleTopic | undefined;
  /** Not those that are over. */
  readonly watches: () => readonly MailWatch[];
  readonly watchOf: (sub: string, project: string) => MailWatch | undefined;
  readonly watch: (watch: MailWatch) => void;
  readonly stop: (sub: string, project: string) => void;
  readonly onWatch: (listener: (watch: MailWatch) => void) => void;
};

export function createTopics(world: World): Topics {
  const topics: Collection<GoogleTopic> = world.store.collection('google.mail.topics');
  const watches: Collection<MailWatch> = world.store.collection('google.mail.watches');
  const listeners: ((watch: MailWatch) => void)[] = [];
  const keyOf = (sub: string, project: string): string => `${project}/${sub}`;
  const isLive = ({ expiresAt }: MailWatch): boolean => expiresAt > world.now();
  return {
    add: (topic) => topics.set(topic.name, topic),
    get: (name) => topics.get(name),
    watches: () => [...watches.values()].filter(isLive),
    watchOf: (sub, project) => {
      const watch = watches.get(keyOf(sub, project));
      return watch !== undefined && isLive(watch) ? watch : undefined;
    },
    watch: (watch) => {
      watches.set(keyOf(watch.sub, watch.project), watch);
      for (const listener of listeners) listener(watch);
    },
    stop: (sub, project) => void watches.delete(keyOf(sub, project)),
    onWatch: (listener) => void listeners.push(listener),
  };
}
