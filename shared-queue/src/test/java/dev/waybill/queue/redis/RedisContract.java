package dev.waybill.queue.redis;

import dev.waybill.queue.ClaimsContract;
import dev.waybill.queue.DeadLettersContract;
import dev.waybill.queue.DoorbellContract;
import dev.waybill.queue.HoldsContract;
import dev.waybill.queue.PointerQueueContract;
import dev.waybill.queue.QueueControlContract;
import dev.waybill.queue.UpkeepContract;

/** The whole contract. */
interface RedisContract
        extends PointerQueueContract,
                ClaimsContract,
                UpkeepContract,
                HoldsContract,
                DeadLettersContract,
                QueueControlContract,
                DoorbellContract {}
