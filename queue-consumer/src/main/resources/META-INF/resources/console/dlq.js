// The dead letters: what died, why, and its way back.
import {html, nothing} from './lit.js';
import {get} from './api.js';
import {ago, button, facts, number, table} from './parts.js';

const whose = (letter) => (letter.mailbox ? html`<a href="#/mailboxes/${letter.mailbox.id}">${letter.mailbox.address}</a>` : 'not connected');

export async function dlq(page) {
  const cursor = page.query.get('cursor');
  const list = await get(`/v1/dlq?limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
  return html`
    <h1>Dead letters <span class="quiet">${number(list.total)}</span></h1>
    <p class="quiet">Oldest first. Many at once: <code>./waybill dlq replay --reason … --rate …</code></p>
    ${table([
      ['pointer', (l) => html`<a href="#/dlq/${l.id}"><code>${l.id}</code></a>`],
      ['mailbox', whose],
      ['kind', (l) => l.kind],
      ['reason', (l) => l.reason],
      ['attempts', (l) => `${l.attempts}${l.crashes ? ` and ${l.crashes} crashes` : ''}`],
      ['died', (l) => ago(l.diedAt)],
    ], list.entries, 'None: nothing has died.')}
    ${list.next ? html`<p><a href="#/dlq?cursor=${encodeURIComponent(list.next)}">Younger ones</a></p>` : nothing}`;
}

export async function deadLetter(page, id) {
  const letter = await get(`/v1/dlq/${encodeURIComponent(id)}`);
  const back = async (message) => { await page.say(message); page.go('/dlq'); };
  return html`
    <h1>Dead letter</h1>
    <p class="actions">
      ${button('Replay', {path: '/v1/dlq/replay', body: {ids: [letter.id]}}, back)}
      ${button('Drop', {path: '/v1/dlq/drop', body: {ids: [letter.id]}}, back, true)}
    </p>
    ${facts([
      ['Pointer', html`<a href="#/trace/${letter.id}"><code>${letter.id}</code></a>`],
      ['Mailbox', whose(letter)],
      ['Reason', `${letter.reason}${letter.detail ? `: ${letter.detail}` : ''}`],
      ['Attempts', letter.attempts],
      ['Crashes', letter.crashes],
      ['First seen', ago(letter.firstSeen)],
      ['Died', ago(letter.diedAt)],
      ['Replayed', letter.replays],
      ['Last consumer', letter.consumer],
    ])}
    <h2>Last errors</h2>
    ${letter.errors.length ? html`<ol>${letter.errors.map((e) => html`<li>${e}</li>`)}</ol>` : html`<p class="empty">None were noted.</p>`}
    <h2>Pointer</h2>
    <pre>${JSON.stringify(letter.pointer, null, 2)}</pre>`;
}
