import { describe, expect, it } from 'vitest';
import { between, createEventBench, guests, instanceOn, intake, weekly } from './microsoft-events.ts';
import { ada } from './microsoft-world.ts';

const [bo, cy] = ['bo@x.example', 'cy@x.example'];

/** What was put into the trap since the last look. */
function trapped() {
  const bench = createEventBench();
  let seen = 0;
  const mails = () => {
    const all = bench.control.mails(ada.email);
    const news = all.slice(seen);
    seen = all.length;
    return news.map(({ kind, to, date, by }) => [kind, to.join(' '), ...(date === undefined ? [] : [date]), by]);
  };
  return { ...bench, mails };
}

describe('mails because of events', () => {
  it('are none for an event without guests, whatever becomes of it', async () => {
    const { post, ask, mails } = trapped();
    const { id } = await post(weekly);
    await ask('PATCH', `/me/events/${id}`, { subject: 'x' });
    await ask('DELETE', `/me/events/${id}`);
    expect(mails()).toEqual([]);
  });

  it('invite, update and cancel the guests of an organizer’s event, and name it', async () => {
    const { post, ask, mails, control, calendars, now } = trapped();
    const { id } = await post({ ...intake, ...guests(bo, ada.email, cy) });
    expect(control.mails()).toEqual([
      {
        at: now(),
        kind: 'invitation',
        by: 'app',
        from: ada.email,
        to: [bo, cy],
        subject: 'Intake call',
        eventId: id,
        why: 'an event with guests was made',
      },
    ]);
    mails();
    await ask('PATCH', `/me/events/${id}`, { subject: 'x' });
    expect(mails()).toEqual([['update', `${bo} ${cy}`, 'app']]);
    await ask('DELETE', `/me/events/${id}`);
    expect(mails()).toEqual([['cancellation', `${bo} ${cy}`, 'app']]);
    calendars.remove(id);
    expect([calendars.get(id), mails()]).toEqual([undefined, []]);
  });

  it('go to those who are added or taken off when only the guests change', async () => {
    const { post, ask, mails } = trapped();
    const { id } = await post({ ...intake, ...guests(bo) });
    mails();
    await ask('PATCH', `/me/events/${id}`, guests(bo, cy));
    expect(mails()).toEqual([['invitation', cy, 'app']]);
    await ask('PATCH', `/me/events/${id}`, { ...guests(cy), subject: 'x' });
    expect(mails()).toEqual([
      ['cancellation', bo, 'app'],
      ['update', cy, 'app'],
    ]);
    await ask('PATCH', `/me/events/${id}`, { attendees: [] });
    expect(mails()).toEqual([['cancellation', cy, 'app']]);
  });

  it('are of one instance when that is changed or called off', async () => {
    const bench = trapped();
    const { id } = await bench.post({ ...weekly, ...guests(bo) });
    const instance = await instanceOn(bench, id, '2026-01-13');
    bench.mails();
    await bench.ask('PATCH', `/me/events/${instance.id}`, between('2026-01-14', '09:00', '10:00'));
    await bench.ask('DELETE', `/me/events/${instance.id}`);
    expect(bench.mails()).toEqual([
      ['update', bo, '2026-01-13', 'app'],
      ['cancellation', bo, '2026-01-13', 'app'],
    ]);
  });

  it('are one for a changed series and one more for each changed instance of it', async () => {
    const { post, ask, mails, calendars } = trapped();
    const { id } = await post({ ...weekly, ...guests(bo) });
    calendars.editInstance(id, '2026-01-13', { subject: 'A' });
    calendars.editInstance(id, '2026-01-20', { subject: 'B' });
    calendars.removeInstance(id, '2026-01-27');
    mails();
    await ask('PATCH', `/me/events/${id}`, { subject: 'Huddle' });
    expect(mails()).toEqual([
      ['update', bo, 'app'],
      ['update', bo, '2026-01-13', 'app'],
      ['update', bo, '2026-01-20', 'app'],
    ]);
  });

  it('tell who wrote: an app, or the person', async () => {
    const { calendars, mails } = trapped();
    const { id } = calendars.add(intake);
    calendars.addGuests(id, [{ address: bo, name: 'Bo' }]);
    expect(mails()).toEqual([['invitation', bo, 'person']]);
  });

  it('come of changes that concern nobody else, too, unless a switch keeps these quiet', async () => {
    const { post, ask, mails, on } = trapped();
    const { id } = await post({ ...intake, ...guests(bo) });
    mails();
    const own = { categories: ['Court'], showAs: 'free', isReminderOn: false };
    await ask('PATCH', `/me/events/${id}`, own);
    expect(mails()).toHaveLength(1);
    on('calendar.quietOwnFields');
    await ask('PATCH', `/me/events/${id}`, own);
    expect(mails()).toEqual([]);
    await ask('PATCH', `/me/events/${id}`, { ...own, subject: 'x' });
    expect(mails()).toHaveLength(1);
  });

  it('are none of a guest’s copy, until the guest answers', async () => {
    const { calendars, ask, mails } = trapped();
    const { id } = calendars.inviteArrives(
      { ...intake, attendees: [{ emailAddress: { address: bo } }] },
      { name: 'Cy', address: cy },
    );
    await ask('PATCH', `/me/events/${id}`, { showAs: 'busy' });
    calendars.inviteChanges(id, { subject: 'Moved' });
    expect(mails()).toEqual([]);
    calendars.respond(id, 'accepted');
    expect(mails()).toEqual([['response', cy, 'person']]);
    await ask('DELETE', `/me/events/${id}`);
    expect(mails()).toEqual([]);
  });

  it('are none of a filling, and can be forgotten', async () => {
    const { control, post } = trapped();
    control.addManyEvents(ada.email, [{ ...intake, ...guests(bo) }]);
    expect(control.mails()).toEqual([]);
    await post({ ...intake, ...guests(bo) });
    control.clearMails();
    expect(control.mails()).toEqual([]);
  });

  it('get the account suspended when there are too many within an hour, where a switch has it so', async () => {
    const { post, ask, on, later, calendars } = trapped();
    on('calendar.suspendsInviters', 1, 3);
    const own = calendars.add({ ...intake, ...guests(bo) });
    calendars.remove(own.id);
    for (let n = 0; n < 3; n += 1) await post({ ...intake, ...guests(bo) });
    const fourth = await ask('POST', '/me/events', { ...intake, ...guests(bo) });
    expect([fourth.status, fourth.body.error.code]).toEqual([403, 'ErrorAccountSuspend']);
    expect((await ask('POST', '/me/events', intake)).status).toBe(201);
    expect(calendars.list()).toHaveLength(4);
    await later(3_600_001);
    expect((await ask('POST', '/me/events', { ...intake, ...guests(bo) })).status).toBe(201);
  });
});

describe('a guest’s copy', () => {
  it('is somebody else’s event, not answered yet', async () => {
    const { calendars, ask } = createEventBench();
    const { id } = calendars.inviteArrives(intake, { name: 'Cy', address: cy });
    expect((await ask('GET', `/me/events/${id}`)).body).toMatchObject({
      isOrganizer: false,
      organizer: { emailAddress: { name: 'Cy', address: cy } },
      responseStatus: { response: 'notResponded' },
      showAs: 'tentative',
      attendees: [{ emailAddress: { address: ada.email } }],
    });
  });

  it('shows the answer, and goes when it is declined', async () => {
    const { calendars, ask, now } = createEventBench();
    const [yes, no] = [intake, weekly].map((event) => calendars.inviteArrives(event, { name: 'Cy', address: cy }).id);
    calendars.respond(yes ?? '', 'tentativelyAccepted');
    calendars.respond(no ?? '', 'declined');
    const time = `${new Date(now()).toISOString().slice(0, 19)}Z`;
    expect((await ask('GET', `/me/events/${yes}`)).body.responseStatus).toEqual({
      response: 'tentativelyAccepted',
      time,
    });
    expect((await ask('GET', `/me/events/${no}`)).status).toBe(404);
  });

  it('stays, marked, when the organizer calls it off', async () => {
    const { calendars, ask } = createEventBench();
    const { id } = calendars.inviteArrives(intake, { name: 'Cy', address: cy });
    calendars.inviteCancelled(id);
    expect((await ask('GET', `/me/events/${id}`)).body).toMatchObject({
      isCancelled: true,
      subject: 'Canceled: Intake call',
      showAs: 'free',
    });
  });

  it('of the organizer shows who answered what, and a client’s write leaves that as it is', async () => {
    const { calendars, post, ask } = createEventBench();
    const { id } = await post({ ...intake, ...guests(bo, cy) });
    calendars.guestAnswers(id, bo, 'accepted');
    const { body } = await ask('PATCH', `/me/events/${id}`, { ...guests(cy, bo), subject: 'x' });
    expect(body.attendees?.map(({ emailAddress, status }) => [emailAddress?.address, status?.response])).toEqual([
      [cy, 'none'],
      [bo, 'accepted'],
    ]);
    expect(body.responseStatus?.response).toBe('organizer');
  });
});
