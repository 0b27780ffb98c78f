// The whole life of a mail.
import {html, nothing} from './lit.js';
import {download, get} from './api.js';
import {ago, chip, facts, number} from './parts.js';

export async function trace(page, id) {
  const life = await get(`/v1/messages?id=${encodeURIComponent(id)}`);
  return html`<h1>Life of a mail</h1><p class="quiet"><code>${life.id}</code></p>${life.messages.map((m) => told(page, m))}`;
}

const told = (page, m) => html`
  <article class="mail">
    <header>${m.ledger ? chip(m.ledger.outcome) : chip('not settled')}
      ${m.ledger ? html`${m.ledger.outcome === 'processed' ? m.ledger.effect : m.ledger.reason}` : nothing}</header>
    ${facts([
      ['Pointer', html`<code>${m.pointer}</code>`],
      ['Mailbox', m.mailbox ? html`<a href="#/mailboxes/${m.mailbox.id}">${m.mailbox.address}</a>` : 'not connected'],
      ['In the queue', m.place ? (m.place === 'dead' ? html`<a href="#/dlq/${m.pointer}">dead</a>` : m.place.replace('_', ' ')) : 'not there'],
      ...(m.ledger ? ledger(page, m) : []),
    ])}
    ${m.ledger?.timeline.length ? html`<ol class="timeline">${m.ledger.timeline.map((s) => html`<li>
      <b>${s.event}</b> ${ago(s.at)} <span class="quiet">${s.at}</span></li>`)}</ol>` : nothing}
    ${m.ledger && Object.keys(m.ledger.decision ?? {}).length
      ? html`<details><summary>Why it was decided so</summary><pre>${JSON.stringify(m.ledger.decision, null, 2)}</pre></details>` : nothing}
  </article>`;

const ledger = (page, {pointer, ledger: row}) => [
  ['Ticket', row.ticket ? html`<a href="#/tickets/${row.ticket}">${row.ticket}</a>` : nothing],
  ['Message-ID', row.messageId ? html`<code>${row.messageId}</code>` : nothing],
  ['Id at the provider', html`<code>${row.messageKey}</code>`],
  ['Size', row.size === null ? nothing : `${number(row.size)} bytes`],
  ['Raw mail', row.rawSha256 ? html`<button class="plain" @click=${() =>
    download(`/v1/messages/${pointer}/raw`, `${pointer}.eml`).catch((r) => page.say(r.message))}>download</button>` : nothing],
  ['Attempts', `${row.attempts}${row.crashes ? `, ${row.crashes} crashes` : ''}`],
  ['Trace id', row.traceId ? html`<code>${row.traceId}</code>` : nothing],
];
