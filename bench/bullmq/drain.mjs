// Adds a number of jobs to a BullMQ queue in bulk and lets workers drain it; prints one JSON object with the figures.
//
//   node drain.mjs '{"port":6379,"jobs":40000,"processes":1,"workers":4,"concurrency":200,"bulk":1000}'
//
// The job does nothing, as the pointers of `waybill bench queue` do nothing. Finished jobs are removed at once, which is
// BullMQ's cheapest way to finish one.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Queue, Worker } from 'bullmq';
import IORedis from 'ioredis';

const options = JSON.parse(process.argv[2]);
const NAME = 'pointers';

function connection() {
  return new IORedis({ host: '127.0.0.1', port: options.port, maxRetriesPerRequest: null });
}

async function worker() {
  let done = 0;
  const workers = [];
  for (let i = 0; i < options.workers; i++) {
    workers.push(
      new Worker(NAME, async () => { done++; }, {
        connection: connection(),
        concurrency: options.concurrency,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 0 },
      }),
    );
  }
  await Promise.all(workers.map((each) => each.waitUntilReady()));
  setInterval(() => process.send({ done }), 20);
  process.on('disconnect', () => process.exit(0));
}

// As long as Waybill's pointer of this benchmark, character for character.
function pointer(i) {
  const mailbox = '00000000-0000-0007-0000-' + (i % 500).toString(16).padStart(12, '0');
  return { v: 1, kind: 'imap', mailbox, folder: 'INBOX', uidValidity: '7', uid: String(i + 1), enqueuedAt: 1760000000000 + i };
}

async function info(redis, section, field) {
  const text = await redis.info(section);
  return Number(new RegExp(`${field}:([0-9.]+)`).exec(text)[1]);
}

async function cpu(redis) {
  return (await info(redis, 'cpu', 'used_cpu_user')) + (await info(redis, 'cpu', 'used_cpu_sys'));
}

async function main() {
  const redis = connection();
  const queue = new Queue(NAME, { connection: connection() });
  await queue.waitUntilReady();
  const memory0 = await info(redis, 'memory', 'used_memory');
  const cpu0 = await cpu(redis);
  const start = performance.now();
  const batches = [];
  for (let from = 0; from < options.jobs; from += options.bulk) {
    batches.push(from);
  }
  // Four at a time: the next batch is made while Redis works on the others.
  await Promise.all([0, 1, 2, 3].map(async () => {
    for (let from = batches.shift(); from !== undefined; from = batches.shift()) {
      const jobs = [];
      for (let i = from; i < Math.min(from + options.bulk, options.jobs); i++) {
        jobs.push({ name: 'p', data: pointer(i), opts: { removeOnComplete: true, removeOnFail: true } });
      }
      await queue.addBulk(jobs);
    }
  }));
  const enqueued = performance.now();
  const memory1 = await info(redis, 'memory', 'used_memory');

  const counts = new Array(options.processes).fill(0);
  const children = [];
  let forked = performance.now();
  const drained = new Promise((resolve, reject) => {
    for (let p = 0; p < options.processes; p++) {
      const child = fork(fileURLToPath(import.meta.url), [process.argv[2]], { env: { ...process.env, BENCH_WORKER: '1' } });
      children.push(child);
      child.on('message', (message) => {
        // The start of the processes is not BullMQ's cost: time runs from the first that works.
        if (counts.every((count) => count === 0) && message.done === 0) {
          forked = performance.now();
        }
        counts[p] = message.done;
        if (counts.reduce((a, b) => a + b, 0) >= options.jobs) {
          resolve();
        }
      });
      child.on('error', reject);
      child.on('exit', (code) => {
        if (code) {
          reject(new Error(`a worker process exited with ${code}`));
        }
      });
    }
  });
  await drained;
  const end = performance.now();
  const cpu1 = await cpu(redis);
  children.forEach((child) => child.disconnect());
  const seconds = (enqueued - start + (end - forked)) / 1000;
  console.log(JSON.stringify({
    jobs: options.jobs,
    pointersPerSecond: options.jobs / seconds,
    enqueuedPerSecond: (options.jobs * 1000) / (enqueued - start),
    consumedPerSecond: (options.jobs * 1000) / (end - forked),
    redisMicrosPerPointer: ((cpu1 - cpu0) * 1e6) / options.jobs,
    bytesPerWaitingItem: (memory1 - memory0) / options.jobs,
  }));
  process.exit(0);
}

await (process.env.BENCH_WORKER ? worker() : main());
