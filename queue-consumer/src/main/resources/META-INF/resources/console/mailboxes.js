// All mailboxes, and the account of one.
import {html, nothing} from './lit.js';
import {get} from './api.js';
import {ago, button, chip, facts, number, table, tile, until} from './parts.js';

const SHOWN = 500;

export const mailboxTable = (mailboxes, empty) => table([
  ['address', (m) => html`<a href="#/mailboxes/${m.id}">${m.address}</a>`],
  ['provider', (m) => m.provider],
  ['state', (m) => chip(m.state)],
  ['since', (m) => ago(m.since)],
  ['last error', (m) => (m.lastError ? html`${m.lastError} ${m.nextTry ? html`<span class="quiet">Next try ${until(m.nextTry)}.</span>` : nothing}` : '–')],
], mailboxes, empty);

export async function mailboxes(page) {
  const all = await get('/v1/mailboxes');
  const wanted = (page.query.get('find') ?? '').toLowerCase();
  const found = all.filter((m) => `${m.address} ${m.tenant} ${m.provider} ${m.state}`.toLowerCase().includes(wanted));
  return html`
    <h1>Mailboxes</h1>
    <form class="search" @submit=${(e) => { e.preventDefault(); page.go(`/mailboxes?find=${encodeURIComponent(e.target.find.value)}`); }}>
      <input name="find" type="search" .value=${wanted} placeholder="Address, provider or state" aria-label="Find mailboxes">
      <button>Find</button>
    </form>
    <p class="quiet">${number(found.length)} of ${number(all.length)}${found.length > SHOWN ? `; the first ${SHOWN} are shown` : ''}.</p>
    ${mailboxTable(found.slice(0, SHOWN), wanted ? `No mailbox matches “${wanted}”.` : 'No mailbox is connected. ./waybill mailbox add connects one.')}`;
}

const compared = (last) => {
  if (!last?.lastAt) {
    return last?.problem ? `never; the last try failed: ${last.problem}` : 'never';
  }
  return html`${ago(last.lastAt)}, ${number(last.missing)} missing${last.problem ? html`; a later try failed: ${last.problem}` : nothing}`;
};

export async function mailbox(page, id) {
  const path = `/v1/mailboxes/${encodeURIComponent(id)}`;
  const account = await get(path);
  const settled = Object.values(account.outcomes).flatMap((counts) => Object.values(counts)).reduce((a, b) => a + b, 0);
  return html`
    <h1>${account.address} ${chip(account.state)}</h1>
    <p class="actions">
      ${account.state === 'paused' ? nothing : button('Pause', {path: `${path}/pause`}, page.say)}
      ${account.state === 'active' ? nothing : button('Resume', {path: `${path}/resume`}, page.say)}
    </p>
    ${account.lastError ? html`<p class="banner">${account.lastError} ${account.nextTry ? html`Next try ${until(account.nextTry)}.` : nothing}</p>` : nothing}
    <section class="tiles" aria-label="Where its mails are">
      ${tile('found', account.found)}
      ${tile('settled', settled)}
      ${tile('waiting', account.waiting)}
      ${tile('in flight', account.inFlight)}
      ${tile('delayed', account.delayed)}
      ${tile('held', account.held, {tone: 'fair'})}
      ${tile('unaccounted', account.unaccounted ?? '–', {tone: 'bad'})}
    </section>
    ${account.providerChecked ? nothing : html`<p class="banner">The provider was not asked: ${account.providerProblem}</p>`}
    <h2>Outcomes</h2>
    ${table([
      ['outcome', (o) => chip(o.outcome)],
      ['effect or reason', (o) => o.name],
      ['mails', (o) => number(o.count)],
    ], Object.entries(account.outcomes).flatMap(([outcome, counts]) =>
      Object.entries(counts).map(([name, count]) => ({outcome, name, count}))), 'No mail of it has been settled yet.')}
    ${facts([
      ['Provider', account.provider],
      ['Tenant', account.tenant],
      ['Folders', account.folders.join(', ')],
      ['State since', ago(account.since)],
      ['Compared with the ledger', compared(account.reconciliation)],
      ['Id', html`<code>${account.id}</code>`],
    ])}`;
}
