namespace Drover.Lava.Zmq;

/// <summary>Options of sockets, with the numbers of zmq.h: zmq_setsockopt(3).</summary>
internal enum ZmqOption
{
    RoutingId = 5,
    Subscribe = 6,
    Linger = 17,
    ReconnectInterval = 18,
    Backlog = 19,
    MaximumMessageSize = 22,
    SendHighWater = 23,
    ReceiveHighWater = 24,
    LastEndpoint = 32,
    RouterMandatory = 33,
    KeepAlive = 34,
    KeepAliveCount = 35,
    KeepAliveIdle = 36,
    KeepAliveInterval = 37,
    Ipv6 = 42,
    CurveServer = 47,
    CurvePublicKey = 48,
    CurveSecretKey = 49,
    CurveServerKey = 50,
    ZapDomain = 55,
    RouterHandover = 56,
    ConnectRoutingId = 61,
    HandshakeInterval = 66,
}
