/**
 * The one style sheet of all sandbox pages. Building blocks: `.sheet` (a card), `.toolbar`, `.field`, `.grid`, `.rowset` with
 * `.row`s (repeating rows of a form), `.actions`, `.button` (`.quiet`, `.danger`), `.list` (a table that becomes cards on a
 * phone), `.pill`, `.empty`, `.choice` (a radio or checkbox with text), `.error`, `.muted`, `.narrow`.
 */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f4f6f9; --surface: #fff; --text: #17212e; --muted: #566373; --line: #d3dae4; --field: #8390a2;
  --accent: #3b4a5f; --on-accent: #fff; --tint: #e8ecf2; --danger: #b3261e; --good: #17663a; --good-tint: #e3f4e9;
  --shadow: 0 1px 2px rgb(15 30 55 / 8%), 0 4px 16px rgb(15 30 55 / 6%);
}
.clio { --accent: #0b57c2; --tint: #e5eefb; }
.outlook { --accent: #0a6b68; --tint: #e0f2f0; }
.google { --accent: #6a3fb5; --tint: #efe8fb; }
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10151c; --surface: #19212b; --text: #e8edf3; --muted: #a3b0bf; --line: #33404f; --field: #6d7c8e;
    --accent: #b7c3d3; --on-accent: #10151c; --tint: #26313e; --danger: #ff9b92; --good: #8fdcac; --good-tint: #16321f;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%);
  }
  .clio { --accent: #8ab8ff; --tint: #1b2d4a; }
  .outlook { --accent: #6fd3cd; --tint: #123634; }
  .google { --accent: #c7aeff; --tint: #2b2145; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; overflow-wrap: anywhere; }
a { color: var(--accent); }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; letter-spacing: -.01em; }
h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
p { margin: 0 0 .75rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
main:focus { outline: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--surface); padding: .5rem 1rem; z-index: 2; }
.banner { margin: 0; padding: .45rem 1.25rem; background: repeating-linear-gradient(135deg, #ffe9a8 0 14px, #ffe08a 14px 28px); color: #3d2e00; font-size: .875rem; text-align: center; }
.top { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; padding: .6rem 1.25rem; background: var(--surface); border-bottom: 3px solid var(--accent); }
.brand { font-weight: 700; font-size: 1.1rem; text-decoration: none; }
.brand span { font-weight: 400; color: var(--muted); }
.top nav { display: flex; flex-wrap: wrap; gap: .25rem; }
.top nav a { padding: .3rem .7rem; border-radius: 1rem; text-decoration: none; color: var(--text); font-size: .9375rem; }
.top nav a:hover, .top nav a[aria-current] { background: var(--tint); }
main { max-width: 66rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
.sheet { background: var(--surface); border: 1px solid var(--line); border-radius: .75rem; box-shadow: var(--shadow); padding: 1.25rem; margin: 0 0 1rem; }
.sheet.narrow, .narrow { max-width: 30rem; margin: 1rem auto; }
.muted { color: var(--muted); font-size: .9375rem; }
.notice { background: var(--good-tint); color: var(--good); border: 1px solid currentcolor; border-radius: .5rem; padding: .5rem .9rem; }
.error { color: var(--danger); border: 1px solid currentcolor; border-radius: .5rem; padding: .5rem .9rem; background: var(--surface); }
.toolbar { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; justify-content: space-between; margin: 1rem 0; }
.toolbar form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; flex: 1 1 20rem; }
.toolbar .field { flex: 1 1 14rem; }
.toolbar .field.short { flex: 0 1 11rem; }
.toolbar .actions { margin: 0; }
.field { display: flex; flex-direction: column; gap: .2rem; min-width: 0; flex: 1 1 9rem; }
.field > span, .field > label, .label { font-size: .875rem; font-weight: 600; color: var(--muted); }
input:not([type='radio'], [type='checkbox']), select, textarea { font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--field); border-radius: .45rem; padding: .45rem .6rem; width: 100%; min-height: 2.5rem; }
input[type='radio'], input[type='checkbox'] { width: 1.15rem; height: 1.15rem; margin: 0; accent-color: var(--accent); flex: none; }
fieldset { border: 0; padding: 0; margin: 0 0 1.25rem; min-width: 0; }
legend { font-weight: 650; padding: 0; margin: 0 0 .5rem; }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(13rem, 100%), 1fr)); gap: .75rem 1rem; }
.row { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: end; padding: .6rem 0; border-top: 1px solid var(--line); }
.row .field.short { flex: 0 1 8rem; }
.row .choice { min-height: 2.5rem; }
.row.inline { border: 0; padding: 0; flex-wrap: nowrap; }
.choice { display: flex; gap: .5rem; align-items: center; }
.choice.card { border: 1px solid var(--line); border-radius: .6rem; padding: .7rem .9rem; margin: 0 0 .5rem; cursor: pointer; align-items: start; }
.choice.card input { margin-top: .2rem; }
.choice.card:hover, .choice.card:has(:checked) { border-color: var(--accent); background: var(--tint); }
.choice small { display: block; color: var(--muted); font-size: .875rem; }
.actions.spaced { margin: 0 0 1rem; }
.actions { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: 1rem; align-items: center; }
.button, button { font: inherit; font-weight: 600; display: inline-block; min-height: 2.5rem; padding: .45rem 1.1rem; border-radius: .45rem; border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); text-decoration: none; cursor: pointer; text-align: center; }
.button:hover, button:hover { filter: brightness(1.08); }
.button.quiet, button.quiet { background: transparent; color: var(--accent); }
.button.danger, button.danger { background: transparent; color: var(--danger); border-color: var(--danger); }
.list { width: 100%; border-collapse: collapse; background: var(--surface); border: 1px solid var(--line); border-radius: .75rem; overflow: hidden; }
.list caption { text-align: left; padding: 0 0 .5rem; color: var(--muted); font-size: .9375rem; }
.list th { text-align: left; font-size: .8125rem; color: var(--muted); padding: .55rem .9rem; border-bottom: 1px solid var(--line); font-weight: 600; }
.list td { padding: .55rem .9rem; border-top: 1px solid var(--line); vertical-align: top; }
.list tbody tr:first-child td { border-top: 0; }
.list tbody tr:hover { background: var(--tint); }
.list td:first-child a { font-weight: 600; }
.list td small { color: var(--muted); display: block; }
.pill { display: inline-block; font-size: .75rem; font-weight: 600; padding: .05rem .5rem; border-radius: 1rem; background: var(--tint); color: var(--accent); }
.empty { text-align: center; padding: 2.5rem 1rem; color: var(--muted); }
code { font: .9em ui-monospace, 'Cascadia Mono', Menlo, monospace; }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); list-style: none; padding: 0; margin: 1rem 0; }
.cards a { display: block; height: 100%; text-decoration: none; color: inherit; }
.cards a:hover { border-color: var(--accent); }
@media (max-width: 40rem) {
  h1 { font-size: 1.35rem; }
  main { padding: 1rem .9rem 3rem; }
  .list thead { position: absolute; left: -99rem; }
  .list tr { display: block; border-top: 1px solid var(--line); padding: .5rem 0; }
  .list tbody tr:first-child { border-top: 0; }
  .list td { display: block; border: 0; padding: .1rem .9rem; }
  .top { padding: .5rem .9rem; }
  .top nav a { padding: .3rem .5rem; font-size: .875rem; }
  .row .field, .row .field.short { flex: 1 1 100%; }
  .row.inline .field.short { flex: 1 1 4rem; }
  .toolbar .field { flex: 1 1 100%; }
  .toolbar .field.short { flex: 1 1 8rem; }
  .toolbar .actions { width: 100%; }
  .actions .button, .actions button { flex: 1 1 auto; }
}
@media (prefers-reduced-motion: no-preference) { .button, button, .choice.card { transition: filter .15s, background .15s; } }
`;
