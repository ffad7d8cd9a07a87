/**
 * Whether Concord claims people for the whole firm before it makes them in Clio. As long as it does not, nobody of a story
 * is new in two mailboxes at once, and no two members send one person to Clio within ten minutes.
 */
export const peopleAreClaimed: boolean = true;
