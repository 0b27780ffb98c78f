// What became of the mails.
import {html, nothing} from './lit.js';
import {download, get} from './api.js';
import {ago, chip, facts, number, person, table} from './parts.js';

export const ticketTable = (tickets, empty) => table([
  ['ticket', (t) => html`<a href="#/tickets/${t.id}">${t.id}</a>`],
  ['subject', (t) => html`<a href="#/tickets/${t.id}">${t.subject || '(no subject)'}</a>`],
  ['from', (t) => person(t.requester)],
  ['mails', (t) => number(t.comments)],
  ['status', (t) => chip(t.status)],
  ['changed', (t) => ago(t.updatedAt)],
], tickets, empty);

export async function tickets(page) {
  const cursor = page.query.get('cursor');
  const list = await get(`/v1/tickets?limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
  return html`
    <h1>Tickets</h1>
    ${ticketTable(list.tickets, 'No tickets here.')}
    ${list.next ? html`<p><a href="#/tickets?cursor=${encodeURIComponent(list.next)}">Older tickets</a></p>` : nothing}`;
}

export async function ticket(page, id) {
  const after = page.query.get('after');
  const whole = await get(`/v1/tickets/${encodeURIComponent(id)}${after ? `?after=${encodeURIComponent(after)}` : ''}`);
  return html`
    <h1>${whole.subject || '(no subject)'} <span class="quiet">ticket ${whole.id}</span></h1>
    ${facts([
      ['Status', chip(whole.status)],
      ['From', person(whole.requester)],
      ['Tenant', whole.tenant],
      ['Mailbox', html`<a href="#/mailboxes/${whole.mailbox}">${whole.mailbox}</a>`],
      ['Life of its mails', html`<a href="#/trace/ticket:${whole.id}">trace</a>`],
    ])}
    ${whole.comments.map((c) => comment(page, whole.id, c))}
    ${whole.next ? html`<p><a href="#/tickets/${whole.id}?after=${whole.next}">Further mails</a></p>` : nothing}`;
}

const comment = (page, ticketId, c) => html`
  <article class="mail">
    <header>${person(c.author)} <span class="quiet">${ago(c.sentAt ?? c.receivedAt ?? c.createdAt)}</span>
      ${c.pointer ? html`<a class="quiet" href="#/trace/${c.pointer}">trace</a>` : nothing}</header>
    <pre>${c.text}</pre>
    ${c.truncated ? html`<p class="quiet">Longer than shown here; the raw mail has it all.</p>` : nothing}
    ${c.html ? html`<details><summary>As HTML</summary>
      <iframe sandbox title="The mail as HTML" .srcdoc=${c.html} loading="lazy"></iframe></details>` : nothing}
    ${c.attachments.length ? html`<ul class="files">${c.attachments.map((a) => html`<li>
      <button class="plain" @click=${() => download(`/v1/tickets/${ticketId}/attachments/${a.id}`, a.name).catch((r) => page.say(r.message))}>${a.name}</button>
      <span class="quiet">${a.contentType}, ${number(a.size)} bytes</span></li>`)}</ul>` : nothing}
  </article>`;
