// SPDX-License-Identifier: MIT

import NIOCore

/// Cuts what comes in at newlines, and ends a connection whose line grows too long or stays without its end.
///
/// A line is passed on without its newline; empty lines are passed over. Bytes are looked at once, however they arrive.
final class LineFramer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let bytesMax: Int
    private let timeout: TimeAmount?
    /// What is told to the peer before its connection is closed; nil where nobody would understand it.
    private let farewell: (@Sendable (RPCError) -> [UInt8])?
    private var pending = ByteBuffer()
    /// Bytes of `pending` known to hold no newline.
    private var searched = 0
    private var deadline: Scheduled<Void>?
    private var isDone = false

    init(bytesMax: Int, timeout: TimeAmount?, farewell: (@Sendable (RPCError) -> [UInt8])?) {
        self.bytesMax = bytesMax
        self.timeout = timeout
        self.farewell = farewell
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDone else { return }
        var added = unwrapInboundIn(data)
        pending.writeBuffer(&added)
        while let line = nextLine() {
            guard line.readableBytes < bytesMax else { return end(context, tooLong) }
            stopClock()
            if line.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(line)) }
        }
        guard pending.readableBytes < bytesMax else { return end(context, tooLong) }
        pending.discardReadBytes()
        if pending.readableBytes > 0 { startClock(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { stopClock() }

    func channelInactive(context: ChannelHandlerContext) {
        isDone = true
        stopClock()
        context.fireChannelInactive()
    }

    private var tooLong: RPCError { .invalidRequest("a line of more than \(bytesMax) bytes") }

    private func nextLine() -> ByteBuffer? {
        let view = pending.readableBytesView.dropFirst(searched)
        guard let newline = view.firstIndex(of: UInt8(ascii: "\n")) else {
            searched = pending.readableBytes
            return nil
        }
        let line = pending.readSlice(length: newline - pending.readerIndex)
        pending.moveReaderIndex(forwardBy: 1)
        searched = 0
        return line
    }

    private func startClock(_ context: ChannelHandlerContext) {
        guard deadline == nil, let timeout else { return }
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: timeout) {
            self.end(context, .invalidRequest("a line without its end"))
        }
    }

    private func stopClock() {
        deadline?.cancel()
        deadline = nil
    }

    private func end(_ context: ChannelHandlerContext, _ error: RPCError) {
        isDone = true
        stopClock()
        pending.clear()
        guard let farewell else {
            context.fireErrorCaught(error)
            return context.close(promise: nil)
        }
        let last = context.channel.allocator.buffer(bytes: farewell(error) + [UInt8(ascii: "\n")])
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(last)).whenComplete { _ in bound.value.close(promise: nil) }
    }
}
