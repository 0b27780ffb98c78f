// Where every mail is, at a glance: the queue, the mailboxes that need somebody, the newest tickets.
import {html, nothing} from './lit.js';
import {get} from './api.js';
import {button, span, table, tile, until} from './parts.js';
import {mailboxTable} from './mailboxes.js';
import {ticketTable} from './tickets.js';

export async function overview(page) {
  const [queue, mailboxes, tickets] = await Promise.all([get('/v1/queue'), get('/v1/mailboxes'), get('/v1/tickets?limit=8')]);
  const troubled = mailboxes.filter((m) => m.state !== 'active');
  return html`
    <h1>Overview</h1>
    ${queue.paused ? html`<p class="banner">The queue is paused: nothing new is claimed. ${button('Resume the queue', {path: '/v1/queue/resume'}, page.say)}</p>` : nothing}
    <section class="tiles" aria-label="Queue">
      ${tile('waiting', queue.waiting)}
      ${tile('ready', queue.ready)}
      ${tile('in flight', queue.inFlight)}
      ${tile('delayed', queue.delayed)}
      ${tile('dead', queue.dead, {tone: 'bad', href: '#/dlq'})}
      ${tile('suspects', queue.suspects, {tone: 'fair'})}
      ${tile('overdue leases', queue.overdueLeases, {tone: 'fair'})}
      ${tile('oldest ready', queue.ready === 0 ? '–' : span(queue.oldestReadyMillis))}
      ${tile('acked a minute', queue.rates ? Math.round(queue.rates.acked * 60) : '–')}
      ${tile('enqueued a minute', queue.rates ? Math.round(queue.rates.enqueued * 60) : '–')}
      ${tile('mailboxes', mailboxes.length, {href: '#/mailboxes'})}
      ${tile('not active', troubled.length, {tone: 'bad', href: '#/mailboxes'})}
    </section>
    ${queue.paused ? nothing : html`<p class="actions">${button('Pause the queue', {path: '/v1/queue/pause'}, page.say)}</p>`}
    ${queue.held.length === 0 ? nothing : html`
      <h2>Held mailboxes</h2>
      ${table([
        ['mailbox', (h) => (h.mailbox ? html`<a href="#/mailboxes/${h.mailbox}">${h.address}</a>` : html`<code>${h.mailboxKey}</code> (not connected)`)],
        ['why', (h) => h.reason],
        ['until', (h) => until(h.until)],
      ], queue.held, '')}`}
    <h2>Mailboxes that need somebody</h2>
    ${mailboxTable(troubled, mailboxes.length === 0
      ? 'No mailbox is connected. ./waybill mailbox add connects one.'
      : 'None: all mailboxes are active.')}
    <h2>Newest tickets</h2>
    ${ticketTable(tickets.tickets, 'No mail has become a ticket yet. ./waybill send FILE.eml delivers one to the demo mailbox.')}
    <p class="quiet">As of ${new Date().toLocaleTimeString()}; read again every five seconds.</p>`;
}
overview.refreshes = true;
