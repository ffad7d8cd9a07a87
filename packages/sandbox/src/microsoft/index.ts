import type { Service } from '../kernel/front-door.ts';
import type { World } from '../kernel/world.ts';
import { createControl, type MicrosoftControl } from './control.ts';
import { type Account, createDirectory } from './directory.ts';
import { createDeltaTokens, type DeltaTokens } from './graph/delta-token.ts';
import { createGraph } from './graph/graph.ts';
import { createThrottle, noThrottle } from './graph/throttle.ts';
import { createLogin } from './login/login.ts';
import { createMailbox, type Mailbox } from './mailbox/mailbox.ts';
import { createPages } from './pages/pages.ts';
import { alwaysWell, createEndpointHealth } from './push/endpoint-health.ts';
import { createNotifier } from './push/notifier.ts';
import { createOutbox } from './push/outbox.ts';
import { createSubscriptions } from './push/subscriptions.ts';
import { createRequestLog } from './request-log.ts';

export { type AccountAction, accountActions } from './account-actions.ts';
export { awkwardnesses, type ExpiryForm, expiryForms, type RevokeMode, revokeModes } from './awkwardnesses.ts';
export type { MicrosoftControl } from './control.ts';
export type { Account as MicrosoftAccount } from './directory.ts';
export type { OutlookContactInput } from './mailbox/contact-fields.ts';
export type { FiledContact, OutlookChange, OutlookContact, OutlookPeople } from './people.ts';
export type { LifecycleEvent } from './push/notifier.ts';

export type Microsoft = {
  /** `/login/{tenant}/...` */
  readonly login: Service;
  /** `/graph/v1.0/...` */
  readonly graph: Service;
  /** `/outlook/...` */
  readonly pages: Service;
  readonly control: MicrosoftControl;
};

/**
 * Microsoft's identity platform and Graph as far as contacts reach, with a mailbox page for people. Everything that
 * counts is in the world's store. `limits` switches throttling; awkward habits are switched by name.
 */
export function createMicrosoft(world: World, options: { readonly limits: boolean }): Microsoft {
  const directory = createDirectory(world);
  const requests = createRequestLog();
  const subscriptions = createSubscriptions(world);
  const health = options.limits ? createEndpointHealth(world) : alwaysWell;
  const notifier = createNotifier(world, subscriptions, createOutbox(world, health));
  const mailboxes = new Map<string, Mailbox>();
  const mailboxOf = ({ oid }: Account): Mailbox =>
    remembered(mailboxes, oid, () => createMailbox(world, oid, (change) => notifier.changed(oid, change)));
  const deltaTokens = new Map<string, DeltaTokens>();
  const tokensOf = (oid: string): DeltaTokens => remembered(deltaTokens, oid, () => createDeltaTokens(world, oid));
  const control = createControl({ world, directory, mailboxOf, tokensOf, subscriptions, notifier, requests });
  const throttle = options.limits ? createThrottle(world) : noThrottle;
  return {
    login: createLogin(world, directory, requests),
    graph: createGraph({ world, directory, mailboxOf, tokensOf, subscriptions, throttle, requests }),
    pages: createPages(control),
    control,
  };
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
