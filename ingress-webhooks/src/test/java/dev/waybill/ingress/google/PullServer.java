package dev.waybill.ingress.google;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The Subscriber service of Pub/Sub on loopback, as far as a streaming pull needs it: what is not acknowledged comes again. */
final class PullServer implements AutoCloseable {
    private static final String SERVICE = "google.pubsub.v1.Subscriber";

    private final List<StreamObserver<StreamingPullResponse>> streams = new CopyOnWriteArrayList<>();
    private final Map<String, ByteString> outstanding = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    final List<String> acked = new CopyOnWriteArrayList<>();
    final AtomicInteger givenBack = new AtomicInteger();
    final AtomicInteger opened = new AtomicInteger();
    volatile Status refusal = Status.OK;
    private final Server server;

    PullServer() {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(service())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(SERVICE)
                .addMethod(
                        method(
                                "StreamingPull",
                                MethodType.BIDI_STREAMING,
                                StreamingPullRequest.getDefaultInstance(),
                                StreamingPullResponse.getDefaultInstance()),
                        ServerCalls.asyncBidiStreamingCall(this::streamingPull))
                .addMethod(
                        method(
                                "Acknowledge",
                                MethodType.UNARY,
                                AcknowledgeRequest.getDefaultInstance(),
                                Empty.getDefaultInstance()),
                        ServerCalls.asyncUnaryCall(this::acknowledge))
                .addMethod(
                        method(
                                "ModifyAckDeadline",
                                MethodType.UNARY,
                                ModifyAckDeadlineRequest.getDefaultInstance(),
                                Empty.getDefaultInstance()),
                        ServerCalls.asyncUnaryCall(this::modifyAckDeadline))
                .build();
    }

    private static <Q extends Message, R extends Message> MethodDescriptor<Q, R> method(
            String name, MethodType type, Q request, R response) {
        return MethodDescriptor.<Q, R>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(response))
                .build();
    }

    String target() {
        return "127.0.0.1:" + server.getPort();
    }

    boolean isPulled() {
        return !streams.isEmpty();
    }

    void publish(String data) {
        String ackId = "ack-" + number.incrementAndGet();
        outstanding.put(ackId, ByteString.copyFromUtf8(data));
        streams.forEach(stream -> send(stream, ackId));
    }

    private synchronized void send(StreamObserver<StreamingPullResponse> stream, String ackId) {
        ByteString data = outstanding.get(ackId);
        if (data != null) {
            stream.onNext(StreamingPullResponse.newBuilder()
                    .addReceivedMessages(ReceivedMessage.newBuilder()
                            .setAckId(ackId)
                            .setMessage(PubsubMessage.newBuilder()
                                    .setMessageId(ackId)
                                    .setData(data)))
                    .build());
        }
    }

    /** Ends what is open, as the service does when it moves. */
    void end(Status status) {
        List<StreamObserver<StreamingPullResponse>> open = List.copyOf(streams);
        streams.clear();
        open.forEach(stream -> stream.onError(status.asRuntimeException()));
    }

    private StreamObserver<StreamingPullRequest> streamingPull(StreamObserver<StreamingPullResponse> responses) {
        opened.incrementAndGet();
        return new StreamObserver<>() {
            @Override
            public void onNext(StreamingPullRequest request) {
                if (request.getSubscription().isEmpty()) {
                    return;
                }
                if (!refusal.isOk()) {
                    responses.onError(refusal.asRuntimeException());
                    return;
                }
                streams.add(responses);
                outstanding.keySet().forEach(ackId -> send(responses, ackId));
            }

            @Override
            public void onError(Throwable gone) {
                streams.remove(responses);
            }

            @Override
            public void onCompleted() {
                streams.remove(responses);
                responses.onCompleted();
            }
        };
    }

    private void acknowledge(AcknowledgeRequest request, StreamObserver<Empty> reply) {
        request.getAckIdsList().forEach(ackId -> {
            outstanding.remove(ackId);
            acked.add(ackId);
        });
        reply.onNext(Empty.getDefaultInstance());
        reply.onCompleted();
    }

    /** A deadline of 0 gives the message back (Pub/Sub: ModifyAckDeadline). */
    private void modifyAckDeadline(ModifyAckDeadlineRequest request, StreamObserver<Empty> reply) {
        reply.onNext(Empty.getDefaultInstance());
        reply.onCompleted();
        if (request.getAckDeadlineSeconds() == 0) {
            givenBack.addAndGet(request.getAckIdsCount());
            request.getAckIdsList().forEach(ackId -> streams.forEach(stream -> send(stream, ackId)));
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
