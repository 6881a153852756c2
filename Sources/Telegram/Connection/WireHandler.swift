// SPDX-License-Identifier: MIT

import MTProto
import NIOCore

/// Bytes of one connection to frames and back, after the proxy's handshake where there is a proxy. On the event loop.
final class WireHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        case proxy(SOCKS5Handshake)
        case open
        case closed
    }

    private var state: State
    private var transport: ClientTransport
    private var random = SystemRandomBytes()
    private let proxyMax: Duration
    private let onOpen: (WireHandler) -> Void
    private let onBytes: () -> Void
    private let onFrame: (Frame) -> Void
    private let onClose: (String) -> Void
    private var context: ChannelHandlerContext?

    /// `proxyMax`: how long the proxy may take to connect us.
    init(
        endpoint: ServerList.Endpoint, options: TransportOptions, dataCentre: Int32, proxyMax: Duration,
        onOpen: @escaping (WireHandler) -> Void, onBytes: @escaping () -> Void, onFrame: @escaping (Frame) -> Void,
        onClose: @escaping (String) -> Void
    ) {
        transport = ClientTransport(
            options.kind, isObfuscated: options.isObfuscated, dataCentre: Int16(clamping: dataCentre), random: &random)
        if let proxy = options.proxy {
            state = .proxy(SOCKS5Handshake(host: endpoint.host, port: endpoint.port, proxy: proxy))
        } else {
            state = .open
        }
        self.proxyMax = proxyMax
        self.onOpen = onOpen
        self.onBytes = onBytes
        self.onFrame = onFrame
        self.onClose = onClose
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func channelActive(context: ChannelHandlerContext) {
        guard case .proxy(let handshake) = state else { return open() }
        write(handshake.greeting)
        // Nothing else would end a connection to a proxy that takes it and says nothing.
        let wire = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: TimeAmount(proxyMax)) { wire.value.endUnlessOpen() }
    }

    private func endUnlessOpen() {
        if case .proxy = state { end("the proxy has not connected us within \(proxyMax)") }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        if case .proxy(let handshake) = state { return shake(handshake, Array(buffer.readableBytesView)) }
        onBytes()
        buffer.withUnsafeReadableBytes { transport.feed($0) }
        deliver()
    }

    func channelInactive(context: ChannelHandlerContext) { end("the connection was closed") }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { end("\(error)") }

    /// A message in a frame.
    func send(_ payload: [UInt8]) {
        guard case .open = state else { return }
        let padding = transport.isPadded ? random.bytes(Int(random.bytes(1)[0] & 15)) : []
        let (head, tail) = transport.frame(payload, padding: padding)
        var buffer = ByteBufferAllocator().buffer(capacity: head.count + payload.count + tail.count)
        buffer.writeBytes(head)
        buffer.writeBytes(payload)
        buffer.writeBytes(tail)
        buffer.withUnsafeMutableReadableBytes { transport.obfuscate($0) }
        context?.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }

    func end(_ reason: String) {
        if case .closed = state { return }
        state = .closed
        context?.close(promise: nil)
        context = nil
        onClose(reason)
    }

    private func open() {
        state = .open
        write(transport.opening)
        onOpen(self)
    }

    private func shake(_ handshake: SOCKS5Handshake, _ bytes: [UInt8]) {
        var handshake = handshake
        do throws(SOCKS5Handshake.Failure) {
            switch try handshake.receive(bytes) {
            case .needsMore: state = .proxy(handshake)
            case .send(let bytes):
                state = .proxy(handshake)
                write(bytes)
            case .done(let rest):
                open()
                transport.feed(rest)
                deliver()
            }
        } catch {
            end("the proxy does not serve us: \(error)")
        }
    }

    private func deliver() {
        do throws(FrameError) {
            while case .open = state, let frame = try transport.next() { onFrame(frame) }
        } catch {
            end("what came is not this protocol: \(error)")
        }
    }

    private func write(_ bytes: [UInt8]) {
        guard let context, !bytes.isEmpty else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }
}
